/**
 * Managed login: people sign in on the login pages of the user pool, with Google, Apple, SAML or a password, and come back signed in.
 *
 * Authorization code with PKCE (S256), a nonce that is always compared, and a transaction of its own for each sign-in. The functions take a
 * {@link Pool} that has the option `login`; its session is one like any other. Pages that do not import them pay nothing.
 *
 * Behind an auth proxy the proxy does this. On a server, use a storage that is one person's: without one, `NotAvailable`.
 *
 * @packageDocumentation
 */
import type { CallOptions, FetchLike } from './options.js';
import type { Pool } from './pool.js';
import type { FullTokens, Session, SessionTokens } from './session.js';
import type { SignOutResult, User } from './user.js';

export type { LoginOptions } from './options.js';

/** Anything that JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json | undefined };

/** What {@link authorize} takes. A name that is left out is not sent. */
export interface AuthorizeOptions extends CallOptions {
  /** Goes to this provider at once: `Google`, `Facebook`, `LoginWithAmazon`, `SignInWithApple`, `COGNITO`, or a provider's own name. */
  provider?: string | undefined;
  /** The same by an identifier of the provider, such as a mail domain. Not together with `provider`. */
  idpIdentifier?: string | undefined;
  /** Fills in the user name. */
  loginHint?: string | undefined;
  /** The language of the pages, such as `de` or `pt-BR`. */
  lang?: string | undefined;
  /**
   * `none` shows no page: whoever is not signed in there comes back with `LoginRequired`. `login` asks for the password again;
   * `select_account` and `consent` go to the provider.
   */
  prompt?: 'none' | 'login' | 'select_account' | 'consent' | (string & {}) | undefined;
  /** The page to begin with. Default: `login`. */
  screen?: 'login' | 'signUp' | 'forgotPassword' | undefined;
  /** The authentication levels to reach, the favourite first; {@link Session.acr} says which one it was. */
  acrValues?: readonly string[] | undefined;
  /** How long ago the person may have authenticated, in whole seconds. An answer that is older is refused with `InvalidIdToken`. */
  maxAge?: number | undefined;
  /** The API that the access token is for: it becomes its `aud`. */
  resource?: string | undefined;
  /** What to ask for; `openid` must be among them. Default: the pool's `login.scopes`, else all that the app client allows. */
  scopes?: readonly string[] | undefined;
  /** Where the answer goes. Default: the pool's `login.redirectUri`. */
  redirectUri?: string | undefined;
  /** What the app wants back with the answer, also with a refusal: JSON of at most 2000 characters. It stays in this browser. */
  state?: Json | undefined;
  /** Further query parameters, under none of OAuth's names that this package sends. */
  parameters?: Readonly<Record<string, string>> | undefined;
}

/** What {@link signInWithRedirect} takes. */
export interface RedirectOptions extends AuthorizeOptions {
  /** Opens the address, as apps do that are no pages: Capacitor, Electron, extensions. Default: `location.assign`. */
  open?: ((url: string) => unknown) | undefined;
}

/** An account of a provider that belongs to the person, as the claim `identities` has it. */
export interface Identity {
  readonly userId: string;
  /** The provider's name in the pool, such as `Google`. */
  readonly providerName: string;
  readonly providerType?: string;
  readonly issuer?: string | null;
  readonly primary?: boolean | string;
  readonly dateCreated?: number | string;
  readonly [member: string]: unknown;
}

/** A person who has just signed in. */
export interface SignedIn<T extends SessionTokens = FullTokens> {
  readonly status: 'signedIn';
  /** The same as `pool.currentUser()`; `identities` are the providers' accounts, none for a user of the pool alone. */
  readonly user: User<T> & { readonly identities: readonly Identity[] };
  readonly session: Session<T>;
  /** What the app gave on the way out. */
  readonly state?: Json;
}

/**
 * Begins a sign-in and gives the address of the login pages. Whoever opens it comes back to `redirectUri`.
 *
 * The transaction is kept in the pool's storage for ten minutes, with the verifier and the nonce. Several may be under way.
 *
 * @throws {AuthError} `InvalidArgument`, `NotAvailable` without a storage or a secure context.
 *
 * @example
 * ```ts
 * import { Pool } from 'cognito-identity-wasm';
 * import { authorize } from 'cognito-identity-wasm/login';
 *
 * const pool = new Pool({
 *   userPoolId: 'eu-central-1_AbCdEf123',
 *   clientId: '1h57kf5cpq17m0eml12EXAMPLE',
 *   login: { domain: 'https://auth.example.com', redirectUri: 'https://app.example.com/callback' },
 * });
 * const { url } = await authorize(pool, { provider: 'Google', state: { path: '/orders' } });
 * ```
 *
 * @see {@link https://docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html}
 */
export declare function authorize(pool: Pool, options?: AuthorizeOptions): Promise<{ readonly url: string }>;

/**
 * {@link authorize}, then leaves the page for the address.
 *
 * @throws {AuthError} As {@link authorize}; `NotAvailable` outside of a page without `open`.
 *
 * @example
 * ```ts
 * import type { Pool } from 'cognito-identity-wasm';
 * import { signInWithRedirect } from 'cognito-identity-wasm/login';
 *
 * export const signIn = (pool: Pool) => signInWithRedirect(pool, { state: { path: '/orders' } });
 * ```
 */
export declare function signInWithRedirect(pool: Pool, options?: RedirectOptions): Promise<{ readonly url: string }>;

/**
 * Signs in in a window of its own, while the page stays as it is. Call it in the handler of a click, before any `await`.
 *
 * The page at `redirectUri` must be of this origin and call {@link completeRedirect}: it hands the answer over and closes the window.
 * `timeoutMs` is ten minutes by default.
 *
 * @throws {AuthError} `PopupBlocked`, `PopupClosed`, and what {@link authorize} and {@link completeRedirect} reject with.
 *
 * @example
 * ```ts
 * import { isAuthError, type Pool } from 'cognito-identity-wasm';
 * import { signInWithPopup, signInWithRedirect } from 'cognito-identity-wasm/login';
 *
 * export async function signIn(pool: Pool) {
 *   try {
 *     return await signInWithPopup(pool, { provider: 'Google' });
 *   } catch (error) {
 *     if (isAuthError(error) && error.code === 'PopupBlocked') await signInWithRedirect(pool, { provider: 'Google' });
 *     return undefined;
 *   }
 * }
 * ```
 */
export declare function signInWithPopup(pool: Pool, options?: AuthorizeOptions): Promise<SignedIn>;

/**
 * Completes the sign-in whose answer came back in an address: redeems the code, checks the tokens, and stores the session.
 *
 * It gives `null` for an address that is not an answer to us, and in a popup, where the page that opened it goes on; so it may be called at
 * each start of an app. Code and state leave the page's address (`history.replaceState`) before anything is sent. A second call with the
 * same address gets the first one's promise. A code is sent once: after a failure, begin again.
 *
 * @param address - Default: the page's own.
 *
 * @throws {AuthError} A refusal of the service has OAuth's code in our spelling, such as `AccessDenied`, `LoginRequired` or `InvalidGrant`,
 * its words in `reason` and the app's `state`. Of ours are `UnknownState`, `LoginExpired`, `IssuerMismatch`, `NonceMismatch` and
 * `InvalidIdToken`.
 *
 * @example
 * ```ts
 * import type { Pool } from 'cognito-identity-wasm';
 * import { completeRedirect } from 'cognito-identity-wasm/login';
 *
 * export async function start(pool: Pool) {
 *   const done = await completeRedirect(pool, location.href);
 *   return done?.user ?? pool.currentUser();
 * }
 * ```
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc9700}
 */
export declare function completeRedirect(
  pool: Pool,
  address?: string | { readonly href: string },
  options?: CallOptions,
): Promise<SignedIn | null>;

/** What {@link signOutWithRedirect} takes. */
export interface SignOutRedirectOptions extends CallOptions {
  /** Where the person comes back to. Default: the pool's `login.logoutUri`. */
  logoutUri?: string | undefined;
  /** Ends every session of the person. Default: false. */
  global?: boolean | undefined;
  /** Opens the address. Default: `location.assign` in a page, else nothing: open it yourself. */
  open?: ((url: string) => unknown) | undefined;
}

/**
 * Revokes the session, clears it, and leaves over the login domain's own sign-out, which ends its cookie: else the next person would be
 * signed in as this one.
 *
 * Sessions at Google and other social providers stay.
 *
 * @throws {AuthError} `InvalidArgument` without `logoutUri`.
 *
 * @example
 * ```ts
 * import type { Pool } from 'cognito-identity-wasm';
 * import { signOutWithRedirect } from 'cognito-identity-wasm/login';
 *
 * export const signOut = (pool: Pool) => signOutWithRedirect(pool, { logoutUri: 'https://app.example.com/' });
 * ```
 *
 * @see {@link https://docs.aws.amazon.com/cognito/latest/developerguide/logout-endpoint.html}
 */
export declare function signOutWithRedirect(
  pool: Pool,
  options?: SignOutRedirectOptions,
): Promise<SignOutResult & { readonly url: string }>;

/** What {@link clientCredentials} takes: the domain of the pool, or its id where it has none. */
export type ClientCredentialsOptions = {
  clientId: string;
  clientSecret: string;
  /** Scopes of resource servers. Default: all that the app client allows. */
  scopes?: readonly string[] | undefined;
  /** Goes to the pool's Lambda functions. */
  clientMetadata?: Readonly<Record<string, string>> | undefined;
  /** What sends requests. Default: the global `fetch`. */
  fetch?: FetchLike | undefined;
  /** The longest time for a request, in milliseconds. Default: 30000. */
  timeoutMs?: number | undefined;
} & (
  | { domain: string; userPoolId?: undefined; endpoint?: undefined }
  | { userPoolId: string; endpoint?: string | undefined; domain?: undefined }
);

/** A program's own tokens. */
export interface ClientCredentials {
  /** An access token: the one at hand until a minute before its end; callers at the same time share one request. */
  token(): Promise<string>;
}

/**
 * Access tokens for a program, by the app client's id and secret: for servers alone.
 *
 * With `domain` by the grant `client_credentials`; with `userPoolId` by GetClientToken, which needs no domain.
 *
 * @throws {AuthError} At once `InvalidArgument`; `token()` rejects with OAuth's codes, such as `InvalidClient`, or AWS's.
 *
 * @example
 * ```ts
 * import { clientCredentials } from 'cognito-identity-wasm/login';
 *
 * const api = clientCredentials({
 *   domain: 'https://auth.example.com',
 *   clientId: '1h57kf5cpq17m0eml12EXAMPLE',
 *   clientSecret: 'from the configuration',
 *   scopes: ['orders/read'],
 * });
 * const headers = { Authorization: `Bearer ${await api.token()}` };
 * ```
 *
 * @see {@link https://docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html}
 */
export declare function clientCredentials(options: ClientCredentialsOptions): ClientCredentials;
