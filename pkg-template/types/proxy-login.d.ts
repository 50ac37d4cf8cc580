/**
 * Managed login for apps behind an auth proxy: people sign in on the login pages, with Google, Apple, SAML or a password, and come back signed
 * in.
 *
 * The same functions as in the entry for pools that are reached directly. The proxy does the protocol: it holds the app client's secret, the
 * transaction and, in custody `cookie`, the tokens. A page keeps what the app gave as `state`, and nothing else. Nothing that a page
 * downloads from here names the provider.
 *
 * @packageDocumentation
 */
import type { Json, SignedIn } from './login.js';
import type { CallOptions } from './options.js';
import type { Pool as AnyPool } from './pool.js';
import type { Pool } from './proxy.js';
import type { ProxiedTokens } from './session.js';
import type { SignOutResult } from './user.js';

export type { Identity, Json, SignedIn } from './login.js';

/** What {@link authorize} takes. A name that is left out is not sent. */
export interface AuthorizeOptions extends CallOptions {
  /** Goes to this provider at once: `Google`, `Facebook`, `SignInWithApple`, or a provider's own name. */
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
  /** The authentication levels to reach, the favourite first. */
  acrValues?: readonly string[] | undefined;
  /** How long ago the person may have authenticated, in whole seconds. An answer that is older is refused with `InvalidIdToken`. */
  maxAge?: number | undefined;
  /** The API that the access token is for: it becomes its `aud`. */
  resource?: string | undefined;
  /** Where people come back to in the app: an address of an origin that the proxy allows. Default: this page, without its fragment. */
  redirectUri?: string | undefined;
  /** What the app wants back with the answer, also with a refusal: JSON of at most 2000 characters. It stays in this browser. */
  state?: Json | undefined;
}

/** What {@link signInWithRedirect} takes. */
export interface RedirectOptions extends AuthorizeOptions {
  /** Opens the address. Default: `location.assign`. */
  open?: ((url: string) => unknown) | undefined;
}

/**
 * Begins a sign-in and gives the address of the proxy that leads to the login pages. Whoever opens it comes back to `redirectUri`.
 *
 * @throws {AuthError} `InvalidArgument`, `NotAvailable` without a storage.
 *
 * @example
 * ```ts
 * import { Pool } from 'cognito-identity-wasm/proxy';
 * import { authorize } from 'cognito-identity-wasm/proxy/login';
 *
 * const pool = new Pool({ proxy: 'https://app.example.com/auth', custody: 'cookie' });
 * const { url } = await authorize(pool, { provider: 'Google', state: { path: '/orders' } });
 * ```
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749 | RFC 6749, section 4.1}
 */
export declare function authorize(pool: Pool, options?: AuthorizeOptions): Promise<{ readonly url: string }>;

/**
 * {@link authorize}, then leaves the page for the address.
 *
 * @throws {AuthError} As {@link authorize}; `NotAvailable` outside of a page without `open`.
 *
 * @example
 * ```ts
 * import type { Pool } from 'cognito-identity-wasm/proxy';
 * import { signInWithRedirect } from 'cognito-identity-wasm/proxy/login';
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
 * import type { Pool } from 'cognito-identity-wasm/proxy';
 * import { signInWithPopup } from 'cognito-identity-wasm/proxy/login';
 *
 * export const signIn = (pool: Pool) => signInWithPopup(pool, { provider: 'Google' });
 * ```
 */
export declare function signInWithPopup<T extends ProxiedTokens>(
  pool: AnyPool<T>,
  options?: AuthorizeOptions,
): Promise<SignedIn<T>>;

/**
 * Completes the sign-in whose answer came back in an address: asks the proxy who is signed in, or redeems the code for the tokens where the
 * app holds them.
 *
 * It gives `null` for an address that is not an answer of the proxy, and in a popup, where the page that opened it goes on; so it may be called
 * at each start of an app. The answer leaves the page's address (`history.replaceState`) before anything is sent. A second call with the same
 * address, as React's StrictMode makes it, gets the first one's promise.
 *
 * @throws {AuthError} What the proxy refused: `AccessDenied`, `LoginRequired`, `UnknownState` and others, with the app's `state`;
 * `NetworkError`, `Timeout`, `Aborted`.
 *
 * @example
 * ```ts
 * import type { Pool } from 'cognito-identity-wasm/proxy';
 * import { completeRedirect } from 'cognito-identity-wasm/proxy/login';
 *
 * export async function start(pool: Pool) {
 *   const done = await completeRedirect(pool, location.href);
 *   return done ? done.user : pool.currentUser();
 * }
 * ```
 */
export declare function completeRedirect<T extends ProxiedTokens>(
  pool: AnyPool<T>,
  address?: string | { readonly href: string },
  options?: CallOptions,
): Promise<SignedIn<T> | null>;

/**
 * Signs out, of the app and of the login pages: ends the session at the proxy, then opens an address of the proxy that leads over the login
 * pages and back to `logoutUri`.
 *
 * @throws {AuthError} `InvalidArgument`, `NetworkError`, `Timeout`, `Aborted`.
 *
 * @example
 * ```ts
 * import type { Pool } from 'cognito-identity-wasm/proxy';
 * import { signOutWithRedirect } from 'cognito-identity-wasm/proxy/login';
 *
 * export const signOut = (pool: Pool) => signOutWithRedirect(pool, { logoutUri: location.origin });
 * ```
 */
export declare function signOutWithRedirect(
  pool: Pool,
  options?: CallOptions & {
    /** Where people come back to: an address that the proxy allows. Default: the first of its `logoutUris`. */
    logoutUri?: string | undefined;
    /** Ends the person's sessions on all devices. */
    global?: boolean | undefined;
    open?: ((url: string) => unknown) | undefined;
  },
): Promise<SignOutResult & { readonly url: string }>;
