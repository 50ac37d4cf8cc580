// The auth proxy and the verifier of tokens with their engine: Node, Deno, Bun, Workers.

import * as glue from 'server-glue';
import { wasm } from 'server-inline';
import { makeEngine } from '../engine/engine.js';
import { inlined } from '../engine/inline.js';

export { AuthError, isAuthError } from '../errors.js';
export { AuthProxy } from './auth-proxy.js';
export { MemoryDenyList } from './deny-list.js';
export { toNodeHandler } from './node-handler.js';
export { TokenVerifier } from './token-verifier.js';

makeEngine(glue, './server_bg.js', () => inlined(wasm));
