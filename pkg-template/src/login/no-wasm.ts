// No WebAssembly: the engine is JavaScript, made of the same crate.
import { glue } from 'login-glue';
import { instantiate } from 'login-twin';
import { makeTwin } from '../engine/twin.js';

export * from './index.js';

makeTwin(glue, 'glue', instantiate);
