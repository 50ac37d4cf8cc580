// Managed login for apps behind an auth proxy: functions that take a pool. The proxy decides: src/proxy/login.
export { authorize, signInWithRedirect } from './authorize.js';
export { completeRedirect } from './complete.js';
export { signInWithPopup } from './popup.js';
export { signOutWithRedirect } from './sign-out.js';
