// Where sessions and devices are kept: a synchronous storage of the host, or memory.
import { AuthError } from '../errors.js';
import type { Write } from './effect.js';
import { later } from './later.js';

export interface Store {
  /** What stands for the storage: two pools on one share their refreshes. */
  readonly identity: object;
  /** Whether other tabs or processes may change it. */
  readonly isShared?: boolean;
  /** Whether it keeps nobody: each sign-in has a memory of its own. */
  readonly isNone?: boolean;
  get(key: string): string | null;
  set(key: string, value: string | null): void;
  /** Reads these keys, where the storage answers later: then `get` knows them. */
  bring?(keys: readonly string[]): Promise<void>;
  /** Makes all changes or none, where the storage answers later. */
  change?(writes: readonly Write[]): Promise<void>;
  /** Forgets everything; only memory does. */
  forget(): void;
}

export const notAStore = (): AuthError =>
  new AuthError(
    'InvalidArgument',
    "`storage` must be 'none', 'memory', 'local', 'session', or an object with getItem, setItem and removeItem that answer at once.",
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

function hosted(storage: object, isShared = true): Store {
  const invoke = (name: string, ...args: string[]): unknown => {
    let result: unknown;
    try {
      result = (storage as Methods)[name]?.(...args);
    } catch (cause) {
      throw failed(cause);
    }
    // A promise, for one: an asynchronous storage would lose sessions in silence.
    if (name === 'getItem' && result !== undefined && result !== null && typeof result !== 'string') throw notAStore();
    return result;
  };
  return {
    identity: storage,
    isShared,
    get: (key) => (invoke('getItem', key) as string | null | undefined) ?? null,
    set: (key, value) => (value === null ? invoke('removeItem', key) : invoke('setItem', key, value)),
    forget() {},
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
  return store;
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
      return (NO_WASM && later(option as object)) || hosted(option as object);
  } catch {
    // A getter or a proxy that throws: no storage.
  }
  throw notAStore();
}

/** Whom to tell of changes, by storage. */
const listeners = new WeakMap<object, Set<() => void>>();
/** The storages that have changed since. */
const changed = new WeakSet<object>();

/** Calls the listener after each change of the storage that is made here. */
export function listen({ identity }: Store, listener: () => void): () => void {
  const all = listeners.get(identity) ?? new Set();
  listeners.set(identity, all);
  // One for each call, so that the same function may listen twice.
  const own = (): void => listener();
  all.add(own);
  return () => {
    all.delete(own);
  };
}

/** Tells the listeners of what has changed. It is called when no lock is held: they are the caller's code. */
export function tell({ identity }: Store): void {
  if (!changed.delete(identity)) return;
  for (const listener of listeners.get(identity) ?? []) {
    try {
      listener();
    } catch (error) {
      // It is for whoever wrote the listener, and not for whoever made the change.
      queueMicrotask(() => {
        throw error;
      });
    }
  }
}

export const forgetful = (): AuthError =>
  new AuthError(
    'NotAvailable',
    'The storage does not give back what was written, as cookies over 4 kB: use another storage.',
  );

/**
 * Makes all changes, or none: when the storage fails half-way (a full quota), the old values come back. A storage that answers later gives a
 * promise.
 */
export function apply(
  { prefix, store }: { prefix: string; store: Store },
  writes: readonly Write[],
): Promise<unknown> | undefined {
  if (NO_WASM && store.change && writes.length) {
    const all = writes.map(([name, value]): Write => [prefix + name, value]);
    return store.change(all).then(() => changed.add(store.identity));
  }
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
  if (writes.length) changed.add(store.identity);
  return undefined;
}
