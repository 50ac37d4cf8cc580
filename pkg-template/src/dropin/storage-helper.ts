// Where tokens are kept when nobody says where: the page's localStorage, else memory.
import type { StorageHelper as Helper, ICognitoStorage } from '../../types/dropin-storage.js';
import { classOf } from './class.js';
import { deviations } from './settings.js';

/** A storage in memory; nothing is `undefined` there, as the incumbent has it. */
function memory(): ICognitoStorage {
  const items = new Map<string, string>();
  return {
    setItem(key, value) {
      items.set(key, value);
      return value;
    },
    getItem: (key) => items.get(key) as string,
    removeItem(key) {
      items.delete(key);
      return true;
    },
    clear() {
      items.clear();
      return {};
    },
  };
}

/** The one memory of the process, for whoever asks for it by name. */
export const MemoryStorage = /*#__PURE__*/ Object.assign(function MemoryStorage() {}, /*#__PURE__*/ memory());

/** Looks for a storage. */
const StorageHelper = /*#__PURE__*/ classOf<typeof Helper, { storageWindow: ICognitoStorage }>(
  'StorageHelper',
  function () {
    try {
      this.storageWindow = window.localStorage;
      this.storageWindow.setItem('aws.cognito.test-ls', 1 as unknown as string);
      this.storageWindow.removeItem('aws.cognito.test-ls');
    } catch {
      this.storageWindow = MemoryStorage;
    }
  },
  [
    {
      getStorage() {
        return this.storageWindow;
      },
    },
  ],
);
export default StorageHelper;

/** The storage of a pool, or of a user of the pool; each pool has a memory of its own. */
export function defaultStorage(pool?: { storage?: ICognitoStorage }): ICognitoStorage {
  const found = new StorageHelper().getStorage();
  if (found !== MemoryStorage || !deviations()) return found;
  return pool ? (pool.storage ?? found) : memory();
}
