/**
 * For servers: the auth proxy, which stands between apps and a user pool, and the verifier of tokens.
 *
 * @example
 * ```ts
 * import { AuthProxy } from 'cognito-identity-wasm/server';
 *
 * const proxy = new AuthProxy({
 *   pools: [{ userPoolId: 'eu-central-1_AbCdEf123', clientId: 'abc', clientSecrets: ['the app client’s secret'] }],
 *   custody: 'cookie',
 *   keys: [{ id: '2026-11', secret: 'base64url of 32 random bytes' }],
 *   origins: ['https://app.example.com'],
 * });
 * export default { fetch: (request: Request) => proxy.fetch(request) };
 * ```
 * @module
 */

import type { WebFetch, WebRequest, WebRequestInit, WebResponse, WebUrl } from './platform.js';
import type { AccessTokenClaims, IdTokenClaims } from './tokens.js';

export type { AuthErrorCode, AuthErrorDetails, AuthErrorJson, AuthErrorKind } from './errors.js';
export { AuthError, isAuthError } from './errors.js';
export type { AccessTokenClaims, CommonClaims, IdTokenClaims } from './tokens.js';

/** One user pool, with the app client that the proxy is. */
export interface ProxyPool {
  userPoolId: string;
  clientId: string;
  /** The app client's secret; during a rotation two, the one in use first. */
  clientSecrets?: string[] | undefined;
  /** In place of AWS's own, with a slash at its end: for the local Cognito, FIPS and private endpoints. */
  endpoint?: string | undefined;
  /** A further issuer that tokens may name. */
  issuer?: string | undefined;
  /** Only requests to this host. */
  host?: string | undefined;
  /** Only requests below this path, like `/auth`. */
  path?: string | undefined;
  /** `auth` by default; another one for each pool that shares a host. */
  cookieName?: string | undefined;
}

/** So many attempts in so many seconds. */
export interface Rate {
  points: number;
  seconds: number;
}

/** Limits of attempts; what is left out is not limited. */
export interface RateLimitOptions {
  /** By client address. */
  ip?: Rate | undefined;
  /** By user name and client address. A sign-in that succeeds starts it anew. */
  username?: Rate | undefined;
  /**
   * By user name, from everywhere; clients that signed that user in within 30 days are exempt. Default: ten times the points
   * of `username`.
   */
  usernameTotal?: Rate | undefined;
  /** How many bits of an IPv6 address are one client. Default: 64. */
  ipv6Prefix?: number | undefined;
  /** Where several instances count together. */
  redis?: string | undefined;
  /** What happens when that cannot be asked. Default: `open`. */
  onFailure?: 'closed' | 'open' | undefined;
}

/** What one request may take, and all of them together. */
export interface ProxyLimits {
  /** The longest body of a request to the proxy itself, in bytes. Default: 65536. */
  bodyBytes?: number | undefined;
  /** The longest head of a request, in bytes. Default: 32768. */
  headerBytes?: number | undefined;
  /** How long a body may take to arrive, in milliseconds. Default: 10000. */
  bodyMs?: number | undefined;
  /** How long the user pool, and the head of an upstream's answer, may take, in milliseconds. Default: 10000. */
  timeoutMs?: number | undefined;
  /** The longest pause in the body of an upstream's answer, in milliseconds. Default: 60000. */
  idleMs?: number | undefined;
  /** Requests under way, streams included. Default: 1000. */
  concurrency?: number | undefined;
  /** Requests under way of one client address. Default: 100. */
  perClient?: number | undefined;
}

/** What an auth proxy is made of; `cognito-identity-wasm/proxy-config.schema.json` says the same to editors. */
export interface AuthProxyConfig {
  /** The first whose host and path fit answers. */
  pools: ProxyPool[];
  /** Where the tokens are between two requests: with the app (`token`, the default), or sealed in cookies that no JavaScript reads. */
  custody?: 'token' | 'cookie' | undefined;
  /** Keys that seal cookies: the first seals, all open. `secret` is base64url of 32 random bytes. */
  keys?: { id: string; secret: string }[] | undefined;
  /** In seconds: 86,400 and 30 days by default. `sameSite` is `lax` by default. */
  cookies?:
    | {
        idleSeconds?: number | undefined;
        absoluteSeconds?: number | undefined;
        sameSite?: 'strict' | 'lax' | 'none' | undefined;
      }
    | undefined;
  /** Origins of pages that may use this proxy, besides its own. */
  origins?: string[] | undefined;
  /** Addresses or networks whose `X-Forwarded-For` is believed. */
  trustedHops?: string[] | undefined;
  /** The allow list, by AWS's names of operations; all of them when absent. */
  operations?: string[] | undefined;
  /** Whether sign-in takes a password in place of a proof: no by default. */
  passwordSignIn?: boolean | undefined;
  /** Whether a password change ends the person's other sessions. Default: false. */
  endOthersOnPasswordChange?: boolean | undefined;
  /** How long the app client's refresh tokens are valid. Default: 30 days, as in Amazon Cognito. */
  refreshTokenSeconds?: number | undefined;
  /** What one request may take, and all of them together. */
  limits?: ProxyLimits | undefined;
  /** Attempts at what can be guessed: names, passwords, codes. Needs `rate-limiter-flexible`. */
  rateLimits?: RateLimitOptions | undefined;
  /** Leaked and revoked tokens; closed by default when the store cannot be asked. */
  denyList?: { redis?: string | undefined; onFailure?: 'closed' | 'open' | undefined } | undefined;
  /** The app's own APIs: a path prefix, and the origin that requests below it go to, with the access token. */
  upstreams?: Record<string, string> | undefined;
  /** The admin surface; off when absent. Needs `@aws-sdk/client-cognito-identity-provider` and AWS credentials. */
  admin?: { group: string } | undefined;
}

/** What a deny list is told of a token, beside its keys. */
export interface TokenHolder {
  /** Times of the token by names that may be denied up to a time, in seconds since 1970. */
  readonly issued?: Readonly<Record<string, number>> | undefined;
  /** The sign-in that the token comes from. */
  readonly family?: string | null | undefined;
}

/** A denial of everything of a name up to a time. */
export interface DenialBefore {
  /** What has this time or an earlier one is denied; in seconds since 1970. */
  readonly notBefore: number;
  /** How long the denial is kept, in seconds since 1970. */
  readonly until: number;
  /** The sign-in whose tokens stay good. */
  readonly except?: string;
}

/** Where denied tokens are kept. Keys and names are digests and ids, no secrets. */
export interface DenyList {
  /**
   * Whether any of the keys is denied, or any of the names in `holder.issued` up to the time there.
   * A rejection is an outage, which `denyList.onFailure` decides about.
   */
  has(keys: readonly string[], holder?: TokenHolder): Promise<boolean>;
  /** Keeps these keys until then, in seconds since 1970. */
  add(keys: readonly string[], until: number): Promise<void>;
  /** Keeps a denial for a name: a later one takes the place of an earlier one. */
  addBefore(name: string, mark: DenialBefore): Promise<void>;
  /** Whether it can be asked. */
  ready?(): Promise<boolean>;
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

/** Denied tokens in the memory of this process. */
export class MemoryDenyList implements DenyList {
  has(keys: readonly string[], holder?: TokenHolder): Promise<boolean>;
  add(keys: readonly string[], until: number): Promise<void>;
  addBefore(name: string, mark: DenialBefore): Promise<void>;
  ready(): Promise<boolean>;
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

/** What a token is for: `access` says what the person may do, `id` who the person is. */
export type TokenUse = 'access' | 'id';

/** The claims that {@link TokenVerifier.verify} returns, by the option `tokenUse`; with `null` `token_use` tells the two apart. */
export type VerifiedClaims<Use extends TokenUse | null = null> = Use extends 'access'
  ? AccessTokenClaims
  : Use extends 'id'
    ? IdTokenClaims
    : AccessTokenClaims | IdTokenClaims;

/** A key set as a value: what `/.well-known/jwks.json` of the user pool returns. */
export interface JsonWebKeySet {
  readonly keys: readonly object[];
}

/** What a token must be. Lists need at least one entry, and texts are not empty. */
export interface TokenVerifierOptions<Use extends TokenUse | null = TokenUse | null> {
  userPoolId: string;
  /** The app client, or several. `null` accepts every app client of the user pool. */
  clientId: string | readonly string[] | null;
  /** Whether access or ID tokens are accepted. `null` accepts both. */
  tokenUse: Use;
  /** Groups, one of which the user must be in. */
  groups?: string | readonly string[] | undefined;
  /** Scopes, one of which the token must have. */
  scopes?: string | readonly string[] | undefined;
  /** Authentication levels, one of which the claim `acr` must be. Compared as texts: name every level that is sufficient. */
  acr?: string | readonly string[] | undefined;
  /** How long ago the user may have signed in (`auth_time`), in seconds. A refresh does not count as a sign-in. */
  maxAgeSeconds?: number | undefined;
  /** How far clocks may differ, in seconds: 0 by default. */
  leewaySeconds?: number | undefined;
  /** A further issuer, besides AWS's two forms. */
  issuer?: string | undefined;
  /** The keys, instead of an address: nothing is downloaded, and a key that the user pool adds later is not accepted. */
  jwks?: JsonWebKeySet | undefined;
  /** The address of the keys, when they are not at AWS. */
  jwksUri?: string | undefined;
  /** Tokens in it are refused. */
  denyList?: DenyList | undefined;
  /**
   * A check of your own, after all others. What it throws, or rejects with, refuses the token: it becomes the error's
   * `cause`. Returning `false` refuses the token, too.
   */
  check?: ((claims: VerifiedClaims<Use>) => void | Promise<void>) | undefined;
  /** Replaces the platform's `fetch`. */
  fetch?: WebFetch | undefined;
}

/**
 * Verifies tokens of one or several user pools: RS256 signature, issuer, expiry, use, app client, groups, scopes.
 *
 * The keys are downloaded for the first token, and again in the background every six hours. A token whose key is there never
 * waits for a download. A key that is not there is looked for at most once in 10 seconds. RSA keys below 2048 bits and key
 * sets above 1 MiB are ignored.
 *
 * Not protected: a revoked token is accepted until it expires, unless `denyList` has it.
 *
 * @example
 * ```ts
 * import { TokenVerifier } from 'cognito-identity-wasm/server';
 *
 * const verifier = new TokenVerifier({ userPoolId: 'eu-central-1_AbCdEf123', clientId: 'abc', tokenUse: 'access' });
 *
 * export async function subjectOf(request: Request): Promise<string> {
 *   const { sub } = await verifier.verify(request.headers.get('authorization'));
 *   return sub;
 * }
 * ```
 *
 * @example Several user pools, told apart by the issuer, and keys from a file
 * ```ts
 * import { TokenVerifier } from 'cognito-identity-wasm/server';
 *
 * declare const file: string; // readFileSync('jwks.json', 'utf8')
 *
 * const verifier = new TokenVerifier([
 *   { userPoolId: 'eu-central-1_AbCdEf123', clientId: 'abc', tokenUse: 'access' },
 *   {
 *     userPoolId: 'us-east-1_GhIjKl456',
 *     clientId: null,
 *     tokenUse: 'access',
 *     jwks: JSON.parse(file),
 *     check(claims) {
 *       if (!claims['custom:tenant']) throw new Error('The token has no tenant.');
 *     },
 *   },
 * ]);
 * await verifier.hydrate();
 * export const subjectOf = (jwt: string): string => verifier.verifySync(jwt).sub;
 * ```
 */
export class TokenVerifier<Use extends TokenUse | null = TokenUse | null> {
  /**
   * Takes the options of one user pool, or a list with those of each.
   *
   * @throws AuthError `InvalidArgument`, which names the option that is wrong.
   */
  constructor(options: TokenVerifierOptions<Use> | readonly TokenVerifierOptions<Use>[]);
  /** Downloads the keys now, so that the first token need not wait. @throws AuthError `NetworkError`. */
  hydrate(): Promise<void>;
  /**
   * Returns the claims of a good token. Takes the JWT, or the value of the header `Authorization` with the scheme `Bearer`;
   * where there is no header, the missing value is refused like any other.
   *
   * @throws AuthError `TokenRefused`, whose message says why and never repeats the token; `NetworkError` when the keys cannot be downloaded.
   */
  verify(credential: string | null | undefined): Promise<VerifiedClaims<Use>>;
  /**
   * The same without a promise, in Node, once the keys are there: after `hydrate()`, or with `jwks`. It waits for nothing: a
   * token with a new key is refused until the key was downloaded in the background.
   *
   * @throws AuthError `TokenRefused` as above; `NotAvailable` outside of Node, while there are no keys, and with `denyList`
   *   or an asynchronous `check`.
   */
  verifySync(credential: string | null | undefined): VerifiedClaims<Use>;
}
