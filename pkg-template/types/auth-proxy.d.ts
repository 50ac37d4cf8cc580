// The auth proxy.

import type { DenyList } from './deny-list.js';
import type { WebFetch, WebHeaders, WebRequest, WebRequestInit, WebResponse, WebUrl } from './platform.js';
import type { AuthProxyConfig } from './proxy-config.js';
import type { ProxyRequest, ProxyRequireUserOptions, RequireUser, SignedInUser } from './require-user.js';
import type { AccessTokenClaims, IdTokenClaims } from './tokens.js';

/**
 * What a server knows of whoever is signed in. Claims are of a session that this proxy keeps and verified: decide by them.
 */
export interface ProxySession {
  /** Of the access token. */
  readonly claims: AccessTokenClaims;
  /** Of the ID token; `null` in custody `token`, and where a sign-in brought none. */
  readonly idClaims: IdTokenClaims | null;
  /** When the access token ends, in milliseconds since the epoch. It may have ended: the session goes on, and a refresh renews it. */
  readonly expiresAt: number;
  /**
   * `getSetCookie()`: for the answer, after a refresh; empty otherwise. `get('Cookie')`: the request's cookies as they are after
   * that, for what is rendered downstream.
   */
  readonly headers: WebHeaders;
}

/** What {@link AuthProxy.check} found of one thing that the configuration needs. */
export interface ProxyCheck {
  readonly ok: boolean;
  /** Such as `deny list`, or `key set` and its address. */
  readonly what: string;
  /** Why it is not. No secret. */
  readonly detail?: string;
}

/** Who did what: for sign-ins, sign-outs, password changes and administrators' acts. No token, no password, no name. */
export interface AuditEntry {
  /**
   * `signIn`, `signInRefused`, `refresh`, `refreshRefused`, `signOut`, `signOutEverywhere`, `passwordChange`, `deleteUser`,
   * `adminRefused`, `denyToken`, or the operation of an administrator, such as `AdminDisableUser`.
   */
  what: string;
  /** Who did it; `null` where a sign-in was refused. */
  sub: string | null;
  requestId: string;
  /** The client's address, where the server knows it. */
  address: string | null;
  /** Whom an administrator acted on: a user name or a group. */
  target?: string;
}

/** One line of the log: no secret, no name of a person except whom an administrator acts on, no value that was sent. */
export interface LogRecord {
  /** ISO 8601. */
  time: string;
  requestId: string;
  method: string;
  status: number;
  durationMs: number;
  /** The route by its template, like `/devices/{deviceKey}`. */
  route?: string;
  /** The code of an error. */
  code?: string;
  /** The service's own name of the error. */
  serviceCode?: string;
  /** The client's address. */
  ip?: string;
  /** A sign-out could not be kept in the deny list. */
  denyList?: 'failed';
  /** The store of sessions could not be asked. */
  store?: 'failed';
  /** Who did what. */
  audit?: AuditEntry;
}

/** What is no plain data. */
export interface AuthProxyOptions {
  /** Takes the place of the platform's, for calls to the user pool, its keys, and upstreams. */
  fetch?: WebFetch | undefined;
  /** Called once for each request. */
  log?: ((record: LogRecord) => void) | undefined;
  /** A store of your own. */
  denyList?: DenyList | undefined;
  /** Counts for Prometheus. Needs `prom-client`. */
  metrics?: boolean | undefined;
}

/**
 * Answers apps, and keeps the user pool behind it to itself.
 *
 * It keeps no session in memory: any number of instances with one configuration serve the same people. TLS is the business
 * of what stands in front of it.
 */
export class AuthProxy {
  /** @throws AuthError `InvalidArgument`, which names the member that is wrong; `EngineUnavailable`. */
  constructor(config: AuthProxyConfig, options?: AuthProxyOptions);

  /**
   * Answers a request; bound, so that it can be handed on. It never rejects while the proxy is open.
   *
   * `remoteAddress` is the address of whoever holds the connection, where the platform tells it: without it there is no
   * client address to limit by or to tell the user pool.
   */
  readonly fetch: (
    input: WebRequest | WebUrl | string,
    init?: WebRequestInit & { remoteAddress?: string | undefined; target?: string | undefined },
  ) => Promise<WebResponse>;

  /**
   * Who is signed in, for a server that renders; `null` when nobody is.
   *
   * It opens the cookies (or, in custody `token`, verifies the bearer), and asks the deny list. Without `refresh` no cookie
   * changes, and a session whose access token has ended is still returned: whoever may set cookies refreshes it. With `refresh`, a token
   * that has ended or is about to is renewed, once for all requests that ask at the same time: the answer must then carry the cookies.
   * `request` is a `Request`, Node's, or an object with `headers`; where several pools answer at its host, `clientId` says which one is
   * meant. Cross-site requests are not refused: nothing is done here.
   *
   * @throws AuthError `ServiceUnavailable` when the user pool or a store cannot be reached: nobody is signed out by that;
   *   `InvalidArgument` for a request without readable headers, host or path.
   *
   * @example In a middleware
   * ```ts
   * import type { AuthProxy } from 'cognito-identity-wasm/server';
   *
   * export async function page(proxy: AuthProxy, request: Request, render: (name: string) => string): Promise<Response> {
   *   const session = await proxy.session(request, { refresh: true });
   *   if (!session) return Response.redirect(new URL('/sign-in', request.url), 303);
   *   const headers = new Headers({ 'Content-Type': 'text/html' });
   *   for (const cookie of session.headers.getSetCookie()) headers.append('Set-Cookie', cookie);
   *   return new Response(render(session.claims.username), { headers });
   * }
   * ```
   */
  session(
    request: ProxyRequest,
    options?: { refresh?: boolean | undefined; clientId?: string | undefined },
  ): Promise<ProxySession | null>;

  /**
   * Calls an API with the person's access token. The address must be absolute: https, or http on this machine.
   *
   * With sessions in Redis an ended token is refreshed first. With sealed cookies, `session(request, { refresh: true })` must come
   * before, with the same `request` object.
   *
   * @throws AuthError `NotSignedIn`; `ServiceUnavailable`; `InvalidArgument` for another address; and what the platform's `fetch` throws.
   */
  fetchAs(
    request: ProxyRequest,
    input: WebUrl | string,
    init?: WebRequestInit & { clientId?: string | undefined },
  ): Promise<WebResponse>;

  /**
   * A middleware that lets signed-in people through, refreshes their session when needed, and puts `user` on the request. In
   * custody `cookie`, a request that changes something must come from this origin or from one of `origins`.
   *
   * @throws AuthError `InvalidArgument`, which names the option that is wrong.
   */
  requireUser(options?: ProxyRequireUserOptions): RequireUser<SignedInUser>;

  /** The store of denied tokens; a {@link TokenVerifier} may share it. */
  readonly denyList: DenyList;

  /**
   * Loads the optional packages and connects to the stores, so that what is missing shows at the start.
   *
   * @throws AuthError `NotAvailable`, with the package to install.
   */
  ready(): Promise<void>;

  /**
   * Asks everything that the configuration names, once: the pools' key sets, the stores, the optional packages.
   *
   * @example
   * ```ts
   * import { AuthProxy, type AuthProxyConfig } from 'cognito-identity-wasm/server';
   *
   * export async function fits(config: AuthProxyConfig): Promise<boolean> {
   *   const found = await new AuthProxy(config).check();
   *   return found.every(({ ok }) => ok);
   * }
   * ```
   */
  check(): Promise<ProxyCheck[]>;

  /**
   * Denies a leaked token until it expires; with `family`, all tokens that come of the same sign-in.
   *
   * @throws what the store throws.
   */
  deny(token: string, options?: { family?: boolean | undefined }): Promise<void>;

  /** The metrics as Prometheus reads them. @throws AuthError `NotAvailable` without the option `metrics`. */
  metrics(): Promise<string>;

  /** Ends the connections to stores; `fetch` rejects with `Closed` from then on. */
  close(): Promise<void>;
}

/**
 * Makes a listener for `node:http`, which Express and Fastify take, too.
 *
 * Mount it before body parsers. The address of the connection is told to the proxy.
 *
 * @example
 * ```ts
 * import { AuthProxy, toNodeHandler } from 'cognito-identity-wasm/server';
 *
 * const proxy = new AuthProxy({ pools: [{ userPoolId: 'eu-central-1_AbCdEf123', clientId: 'abc' }] });
 * export const listener = toNodeHandler(proxy);
 * ```
 */
export function toNodeHandler(proxy: Pick<AuthProxy, 'fetch'>): (request: object, response: object) => void;
