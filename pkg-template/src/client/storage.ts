// Where sessions and devices are kept: a synchronous storage of the host, or memory.
import { AuthError } from '../errors.js';
import type { Write } from './effect.js';

export interface Store {
  /** What stands for the storage: two pools on one share their refreshes. */
  readonly identity: object;
  get(key: string): string | null;
  set(key: string, value: string | null): void;
  /** Forgets everything; only memory does. */
  forget(): void;
}

const notAStore = (): AuthError =>
  new AuthError(
    'InvalidArgument',
    "`storage` must be 'memory', 'local', 'session', or an object with getItem, setItem and removeItem that answer at once.",
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

type Methods = Record<string, ((...args: string[]) => unknown) | undefined>;

function hosted(storage: object): Store {
  const invoke = (name: string, ...args: string[]): unknown => {
    let result: unknown;
    try {
      result = (storage as Methods)[name]?.(...args);
    } catch (cause) {
      const message = "The storage failed: see `cause`, or use storage: 'memory'.";
      throw new AuthError('NotAvailable', message, { cause });
    }
    // A promise, for one: an asynchronous storage would lose sessions in silence.
    if (name === 'getItem' && result !== undefined && result !== null && typeof result !== 'string') throw notAStore();
    return result;
  };
  return {
    identity: storage,
    get: (key) => (invoke('getItem', key) as string | null | undefined) ?? null,
    set: (key, value) => (value === null ? invoke('removeItem', key) : invoke('setItem', key, value)),
    forget() {},
  };
}

/** A storage of the page, if there is a page and it lets us write. Node has a `localStorage` too, but warns when touched. */
function ofPage(name: 'localStorage' | 'sessionStorage'): Store {
  const PROBE = 'aws.cognito.test-ls';
  let storage: object | undefined;
  try {
    storage = (globalThis as { window?: Window }).window?.[name];
  } catch {
    // Forbidden by the browser's settings.
  }
  if (!storage) throw new AuthError('NotAvailable', "This page has no such storage: use storage: 'memory'.");
  const store = hosted(storage);
  store.set(PROBE, '1');
  store.set(PROBE, null);
  return store;
}

/** The store that the pool's option names. By default it is `localStorage` where that works, else memory. */
export function chooseStore(option: unknown): Store {
  if (option === 'memory') return memory();
  if (option === 'local') return ofPage('localStorage');
  if (option === 'session') return ofPage('sessionStorage');
  if (option === undefined || option === null) {
    try {
      return ofPage('localStorage');
    } catch {
      return memory();
    }
  }
  try {
    const methods = option as Methods;
    if (['getItem', 'setItem', 'removeItem'].every((name) => typeof methods[name] === 'function'))
      return hosted(option as object);
  } catch {
    // A getter or a proxy that throws: no storage.
  }
  throw notAStore();
}

/** Makes all changes, or none: when the storage fails half-way (a full quota), the old values come back. */
export function apply({ prefix, store }: { prefix: string; store: Store }, writes: readonly Write[]): void {
  const undo: Write[] = [];
  for (const [name, value] of writes) {
    const key = prefix + name;
    const before = store.get(key);
    try {
      store.set(key, value);
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
    undo.push([key, before]);
  }
}
