// What the entries of the server give.
export { AuthError, isAuthError } from '../errors.js';
export { AuthProxy } from './auth-proxy.js';
export { MemoryDenyList } from './deny-list.js';
export { toNodeHandler } from './node-handler.js';
export { TokenVerifier } from './token-verifier.js';
