// Sessions in IndexedDB, which pages and their workers share.
// Source: Indexed Database API 3.0.

import type { AsyncStorageLike, IndexedDbStorageOptions } from '../../types/storage.js';
import { AuthError } from '../errors.js';

const STORE = 'entries';

function asked<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function opened(name: string): Promise<IDBDatabase> {
  const { indexedDB } = globalThis;
  if (!indexedDB) throw new AuthError('NotAvailable', 'There is no IndexedDB here: use another storage.');
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return asked(request);
}

export function indexedDbStorage({ name = 'auth-session' }: IndexedDbStorageOptions = {}): AsyncStorageLike {
  let database: Promise<IDBDatabase> | undefined;
  /** The connection; a new one where the browser closed it, or the site's data were cleared. */
  function connect(): Promise<IDBDatabase> {
    database ??= (async () => {
      const found = await opened(name);
      const forget = (): void => {
        found.close();
        database = undefined;
      };
      // Somebody deletes or upgrades it: who holds on would block that.
      found.onversionchange = forget;
      found.onclose = forget;
      return found;
    })();
    database.catch(() => {
      database = undefined;
    });
    return database;
  }
  async function run<T>(
    mode: IDBTransactionMode,
    ask: (entries: IDBObjectStore) => IDBRequest<T>,
    isAgain = false,
  ): Promise<T> {
    const found = await connect();
    let transaction: IDBTransaction;
    try {
      transaction = found.transaction(STORE, mode, { durability: 'strict' });
    } catch (error) {
      // It was closed since, and nobody was told: Safari, after a page came back.
      if (isAgain || (error as Error).name !== 'InvalidStateError') throw error;
      database = undefined;
      return run(mode, ask, true);
    }
    const done = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
    // A failed request aborts: one of both promises tells it.
    done.catch(() => {});
    const result = await asked(ask(transaction.objectStore(STORE)));
    await done;
    return result;
  }
  return {
    getItem: (key) => run('readonly', (entries) => entries.get(key)),
    setItem: (key, value) => run('readwrite', (entries) => entries.put(value, key)),
    removeItem: (key) => run('readwrite', (entries) => entries.delete(key)),
  };
}
