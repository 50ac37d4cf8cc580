// Cloudflare Workers: they compile only wasm that is imported statically.
import * as glue from 'client-glue';
import module from 'client-wasm';
import { makeEngine } from '../engine/engine.js';

export * from '../modern.js';

const engine = makeEngine(glue, './client_bg.js', () => module);
export const ready = (): Promise<void> => engine.ready();
