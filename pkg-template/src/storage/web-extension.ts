// Sessions in the storage of a browser extension, which its pages and its service worker share.
// Source: Chrome for Developers and MDN, "storage" of the WebExtensions API.

import type { AsyncStorageLike, WebExtensionStorageOptions } from '../../types/storage.js';
import { AuthError } from '../errors.js';

/** The part of a `StorageArea` that is used. */
interface Area {
  get(key: string): Promise<Record<string, unknown>>;
  set(items: Record<string, string>): Promise<void>;
  remove(key: string): Promise<void>;
}

type Extension = { readonly storage?: Readonly<Record<string, Area>> };

export function webExtensionStorage({ area = 'local' }: WebExtensionStorageOptions = {}): AsyncStorageLike {
  if (area !== 'local' && area !== 'session')
    throw new AuthError(
      'InvalidArgument',
      "`area` must be 'local' or 'session': `sync` would send tokens to other devices.",
    );
  const found = (): Area => {
    const { browser, chrome } = globalThis as { browser?: Extension; chrome?: Extension };
    const storage = browser?.storage?.[area] ?? chrome?.storage?.[area];
    if (storage) return storage;
    const message = 'There is no storage of an extension here: run it in one, with the permission `storage`.';
    throw new AuthError('NotAvailable', message);
  };
  return {
    getItem: async (key) => (await found().get(key))[key] as string | undefined,
    setItem: async (key, value) => found().set({ [key]: value }),
    removeItem: async (key) => found().remove(key),
  };
}
