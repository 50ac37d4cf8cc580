// A storage that answers later: the code for it is loaded when the storage is first waited for.
import { onDemand } from 'client-on-demand';
import { type Store, unread } from './storage.js';

export function deferred(storage: object): Store {
  let store: Store | undefined;
  const loaded = async (): Promise<Required<Store>> => {
    store ??= (await onDemand()).later(storage);
    return store as Required<Store>;
  };
  return {
    identity: storage,
    isShared: true,
    get(key) {
      if (store) return store.get(key);
      throw unread();
    },
    set: (key, value) => store?.set(key, value),
    bring: async (keys) => (await loaded()).bring(keys),
    change: async (writes) => (await loaded()).change(writes),
  };
}
