import type { WebAbortSignal, WebBody } from './platform.js';

/** What every asynchronous method takes: a way to stop, and a limit. */
export interface CallOptions {
  /** Stops the call: it rejects with `Aborted`. What the service already did stays done. */
  signal?: WebAbortSignal | undefined;
  /** The longest time for the whole call with its retries, in milliseconds; it rejects with `Timeout`. Default: the pool's. */
  timeoutMs?: number | undefined;
}

/** {@link CallOptions} for operations that start the pool's Lambda functions. */
export interface ClientMetadataOptions extends CallOptions {
  /** Goes to the pool's Lambda functions. Not stored, not encrypted by the service: no secrets. Default: the pool's. */
  clientMetadata?: Readonly<Record<string, string>> | undefined;
}

/** {@link ClientMetadataOptions} for operations that threat protection of a pool judges. */
export interface UserContextOptions extends ClientMetadataOptions {
  /** What is known of the device. Default: the pool's. */
  userContextData?: UserContextData | undefined;
}

/**
 * A synchronous key-value store, such as `localStorage`.
 *
 * Keys and values are those of amazon-cognito-identity-js, so people stay signed in when an application moves over.
 * What it throws reaches the caller as `cause` of an `AuthError`.
 */
export interface StorageLike {
  /** The value; `null` or `undefined` when there is none. */
  getItem(key: string): string | null | undefined;
  /** Keeps a value. */
  setItem(key: string, value: string): unknown;
  /** Removes an entry, if it is there. */
  removeItem(key: string): unknown;
}

/**
 * A store that answers later, such as IndexedDB, `chrome.storage` or React Native's AsyncStorage.
 *
 * Entries are written one after the other, the refresh token first, so that a program that is killed in between leaves a session
 * that can be refreshed, or nobody. One program at a time may write. Until `pool.load()` was awaited, `currentUser()` throws `NotAvailable`. What a promise rejects with reaches the caller as `cause` of an
 * `AuthError`.
 */
export interface AsyncStorageLike {
  /** The value; `null` or `undefined` when there is none. */
  getItem(key: string): PromiseLike<string | null | undefined>;
  /** Keeps a value. */
  setItem(key: string, value: string): PromiseLike<unknown>;
  /** Removes an entry, if it is there. */
  removeItem(key: string): PromiseLike<unknown>;
}

/** The part of a reply that this package reads. A `Response` is one. */
export interface FetchReply {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: {
    /** The value of a header; `null` when it is not there. */
    get(name: string): string | null;
  };
  /** The body. */
  text(): Promise<string>;
}

/** What `fetch` is handed: by a pool always `POST` and a string, by a session what its caller gave. */
export interface FetchInit {
  method?: string;
  headers: Record<string, string>;
  body?: WebBody;
  signal?: WebAbortSignal;
}

/** A function like `fetch`. It is called with `this` undefined. */
export type FetchLike = (url: string, init: FetchInit) => Promise<FetchReply>;

/** What threat protection of a pool reads about the device. */
export interface UserContextData {
  /** What AWS's `amazon-cognito-advanced-security-data` script collected. */
  encodedData?: string | undefined;
  /** Counts only for an app client with a secret, so only when sent by a server. */
  ipAddress?: string | undefined;
}

/** What every {@link Pool} may be given. */
export interface CommonPoolOptions {
  /**
   * Where sessions and devices are kept: `local` is `localStorage`, `session` is `sessionStorage`, `memory` is this pool.
   *
   * `none` stores nothing: `currentUser()` is `null`, and the signed-in step carries the user, so one pool can serve all
   * users of a server. Default: in a page, `local` where it works, else `memory`; outside a page, where there is no
   * `window` with a `document`, `none`.
   */
  storage?: 'none' | 'memory' | 'local' | 'session' | StorageLike | AsyncStorageLike | undefined;
  /** What sends requests. Default: the global `fetch`. */
  fetch?: FetchLike | undefined;
  /**
   * Called after every request with what was asked and answered, in a form that is safe to paste into a bug report: texts are
   * replaced by an ellipsis, except for the protocol's own names.
   */
  trace?: ((entry: TraceEntry) => void) | undefined;
  /** The longest time for a call with its retries, in milliseconds. Default: 30000. */
  timeoutMs?: number | undefined;
  /** Goes to the pool's Lambda functions with each operation that takes it. */
  clientMetadata?: Readonly<Record<string, string>> | undefined;
  /** The origins that {@link Session.fetch} and {@link User.fetch} may send the access token to. Default: the page's own. */
  audienceOrigins?: readonly string[] | undefined;
}

/** A request and its answer, without secrets, names or addresses: what the option `trace` of a pool is called with. */
export interface TraceEntry {
  /** When it was sent, as ISO 8601. */
  readonly at: string;
  /** How long it took, in milliseconds. */
  readonly ms: number;
  /** AWS's name of the operation. */
  readonly operation: string;
  /** What was asked. */
  readonly request: unknown;
  /** The HTTP status; absent when no answer arrived. */
  readonly status?: number;
  /** The code of a refusal. */
  readonly code?: string;
  /** What the service logged it under. */
  readonly requestId?: string;
  /** What was answered. */
  readonly answer?: unknown;
}

/** Where people sign in by managed login: for the functions of `cognito-identity-wasm/login`, which check it. */
export interface LoginOptions {
  /** The pool's domain, as an origin with its scheme: `https://auth.example.com`; `http` on a loopback address alone. */
  domain: string;
  /**
   * Where the answer goes: one of the app client's callback URLs, to the letter. `https`, `http` on a loopback address, or a scheme of the
   * app's own.
   */
  redirectUri: string;
  /** Where people come back to after a sign-out: one of the app client's sign-out URLs. */
  logoutUri?: string | undefined;
  /** What to ask for; `openid` must be among them. Default: all that the app client allows. */
  scopes?: readonly string[] | undefined;
}

/** The configuration of a {@link Pool} that calls Amazon Cognito. */
export interface PoolOptions extends CommonPoolOptions {
  /** The id of the user pool, such as `eu-central-1_AbCdEf123`. */
  userPoolId: string;
  /** The id of an app client of that pool. */
  clientId: string;
  /** The secret of the app client. Only on servers: whoever loads a page can read it. */
  clientSecret?: string | undefined;
  /** Where the service is. Default: AWS's endpoint for the region in `userPoolId`. */
  endpoint?: string | undefined;
  /**
   * What threat protection reads about the device, or a function that gives it for the person who signs in or signs up.
   * Default: what AWS's script collects (the global `AmazonCognitoAdvancedSecurityData`), where the page has it.
   */
  userContextData?: UserContextData | ((username: string) => UserContextData | undefined) | undefined;
  /** Where people sign in by managed login. */
  login?: LoginOptions | undefined;
}

/** The configuration of a {@link Pool} that calls an auth proxy, and knows no provider. */
export interface ProxyPoolOptions extends CommonPoolOptions {
  /** The proxy's address, such as `https://app.example.com/auth`; in a page also a path, such as `/auth`. */
  proxy: string;
  /**
   * Who holds the tokens: the app (`token`), or the proxy in cookies that no JavaScript reads (`cookie`). It must be what the
   * proxy is configured for. Left out, it is found out, and `jwt` has the type `string | undefined`.
   */
  custody?: 'token' | 'cookie' | undefined;
}
