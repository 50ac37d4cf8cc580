// Middleware that lets requests through for whom they are.

import type { WebRequest, WebResponse } from './platform.js';
import type { AccessTokenClaims, IdTokenClaims } from './tokens.js';

/** What is read of a request: a `Request`, Node's `IncomingMessage`, or an object with its headers. */
export type ProxyRequest =
  | WebRequest
  | {
      readonly headers: object;
      readonly url?: string | undefined;
      readonly method?: string | undefined;
    };

/**
 * Who may pass. Without options, everybody who is signed in. A member that is there and `undefined` is refused, so that a variable that is
 * not set opens no door.
 */
export interface RequireUserOptions {
  /** Groups, one of which the user must be in. */
  groups?: string | readonly string[];
  /** Scopes, one of which the access token must have. */
  scopes?: string | readonly string[];
}

/** The same for sessions of the proxy. */
export interface ProxyRequireUserOptions extends RequireUserOptions {
  /** The app client whose session counts: needed where several pools answer at one host. */
  clientId?: string;
}

/** Whoever a token is of. */
export interface VerifiedUser<Claims> {
  readonly claims: Claims;
  readonly idClaims: null;
}

/** Whoever the proxy has a session of. */
export interface SignedInUser {
  /** Of the access token. */
  readonly claims: AccessTokenClaims;
  /** Of the ID token; `null` in custody `token`. */
  readonly idClaims: IdTokenClaims | null;
}

/**
 * A middleware, made by `requireUser` of `AuthProxy` or `TokenVerifier`.
 *
 * It refuses with the error as JSON: 400 for a request that cannot be read, 401 when nobody is signed in, 403 when this
 * person may not, 503 when that could not be found out. Where tokens are sent as a bearer, `WWW-Authenticate` says so as in RFC 6750. An
 * error of the server's own goes to a `next` that takes one (`(error) => …`); a `next` without parameters is not
 * called, and the answer is 500.
 */
export interface RequireUser<User> {
  /** For `node:http`, Express, Connect: `app.use(guard)`. The user is in `request.user`. */
  (
    request: { readonly headers: object; user?: User },
    response: object,
    next?: (error?: unknown) => void,
  ): Promise<void>;
  /** For Fastify, as a `preHandler` or `onRequest` hook. The user is in `request.user`. */
  readonly fastify: (request: { readonly raw: object }, reply: object) => Promise<unknown>;
  /** For Hono: `app.use(guard.hono)`. The user is in `c.get('user')`. */
  readonly hono: (context: HonoLike<User>, next: () => Promise<void>) => Promise<WebResponse | undefined>;
  /** Around a handler of `fetch`, which gets the request with `user` on it; what else the platform passes is passed on. */
  readonly fetch: <Rest extends unknown[]>(
    handler: (request: WebRequest & { readonly user: User }, ...rest: Rest) => WebResponse | Promise<WebResponse>,
  ) => (request: WebRequest, ...rest: Rest) => Promise<WebResponse>;
}

/** What is used of Hono's context. */
export interface HonoLike<User> {
  readonly req: { readonly raw: WebRequest };
  /** Keeps a value for the handlers behind. */
  set(key: 'user', value: User): void;
  res: WebResponse;
}
