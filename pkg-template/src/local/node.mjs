// Node's import: the same instance that `require` gives.
import all from './local.cjs';

export const { AuthError, isAuthError, LocalCognito } = all;
