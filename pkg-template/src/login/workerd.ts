// Cloudflare Workers: they compile only wasm that is imported statically.
import { glue } from 'login-glue';
import module from 'login-wasm';
import { makeEngine } from '../engine/engine.js';

export * from './index.js';

makeEngine(glue, 'glue', () => module);
