// Storages for the option `storage` of a pool, which answer later: IndexedDB, and the storage of a browser extension.
export { indexedDbStorage } from './indexed-db.js';
export { webExtensionStorage } from './web-extension.js';
