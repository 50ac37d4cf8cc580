// A storage that answers later, as React Native's AsyncStorage: what was read of it is kept in memory, where it can be asked at once.
//
// Reading and writing wait for each other, in the order in which they began: an answer on its way never hides what was written since.
// A key that was not read yet is unknown, and not absent: asking for it throws, else a person who is signed in would seem signed out.
import type { Write } from './effect.js';
import { failed, forgetful, notAStore, type Store, unread } from './storage.js';

type Methods = Record<'getItem' | 'setItem' | 'removeItem', (key: string, value?: string) => PromiseLike<unknown>>;

interface Mirror {
  readonly items: Map<string, string | null>;
  /** The end of what was begun last. */
  last: Promise<unknown>;
}

/** One for each storage: two pools on one see each other's writes. */
const mirrors = new WeakMap<object, Mirror>();

/** The storage as the rest of the client sees it. */
export function later(storage: object): Store {
  const mirror = mirrors.get(storage) ?? { items: new Map(), last: Promise.resolve() };
  mirrors.set(storage, mirror);
  const { items } = mirror;

  async function invoke(name: keyof Methods, ...args: [string, string?]): Promise<unknown> {
    try {
      return await (storage as Methods)[name](...args);
    } catch (cause) {
      throw failed(cause);
    }
  }
  async function read(key: string): Promise<string | null> {
    const value = (await invoke('getItem', key)) ?? null;
    if (value !== null && typeof value !== 'string') throw notAStore();
    return value;
  }
  const write = ([key, value]: Write): Promise<unknown> =>
    value === null ? invoke('removeItem', key) : invoke('setItem', key, value);
  function inTurn<T>(task: () => Promise<T>): Promise<T> {
    const result = mirror.last.then(task);
    mirror.last = result.catch(() => {});
    return result;
  }
  async function bring(keys: readonly string[]): Promise<void> {
    const values = await Promise.all(keys.map(read));
    keys.forEach((key, index) => {
      items.set(key, values[index] as string | null);
    });
  }

  return {
    identity: storage,
    isShared: true,
    get(key) {
      const value = items.get(key);
      if (value === undefined) throw unread();
      return value;
    },
    set(key, value) {
      items.set(key, value);
    },
    bring: (keys) => inTurn(() => bring(keys)),
    change: (writes) =>
      inTurn(async () => {
        await bring(writes.map(([key]) => key));
        const undo: Write[] = [];
        try {
          for (const change of writes) {
            const [key, value] = change;
            undo.push([key, items.get(key) as string | null]);
            await write(change);
            if (value !== null && (await read(key)) !== value) throw forgetful();
          }
        } catch (error) {
          // The first failure is the one to tell of.
          for (const change of undo.reverse()) await write(change).catch(() => {});
          throw error;
        }
        for (const [key, value] of writes) items.set(key, value);
        return undo;
      }),
  };
}
