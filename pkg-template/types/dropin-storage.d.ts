/** Where tokens are kept; `localStorage` is one. */
export interface ICognitoStorage {
  setItem(key: string, value: string): void;
  getItem(key: string): string | null;
  removeItem(key: string): void;
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
  constructor(data?: ICookieStorageData);
  setItem(key: string, value: string): void;
  /** `null` for a cookie that is not there. */
  // biome-ignore lint/suspicious/noExplicitAny: the old typings say string, which it is not always
  getItem(key: string): any;
  removeItem(key: string): void;
  clear(): void;
}

/** Finds the storage of who names none. */
export declare class StorageHelper {
  getStorage(): ICognitoStorage;
}
