// Browsers, bundlers and Node: the wasm is inlined and compiled at the first use.
import { glue } from 'login-glue';
import { wasm } from 'login-inline';
import { makeEngine } from '../engine/engine.js';
import { inlined } from '../engine/inline.js';

export * from './index.js';

makeEngine(glue, 'glue', () => inlined(wasm));
