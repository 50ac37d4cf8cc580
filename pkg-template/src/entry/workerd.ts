// Cloudflare Workers: they compile only wasm that is imported statically.
import { glue } from 'client-glue';
import module from 'client-wasm';
import { makeEngine } from '../engine/engine.js';

export * from '../modern.js';

const engine = makeEngine(glue, 'glue', () => module);
export const ready = (): Promise<void> => engine.ready();
