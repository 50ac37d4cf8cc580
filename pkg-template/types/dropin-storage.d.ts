/** Where tokens are kept; `localStorage` is one. */
export interface ICognitoStorage {
  /** Keeps a value. */
  setItem(key: string, value: string): void;
  /** The value, or `null`. */
  getItem(key: string): string | null;
  /** Removes one entry. */
  removeItem(key: string): void;
  /** Removes everything. */
  clear(): void;
}

/** The attributes of the cookies. */
export interface ICookieStorageData {
  domain?: string;
  /** `/` unless given. */
  path?: string;
  /** Days; 365 unless given. `null` makes cookies of the browser's session. */
  expires?: number;
  /** Whether only HTTPS carries them: yes unless given. */
  secure?: boolean;
  sameSite?: 'strict' | 'lax' | 'none';
}

/**
 * Keeps tokens in cookies, so that servers of the page's domain get them.
 *
 * @throws {Error} for an unknown `sameSite`, and for `none` without `secure`.
 */
export declare class CookieStorage implements ICognitoStorage {
  /** `data` holds for every cookie that this storage sets. */
  constructor(data?: ICookieStorageData);
  /** Sets a cookie. */
  setItem(key: string, value: string): void;
  /** `null` for a cookie that is not there, though the old typings say a string. */
  getItem(key: string): string;
  /** Removes a cookie. */
  removeItem(key: string): void;
  /** Removes the cookies of this package. */
  clear(): void;
}

/** Finds the storage of who names none. */
export declare class StorageHelper {
  getStorage(): ICognitoStorage;
}
