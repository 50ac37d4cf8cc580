// The host of a pool: what the platform and the caller give it to work with.
import { AuthError } from '../errors.js';
import { decode, encode } from './codec.js';
import { apply, chooseStore, memory, type Store, type Write } from './storage.js';

export interface Host {
  readonly store: Store;
  /** The caller's `fetch`; without one, the platform's, looked up at each call. */
  readonly fetch: typeof fetch | undefined;
  readonly timeoutMs: number;
  readonly audienceOrigins?: readonly string[];
  /** The address of the auth proxy, where there is one. */
  readonly proxy?: string;
  /** What the browser calls itself. */
  readonly userAgent: string | undefined;
  readonly hostname: string | undefined;
}

/** Makes the host that these options describe; Rust has checked the `settings`. */
export function openHost(options: { fetch?: unknown; storage?: unknown }, settings: Uint8Array): Host {
  try {
    const fetch = options.fetch ?? undefined;
    if (fetch !== undefined && typeof fetch !== 'function') {
      throw new AuthError('InvalidArgument', '`fetch` must be a function.');
    }
    return {
      ...(decode(settings) as Pick<Host, 'timeoutMs'>),
      fetch: fetch as Host['fetch'],
      userAgent: globalThis.navigator?.userAgent,
      hostname: globalThis.location?.hostname,
      store: chooseStore(options.storage),
    };
  } catch (cause) {
    if (cause instanceof AuthError) throw cause;
    throw new AuthError('InvalidArgument', '`fetch` and `storage` must be readable.', { cause });
  }
}

/** The same host with a memory of its own, in which these writes are made. */
export function lonelyHost(host: Host, writes: Uint8Array): Host {
  const store = memory();
  apply(store, decode(writes) as Write[]);
  return { ...host, store };
}

/** The stored values of a list of keys. */
export function load(host: Host, keys: Uint8Array): Uint8Array {
  return encode((decode(keys) as string[]).map(host.store.get));
}

export const forget = (host: Host): void => host.store.forget();

/** `fetch` as it is now, to be called with no `this`. */
export function fetchOf(host: Host | undefined): typeof fetch {
  const found = host?.fetch ?? globalThis.fetch;
  if (typeof found === 'function') return found;
  throw new AuthError('NotAvailable', 'There is no fetch here: give the pool one as its option `fetch`.');
}
