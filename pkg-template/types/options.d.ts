/** What every asynchronous method takes: a way to stop, and a limit. */
export interface CallOptions {
  /** Stops the call: it rejects with `Aborted`. What the service already did stays done. */
  signal?: AbortSignal;
  /** The longest time for the whole call with its retries, in milliseconds; it rejects with `Timeout`. Default: the pool's. */
  timeoutMs?: number;
}

/** {@link CallOptions} for operations that start the pool's Lambda functions. */
export interface ClientMetadataOptions extends CallOptions {
  /** Goes to the pool's Lambda functions. Not stored, not encrypted by the service: no secrets. Default: the pool's. */
  clientMetadata?: Record<string, string>;
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
  body?: NonNullable<RequestInit['body']>;
  signal?: AbortSignal;
}

/** A function like `fetch`. It is called with `this` undefined. */
export type FetchLike = (url: string, init: FetchInit) => Promise<FetchReply>;

/** What threat protection of a pool reads about the device. */
export interface UserContextData {
  /** What AWS's `amazon-cognito-advanced-security-data` script collected. */
  encodedData?: string;
  /** Counts only for an app client with a secret, so only when sent by a server. */
  ipAddress?: string;
}

/** What every {@link Pool} may be given. */
export interface CommonPoolOptions {
  /** Where sessions and devices are kept. Default: `localStorage` where it works, else memory. */
  storage?: 'memory' | 'local' | 'session' | StorageLike;
  /** What sends requests. Default: the global `fetch`. */
  fetch?: FetchLike;
  /** The longest time for a call with its retries, in milliseconds. Default: 30000. */
  timeoutMs?: number;
  /** Goes to the pool's Lambda functions with each operation that takes it. */
  clientMetadata?: Record<string, string>;
  /** The origins that {@link Session.fetch} may send the access token to. Default: the page's own. */
  audienceOrigins?: string[];
}

/** The configuration of a {@link Pool} that calls Amazon Cognito. */
export interface PoolOptions extends CommonPoolOptions {
  /** The id of the user pool, such as `eu-central-1_AbCdEf123`. */
  userPoolId: string;
  /** The id of an app client of that pool. */
  clientId: string;
  /** The secret of the app client. Only on servers: whoever loads a page can read it. */
  clientSecret?: string;
  /** Where the service is. Default: AWS's endpoint for the region in `userPoolId`. */
  endpoint?: string;
  /** Goes along for threat protection. */
  userContextData?: UserContextData;
}

/** The configuration of a {@link Pool} that calls an auth proxy, and knows no provider. */
export interface ProxyPoolOptions extends CommonPoolOptions {
  /** The proxy's address, such as `https://app.example.com/auth`; in a page also a path, such as `/auth`. */
  proxy: string;
  /**
   * Who holds the tokens: the app (`token`), or the proxy in cookies that no JavaScript reads (`cookie`). It must be what the
   * proxy is configured for. Left out, it is found out, and `jwt` has the type `string | undefined`.
   */
  custody?: 'token' | 'cookie';
}
