// What a pool knows that a login needs.

import { serviceOf } from '../client/cognito.js';
import type { Host } from '../client/host.js';
import { input, invalid } from '../client/input.js';
import type { Json } from '../client/json.js';
import { AuthError } from '../errors.js';
import { INSIDE } from '../inside.js';
import { bare, domainOf, redirectOf } from './address.js';
import type { Target } from './run.js';

/** What a caller passes: any pool of this package. */
export type Pool = import('../../types/pool.js').Pool;

/** A pool that can sign somebody in by managed login. */
export interface Login {
  readonly host: Host;
  /** What Rust knows of the pool. */
  readonly pool: Json;
  readonly domain: string;
  readonly redirectUri: string;
  readonly logoutUri: string | undefined;
  readonly scopes: readonly string[] | undefined;
  /** The token endpoint. */
  readonly target: Target;
}

/** The header of a token endpoint, with the secret of an app client that has one. */
export const headersOf = (clientId: unknown, clientSecret: unknown): Record<string, string> => ({
  'Content-Type': 'application/x-www-form-urlencoded',
  ...((clientSecret as string) && { Authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` }),
});

const urlOf = (host: Pick<Host, 'transport'>): string => host.transport.request('', {}).url;

export function loginOf(pool: unknown): Login {
  let held: { host: Host } | undefined;
  if (typeof pool === 'object' && pool) held = (pool as Record<symbol, { host: Host }>)[INSIDE];
  if (!held) throw invalid('`pool` must be a Pool of this package.');
  const { host } = held;
  const { fetch, ids, login, proxy, settings, store } = host;
  if (proxy !== undefined) throw new AuthError('NotAvailable', 'This pool has a `proxy`: import from ./proxy/login.');
  if (store.isNone)
    throw new AuthError('NotAvailable', "Managed login needs one person's storage: give the pool `storage`.");
  if (!login) throw invalid('The pool must have the option `login`: { domain, redirectUri }.');
  const { clientId, userPoolId } = ids as Record<string, string>;
  const { logoutUri, scopes, ...given } = input('login', login) as Partial<Login>;
  const domain = domainOf(given.domain as string);
  const redirectUri = redirectOf(given.redirectUri as string);
  // AWS has two forms, and a stand-in names itself.
  const aws = urlOf(serviceOf({ clientId, userPoolId } as Record<string, string>)) + userPoolId;
  const issuers = [
    aws,
    aws.replace('cognito-idp', 'issuer-cognito-idp'),
    `${urlOf(host).replace(/\/$/, '')}/${userPoolId}`,
  ];
  return {
    host,
    pool: { userPoolId, clientId, issuers, domain, at: bare(redirectUri) },
    domain,
    redirectUri,
    logoutUri,
    scopes,
    target: { url: `${domain}/oauth2/token`, headers: headersOf(clientId, (settings as Json)['clientSecret']), fetch },
  };
}
