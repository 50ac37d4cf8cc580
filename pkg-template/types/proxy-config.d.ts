// What an auth proxy is made of.

/**
 * A Redis or Valkey: the address of one node, addresses of a cluster's nodes, or of Sentinels and the name by which they know the
 * master. Addresses begin with `redis://` or `rediss://` (TLS), and may hold a user name and a password: those of a cluster
 * are the first address's for all of its nodes, those of Sentinels are the Sentinels'.
 */
export type RedisStore =
  | string
  | { readonly cluster: readonly string[] }
  | {
      readonly sentinels: readonly string[];
      readonly name: string;
      /** Of the nodes that the Sentinels name. */
      readonly username?: string | undefined;
      /** Of the nodes that the Sentinels name. */
      readonly password?: string | undefined;
      /** Whether those nodes take TLS. */
      readonly tls?: boolean | undefined;
    };

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
  /** Managed login: sends people to the login pages of the user pool, and takes them back. Off when absent. Needs `keys` or `sessions.redis`. */
  login?: ProxyLogin | undefined;
}

/** The login pages of a user pool, and where people come back to. */
export interface ProxyLogin {
  /** Their origin, such as `https://auth.example.com`; http on a loopback address alone. */
  domain: string;
  /**
   * The public address of this proxy's own `/callback`, such as `https://app.example.com/auth/callback`, to the letter as the app client has
   * it among its callback URLs.
   */
  redirectUri: string;
  /** What to ask for; `openid` must be among them. Default: all that the app client allows. */
  scopes?: string[] | undefined;
  /**
   * The app client's sign-out URLs, to the letter. With `redirectUri` among them, people come back to any address of `returnOrigins`, else to these
   * alone.
   */
  logoutUris?: string[] | undefined;
  /** Origins that people may come back to, besides the proxy's own. Default: `origins`. */
  returnOrigins?: string[] | undefined;
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
  /** Where several instances count together. Default: `sessions.redis`, else the memory of this process. */
  redis?: RedisStore | undefined;
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
  /**
   * Where sessions lie. With `redis`, the cookie of custody `cookie` is a ticket of less than 200 bytes, whatever the session holds;
   * `keys` are not needed, and cookies that they sealed before are still opened. In each custody, any number of instances
   * refresh a session once. Needs `redis`.
   */
  sessions?: { redis: RedisStore } | undefined;
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
  /**
   * Leaked and revoked tokens. Default: in `sessions.redis`, else in the memory of this process; closed when the store cannot
   * be asked.
   */
  denyList?: { redis?: RedisStore | undefined; onFailure?: 'closed' | 'open' | undefined } | undefined;
  /** The app's own APIs: a path prefix, and the origin that requests below it go to, with the access token. */
  upstreams?: Record<string, string> | undefined;
  /** The admin surface; off when absent. Needs `@aws-sdk/client-cognito-identity-provider` and AWS credentials. */
  admin?: { group: string } | undefined;
}
