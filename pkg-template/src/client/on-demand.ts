// What few pages need: the default bundles load it when it is first used, from a file apart.
export { keepFresh } from './keep-fresh.js';
export { later } from './later.js';
export { addPasskey, signInWithPasskey } from './passkey.js';
export { report } from './trace.js';
