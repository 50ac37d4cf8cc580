/**
 * Storages for the option `storage` of a pool that answer later: IndexedDB, and the storage of a browser extension.
 *
 * `await pool.load()` before `pool.currentUser()`.
 *
 * @packageDocumentation
 */
import type { AsyncStorageLike } from './options.js';

export type { AsyncStorageLike } from './options.js';

/** What {@link indexedDbStorage} takes. */
export interface IndexedDbStorageOptions {
  /** The name of the database. Default: `auth-session`. */
  name?: string | undefined;
}

/**
 * Keeps sessions in IndexedDB, where workers of the page find them, too.
 *
 * Any script of the page's origin can read them, as in `localStorage`.
 *
 * @throws {AuthError} Its methods: `NotAvailable` where there is no IndexedDB.
 *
 * @example
 * ```ts
 * import { Pool } from 'cognito-identity-wasm';
 * import { indexedDbStorage } from 'cognito-identity-wasm/storage';
 *
 * const storage = indexedDbStorage();
 * const pool = new Pool({ userPoolId: 'eu-central-1_AbCdEf123', clientId: '1h57kf5cpq17m0eml12EXAMPLE', storage });
 * console.log((await pool.load())?.username);
 * ```
 *
 * @see {@link https://www.w3.org/TR/IndexedDB-3/}
 */
export declare function indexedDbStorage(options?: IndexedDbStorageOptions): AsyncStorageLike;

/** What {@link webExtensionStorage} takes. */
export interface WebExtensionStorageOptions {
  /** `local` survives the browser's end, `session` is kept in memory. Default: `local`. */
  area?: 'local' | 'session' | undefined;
}

/**
 * Keeps sessions in `chrome.storage` or `browser.storage`, for all pages and the service worker of an extension.
 *
 * The extension needs the permission `storage`. A service worker must be bundled into one file, because it cannot load code
 * while it runs; or import `cognito-identity-wasm/slim`, which has everything in one.
 *
 * @throws {AuthError} `InvalidArgument` for another area. Its methods: `NotAvailable` outside of an extension.
 *
 * @example
 * ```ts
 * import { Pool } from 'cognito-identity-wasm';
 * import { webExtensionStorage } from 'cognito-identity-wasm/storage';
 *
 * const storage = webExtensionStorage({ area: 'session' });
 * const pool = new Pool({ userPoolId: 'eu-central-1_AbCdEf123', clientId: '1h57kf5cpq17m0eml12EXAMPLE', storage });
 * const user = await pool.load();
 * ```
 *
 * @see {@link https://developer.chrome.com/docs/extensions/reference/api/storage}
 */
export declare function webExtensionStorage(options?: WebExtensionStorageOptions): AsyncStorageLike;
