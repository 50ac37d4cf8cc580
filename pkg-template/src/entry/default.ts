// Browsers, bundlers and Node: the wasm is inlined and compiled at the first use.
import * as glue from 'client-glue';
import { wasm } from 'client-inline';
import { makeEngine } from '../engine/engine.js';
import { inlined } from '../engine/inline.js';

export * from '../modern.js';

const engine = makeEngine(glue, './client_bg.js', () => inlined(wasm));
export const ready = (): Promise<void> => engine.ready();
