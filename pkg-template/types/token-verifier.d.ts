// The verifier of tokens.

import type { DenyList } from './deny-list.js';
import type { WebFetch } from './platform.js';
import type { RequireUser, RequireUserOptions, VerifiedUser } from './require-user.js';
import type { AccessTokenClaims, IdTokenClaims } from './tokens.js';

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

/**
 * What a token must be. Lists need at least one entry, and texts are not empty.
 */
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
  /**
   * A middleware that lets requests through whose header `Authorization` has a good token, and puts `user` on the request.
   *
   * @throws AuthError `InvalidArgument`, which names the option that is wrong.
   *
   * @example
   * ```ts
   * import { TokenVerifier } from 'cognito-identity-wasm/server';
   *
   * const verifier = new TokenVerifier({ userPoolId: 'eu-central-1_AbCdEf123', clientId: 'abc', tokenUse: 'access' });
   * const admins = verifier.requireUser({ groups: ['admins'] });
   *
   * // Express: app.use('/admin', admins). Fastify: addHook('preHandler', admins.fastify). Hono: app.use('/admin/*', admins.hono).
   * export const handler = admins.fetch((request) => Response.json({ sub: request.user.claims.sub }));
   * // node:http: createServer(listener).
   * export const listener = (request: { headers: object }, response: { end(text: string): void }): Promise<void> =>
   *   admins(request, response, () => response.end('for administrators'));
   * ```
   */
  requireUser(options?: RequireUserOptions): RequireUser<VerifiedUser<VerifiedClaims<Use>>>;
}
