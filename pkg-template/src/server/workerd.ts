// The same in Workers and edge functions: they compile only wasm that is imported statically.
import * as glue from 'server-glue';
import module from 'server-wasm';
import { makeEngine } from '../engine/engine.js';

export * from './exports.js';

makeEngine(glue, './server_bg.js', () => module);
