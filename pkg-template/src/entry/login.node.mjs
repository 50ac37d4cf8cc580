// Node's import: the same instance that `require` gives.
import all from './login.cjs';

export const {
  authorize,
  clientCredentials,
  completeRedirect,
  signInWithPopup,
  signInWithRedirect,
  signOutWithRedirect,
} = all;
