// The storage of React Native: memory, which AsyncStorage follows. `sync` brings what it holds, before the first question.

import type { ReactNativeStorage } from '../../types/dropin-react-native.js';
import type { ICognitoStorage } from '../../types/dropin-storage.js';
import { classOf } from './class.js';

/** What the entries in AsyncStorage begin with; the incumbent's. */
const PREFIX = '@MemoryStorage:';

type Done<T> = (error: unknown, value: T | null) => void;
/** Version 1 calls back and promises, version 3 promises. */
interface AsyncStorage {
  setItem(key: string, value: string): unknown;
  removeItem(key: string): unknown;
  getItem(key: string): Promise<string | null>;
  getAllKeys(done?: Done<readonly string[]>): unknown;
  multiGet?(keys: readonly string[], done?: Done<readonly Pair[]>): unknown;
}
type Pair = readonly [key: string, value: string | null];

declare const require: (name: string) => unknown;

/** Found when it is needed. Metro takes the `require` of a `try` for one that may fail. */
function asyncStorage(): AsyncStorage {
  let found: AsyncStorage & { default?: AsyncStorage };
  try {
    found = require('@react-native-async-storage/async-storage') as typeof found;
  } catch (cause) {
    throw Object.assign(
      new Error(
        '@react-native-async-storage/async-storage is not installed: add it, or give pools and users a Storage.',
      ),
      { cause },
    );
  }
  return found.default ?? found;
}

/** One outcome of a function that calls back, or promises, or does both. */
function once<T>(start: (done: Done<T>) => unknown, done: Done<T>): void {
  let isDone = false;
  const first: Done<T> = (error, value) => {
    if (isDone) return;
    isDone = true;
    done(error, value);
  };
  try {
    const promised = start(first) as PromiseLike<T> | undefined;
    if (typeof promised?.then === 'function')
      promised.then(
        (value) => first(null, value),
        (error) => first(error, null),
      );
  } catch (error) {
    first(error, null);
  }
}

let items: Record<string, string> = Object.create(null);

/** AsyncStorage follows, and the caller does not wait for it: where it fails, the entry lives as long as the app. */
function follow(change: (storage: AsyncStorage) => unknown): void {
  once<unknown>(
    (_) => change(asyncStorage()),
    () => {},
  );
}

const members: ReactNativeStorage = {
  setItem(key, value) {
    follow((storage) => storage.setItem(PREFIX + key, value));
    items[key] = value;
    return value;
  },
  getItem: (key) => items[key] as string,
  removeItem(key) {
    follow((storage) => storage.removeItem(PREFIX + key));
    return delete items[key];
  },
  clear() {
    items = Object.create(null);
    return {};
  },
  sync(callback) {
    const take: Done<readonly Pair[]> = (error, pairs) => {
      if (error || !pairs) return callback(error, null);
      for (const [key, value] of pairs) if (value !== null) items[key.slice(PREFIX.length)] = value;
      return callback(null, 'SUCCESS');
    };
    once<readonly string[]>(
      (done) => asyncStorage().getAllKeys(done),
      (error, all) => {
        if (error || !all) return callback(error, null);
        const keys = all.filter((key) => key.startsWith(PREFIX));
        const storage = asyncStorage();
        const each = async (): Promise<readonly Pair[]> =>
          Promise.all(keys.map(async (key): Promise<Pair> => [key, await storage.getItem(key)]));
        return once<readonly Pair[]>((done) => (storage.multiGet ? storage.multiGet(keys, done) : each()), take);
      },
    );
  },
};

export const MemoryStorage = /*#__PURE__*/ Object.assign(function MemoryStorage() {}, members);

/** Gives that storage. */
const StorageHelper = /*#__PURE__*/ classOf<
  new () => { getStorage(): ICognitoStorage },
  { storageWindow: ICognitoStorage }
>(
  'StorageHelper',
  function () {
    this.storageWindow = MemoryStorage;
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

/** An app on a phone is one person's: all pools share it. */
export const defaultStorage = (): ICognitoStorage => MemoryStorage;
