// The auth proxy and the verifier of tokens with their engine: Node, Deno, Bun.
import * as glue from 'server-glue';
import { wasm } from 'server-inline';
import { makeEngine } from '../engine/engine.js';
import { inlined } from '../engine/inline.js';

export * from './exports.js';

makeEngine(glue, './server_bg.js', () => inlined(wasm));
