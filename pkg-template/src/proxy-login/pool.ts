// What a pool behind an auth proxy knows that a login needs.
import type { Host } from '../client/host.js';
import { invalid } from '../client/input.js';
import { AuthError } from '../errors.js';
import { INSIDE } from '../inside.js';

/** What a caller passes: any pool of this package that has a `proxy`. */
export type Pool = import('../../types/pool.js').Pool;

/** A pool whose proxy can sign somebody in by managed login. */
export interface Login {
  readonly host: Host;
  /** The whole address of the proxy. */
  readonly proxy: string;
}

export function loginOf(pool: unknown): Login {
  let held: { host: Host } | undefined;
  if (typeof pool === 'object' && pool) held = (pool as Record<symbol, { host: Host }>)[INSIDE];
  if (!held) throw invalid('`pool` must be a Pool of this package.');
  const { host } = held;
  const { proxy, store } = host;
  if (proxy === undefined)
    throw new AuthError('NotAvailable', 'These functions need a pool with a `proxy`: this one is reached directly.');
  if (store.isNone)
    throw new AuthError(
      'NotAvailable',
      "Managed login needs a storage that is one person's, else anybody's answer would do: give the pool `storage`.",
    );
  return { host, proxy: proxy.startsWith('/') ? location.origin + proxy : proxy };
}
