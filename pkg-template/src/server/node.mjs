// Node's import: the same instance that `require` gives.
import all from './server.cjs';

export const { AuthError, AuthProxy, isAuthError, MemoryDenyList, TokenVerifier, toNodeHandler } = all;
