// Managed login: functions that take a pool. Rust decides: src/login.
export { authorize, signInWithRedirect } from './authorize.js';
export { clientCredentials } from './client-credentials.js';
export { completeRedirect } from './complete.js';
export { signInWithPopup } from './popup.js';
export { signOutWithRedirect } from './sign-out.js';
