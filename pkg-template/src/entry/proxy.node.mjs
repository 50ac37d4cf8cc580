// Node's import: the same instance that `require` gives.
import all from './proxy.cjs';

export const { AuthError, isAuthError, Pool, ready, Session, User } = all;
