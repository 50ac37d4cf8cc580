// Browsers, bundlers and Node: the wasm is inlined and compiled at the first use.
import { glue } from 'client-glue';
import { wasm } from 'client-inline';
import { makeEngine } from '../engine/engine.js';
import { inlined } from '../engine/inline.js';

export * from '../modern.js';

const engine = makeEngine(glue, 'glue', () => inlined(wasm));
export const ready = (): Promise<void> => engine.ready();
