import type { WebRequest, WebRequestInit, WebResponse, WebUrl } from './platform.js';
import type { AccessToken, IdToken } from './tokens.js';

declare const tokens: unique symbol;

/** One to three tokens, as strings. */
export interface SessionTokens {
  accessToken?: string | undefined;
  idToken?: string | undefined;
  refreshToken?: string | undefined;
}

/**
 * The tokens that every sign-in gives, where the app holds them.
 *
 * {@link AppTokens} are such tokens. {@link CookieTokens} are not, so `Pool<CookieTokens>` does not pass for `Pool`.
 */
export interface FullTokens extends SessionTokens {
  accessToken: string;
  idToken: string;
  /** Only a mark for the compiler: no session has this member. */
  readonly custody?: 'token' | undefined;
}

/**
 * The tokens of a session behind an auth proxy: `custody` says who holds them, the app or the proxy in its cookies.
 *
 * What takes a `Pool<ProxiedTokens>` takes the pools of both custodies.
 */
export interface ProxiedTokens extends SessionTokens {
  accessToken: string;
  idToken: string;
  /** Only a mark for the compiler: no session has this member. */
  readonly custody: 'token' | 'cookie';
}

/** The tokens of a session that an auth proxy keeps in cookies: the app sees their claims. */
export interface CookieTokens extends ProxiedTokens {
  readonly custody: 'cookie';
}

/** The tokens of a session behind an auth proxy that hands them to the app. */
export interface AppTokens extends ProxiedTokens {
  readonly custody: 'token';
}

/** What a token shows of itself: nothing in cookie custody, the token with an app that holds it. */
export type JwtOf<T> = T extends { custody: 'cookie' }
  ? undefined
  : T extends { custody: 'token' }
    ? string
    : T extends { custody: string }
      ? string | undefined
      : string;

/**
 * The three tokens of a person who is signed in.
 *
 * It does not change: {@link User.session} gives a new one after a refresh. Tokens are decoded, not verified. A token
 * that was not given is `undefined`.
 *
 * @throws {AuthError} The constructor: `InvalidArgument` without any token, `MalformedToken` for what is no JSON Web Token.
 *
 * @example
 * ```ts
 * import { Session } from 'cognito-identity-wasm';
 *
 * export function emailOf(idToken: string): string | undefined {
 *   const session = new Session({ idToken });
 *   return session.isValid() ? session.idToken.claims.email : undefined;
 * }
 * ```
 *
 * @see {@link https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-with-identity-providers.html}
 */
export declare class Session<T extends SessionTokens = FullTokens> {
  /** A type-only marker, absent at run time: it keeps sessions of different custody apart. */
  readonly [tokens]?: T;
  /** Takes tokens that came from elsewhere; nothing is sent and nothing is stored. */
  constructor(tokens: T);
  /** Who the person is. */
  readonly idToken: T extends { idToken: string } ? IdToken<JwtOf<T>> : IdToken | undefined;
  /** What the person may do. */
  readonly accessToken: T extends { accessToken: string } ? AccessToken<JwtOf<T>> : AccessToken | undefined;
  /** What gets new tokens; opaque. */
  readonly refreshToken: T extends { custody: 'cookie' }
    ? undefined
    : T extends { refreshToken: string }
      ? string
      : string | undefined;
  /** The groups of the person, from the access token, else from the ID token; empty when there are none. */
  readonly groups: readonly string[];
  /**
   * The authentication level that the sign-in reached, such as `urn:cognito:loa:2`, as the tokens say it.
   *
   * @see {@link https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-step-up-authentication.html}
   */
  readonly acr?: string | undefined;
  /** How the person authenticated, such as `pwd`, `otp` and `mfa`, as the tokens say it; empty when they do not. */
  readonly amr: readonly string[];

  /**
   * Tells whether the tokens are still good, by the clock of the service as far as it is known.
   *
   * @throws {AuthError} `InvalidArgument`, `Closed`.
   */
  isValid(options?: {
    /** Counts a token that ends within so many seconds as ended. Default: 0. */
    leewaySeconds?: number | undefined;
  }): boolean;

  /**
   * `fetch` with `Authorization: Bearer` and the access token.
   *
   * The token goes only to origins in the pool's `audienceOrigins` (default: the page's own); any other URL rejects
   * before anything is sent. It does not refresh: {@link User.fetch} does. The caller's signal counts to the end of the
   * body.
   *
   * @throws {AuthError} `InvalidArgument` (also for another origin), `NotSignedIn` without an access token,
   * `NetworkError`, `Timeout`, `Aborted`, `Closed`.
   *
   * @example
   * ```ts
   * import type { Session } from 'cognito-identity-wasm';
   *
   * export async function orders(session: Session): Promise<string> {
   *   const reply = await session.fetch('/api/orders', { method: 'GET', timeoutMs: 5000 });
   *   return reply.text();
   * }
   * ```
   */
  fetch(input: SessionFetchInput, init?: SessionFetchInit): Promise<WebResponse>;

  /** Drops the tokens. Idempotent; every later call fails with `Closed`. */
  close(): void;

  /** What `JSON.stringify` shows: groups and expiry times, no token. */
  toJSON(): SessionJson;
}

/** Where {@link Session.fetch} sends a request: a URL, or a `Request`. */
export type SessionFetchInput = string | WebUrl | WebRequest;

/** `RequestInit` with a time limit. */
export type SessionFetchInit = { [Name in keyof WebRequestInit]: WebRequestInit[Name] | undefined } & {
  /** Milliseconds. Default: the pool's. */
  timeoutMs?: number | undefined;
};

/** A session without its secrets. */
export interface SessionJson {
  /** The user name in the tokens. */
  username?: string;
  groups: string[];
  /** When the access token ends, in milliseconds since the epoch. */
  expiresAt?: number;
}
