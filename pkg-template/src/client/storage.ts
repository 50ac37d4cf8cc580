// Where sessions and devices are kept: a synchronous storage of the host, or memory.
import { AuthError } from '../errors.js';
import { deferred } from './deferred.js';
import type { Write } from './effect.js';

export interface Store {
  /** What stands for the storage: two pools on one share their refreshes. */
  readonly identity: object;
  /** Whether other tabs or processes may change it. */
  readonly isShared?: boolean;
  /** Whether it tells the page what other tabs change. */
  readonly isOfTabs?: boolean;
  /** Whether it keeps nobody: each sign-in has a memory of its own. */
  readonly isNone?: boolean;
  get(key: string): string | null;
  set(key: string, value: string | null): void;
  /** Reads these keys, where the storage answers later: then `get` knows them. */
  bring?(keys: readonly string[]): Promise<void>;
  /** Makes all changes or none, where the storage answers later, and gives what was there before. */
  change?(writes: readonly Write[]): Promise<readonly Write[]>;
  /** Forgets everything; only memory does. */
  forget?(): void;
}

export const notAStore = (): AuthError =>
  new AuthError(
    'InvalidArgument',
    "`storage` must be 'none', 'memory', 'local', 'session', or an object with getItem, setItem and removeItem.",
  );

export function memory(): Store {
  const items = new Map<string, string>();
  return {
    identity: items,
    get: (key) => items.get(key) ?? null,
    set: (key, value) => (value === null ? items.delete(key) : items.set(key, value)),
    forget: () => items.clear(),
  };
}

export const failed = (cause: unknown): AuthError =>
  new AuthError('NotAvailable', "The storage failed: see `cause`, or use storage: 'memory'.", { cause });

type Methods = Record<string, ((...args: string[]) => unknown) | undefined>;

/** Whether the storage answers with promises. */
function answersLater(storage: object): boolean {
  try {
    const probe = (storage as Methods)['getItem']?.('auth.probe') as PromiseLike<unknown> | undefined;
    if (typeof probe?.then !== 'function') return false;
    // It failed: the first call that needs the storage says so.
    probe.then(undefined, () => {});
    return true;
  } catch {
    // One that answers at once, and says what is wrong when it is needed.
    return false;
  }
}

function hosted(storage: object, isShared = true): Store {
  const invoke = (name: string, ...args: string[]): unknown => {
    let result: unknown;
    try {
      result = (storage as Methods)[name]?.(...args);
    } catch (cause) {
      throw failed(cause);
    }
    // A promise, for one, of a storage that answered at once when it was chosen.
    if (name === 'getItem' && result !== undefined && result !== null && typeof result !== 'string') throw notAStore();
    return result;
  };
  return {
    identity: storage,
    isShared,
    get: (key) => (invoke('getItem', key) as string | null | undefined) ?? null,
    set: (key, value) => (value === null ? invoke('removeItem', key) : invoke('setItem', key, value)),
  };
}

/** A storage of the page, if it lets us write. */
function ofPage(name: 'localStorage' | 'sessionStorage'): Store {
  const PROBE = 'auth.probe';
  let storage: object | undefined;
  try {
    storage = (globalThis as { window?: Window }).window?.[name];
  } catch {
    // Forbidden by the browser's settings.
  }
  if (!storage) throw new AuthError('NotAvailable', "This page has no such storage: use storage: 'memory'.");
  const store = hosted(storage, name === 'localStorage');
  store.set(PROBE, '1');
  store.set(PROBE, null);
  return { ...store, isOfTabs: name === 'localStorage' };
}

/**
 * The store that the pool's option names. By default it is `localStorage` in a page, or memory where that does not work. Outside
 * of a page one pool serves many people, and a `localStorage` is that of the whole process: nothing is kept.
 */
export function chooseStore(option: unknown): Store {
  const isDefault = option === undefined || option === null;
  if (option === 'none' || (isDefault && !(globalThis as { window?: Window }).window?.document))
    return { ...memory(), isNone: true };
  if (option === 'memory') return memory();
  if (option === 'local') return ofPage('localStorage');
  if (option === 'session') return ofPage('sessionStorage');
  if (isDefault) {
    try {
      return ofPage('localStorage');
    } catch {
      return memory();
    }
  }
  try {
    const methods = option as Methods;
    if (['getItem', 'setItem', 'removeItem'].every((name) => typeof methods[name] === 'function'))
      return answersLater(option as object) ? deferred(option as object) : hosted(option as object);
  } catch {
    // A getter or a proxy that throws: no storage.
  }
  throw notAStore();
}

/** What belongs to the keys of a pool in a storage, by a name: two pools on the same share it. */
const belonging = new WeakMap<object, Map<string, unknown>>();

export function belongings<T>({ prefix, store }: { prefix: string; store: Store }, name: string, make: () => T): T {
  const all = belonging.get(store.identity) ?? new Map<string, unknown>();
  belonging.set(store.identity, all);
  const key = prefix + name;
  if (!all.has(key)) all.set(key, make());
  return all.get(key) as T;
}

/** A key of a storage that answers later, before anybody has waited for it. */
export const unread = (): AuthError =>
  new AuthError('NotAvailable', 'This storage answers later: await pool.load() before currentUser().');

export const forgetful = (): AuthError =>
  new AuthError(
    'NotAvailable',
    'The storage does not give back what was written, as cookies over 4 kB: use another storage.',
  );

/**
 * Makes all changes, or none: when the storage fails half-way (a full quota), the old values come back. Gives what was stored before; a storage
 * that answers later, a promise of it.
 */
export function apply(
  { prefix, store }: { prefix: string; store: Store },
  writes: readonly Write[],
): readonly Write[] | Promise<readonly Write[]> {
  if (store.change && writes.length) return store.change(writes.map(([name, value]): Write => [prefix + name, value]));
  const undo: Write[] = [];
  for (const [name, value] of writes) {
    const key = prefix + name;
    const before = store.get(key);
    undo.push([key, before]);
    try {
      store.set(key, value);
      if (value !== null && store.get(key) !== value) throw forgetful();
    } catch (error) {
      for (const [key, value] of undo.reverse()) {
        try {
          store.set(key, value);
        } catch {
          // The first failure is the one to tell of.
        }
      }
      throw error;
    }
  }
  return undo;
}
