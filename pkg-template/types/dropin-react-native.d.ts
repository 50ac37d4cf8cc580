import type { ICognitoStorage } from './dropin-storage.js';

/** Where tokens are kept in React Native when nobody says where: in memory, which AsyncStorage follows. */
export interface ReactNativeStorage extends ICognitoStorage {
  /**
   * Reads what AsyncStorage holds into memory, before `getCurrentUser` and `getSession` are asked.
   *
   * `callback` is called once, with an error or with `'SUCCESS'`.
   */
  sync(callback: (error: unknown, result: 'SUCCESS' | null) => void): void;
}
