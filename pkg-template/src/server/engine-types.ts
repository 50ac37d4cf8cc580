// Written by `UPDATE_TYPES=1 cargo test --features server,local typescript` from the types in Rust: change those.

/**
 * A request.
 */
export type Request = {
  /**
   * The method, in capitals.
   */
  method: string;
  /**
   * `https` or `http`, as the request's own address says.
   */
  scheme: string;
  /**
   * The host, with a port that is not the scheme's own.
   */
  host: string;
  /**
   * The path, byte for byte as it was sent, where the host can tell.
   */
  path: string;
  /**
   * What follows the `?`.
   */
  query: string;
  /**
   * Names in small letters.
   */
  headers: Array<[string, string]>;
  /**
   * The address of whoever holds the connection.
   */
  peer: string | null;
};

/**
 * What a server wants.
 */
export type Reading = {
  /**
   * Whether the session may be refreshed, for which the answer must be able to set cookies.
   */
  refresh: boolean;
  /**
   * Whether a token is wanted that holds: where no cookie changes by it, the session is refreshed.
   */
  token: boolean;
  /**
   * Whether something is to be done for the person: then it must not be a page of another site that asks.
   */
  act: boolean;
  /**
   * The app client whose pool is meant, where several answer at one host.
   */
  clientId: string | null;
};

/**
 * What an exchange wants next.
 */
export type Turn = { ask: Step } | { done: Outcome };

/**
 * What the host shall do.
 *
 * Exhaustive on purpose, as [`Event`] and [`Turn`] are: a host that does not know a step cannot do it, and should not compile.
 */
export type Step =
  | {
      step: 'send';
      /**
       * The endpoint.
       */
      url: string;
      /**
       * `X-Amz-Target`; the other headers are always the same.
       */
      target: string;
      /**
       * The body.
       */
      body: string;
    }
  | {
      step: 'redeem';
      /**
       * The endpoint.
       */
      url: string;
      /**
       * The header `Authorization`, for an app client with a secret.
       */
      authorization: string | null;
      /**
       * The body.
       */
      body: string;
    }
  | {
      step: 'draw';
      /**
       * How many.
       */
      bytes: number;
    }
  | {
      step: 'seal';
      /**
       * The id of the key.
       */
      key: string;
      /**
       * What to seal, base64url.
       */
      plain: string;
      /**
       * What is bound to it.
       */
      bound: string;
    }
  | {
      step: 'open';
      /**
       * The id of the key.
       */
      key: string;
      /**
       * As [`Step::Seal`] was answered.
       */
      sealed: string;
      /**
       * What is bound to it.
       */
      bound: string;
    }
  | {
      step: 'load';
      /**
       * The ticket.
       */
      ticket: string;
      /**
       * What is bound to it.
       */
      bound: string;
      /**
       * How long a session is kept that nobody asks for, in seconds.
       */
      seconds: number;
    }
  | {
      step: 'keep';
      /**
       * The ticket of a session that is there, and the version of it that this one takes the place of; none for a new session.
       */
      before: [string, string] | null;
      /**
       * What to seal, base64url.
       */
      plain: string;
      /**
       * What is bound to it.
       */
      bound: string;
      /**
       * How long a session is kept that nobody asks for, in seconds.
       */
      seconds: number;
    }
  | {
      step: 'drop';
      /**
       * The ticket.
       */
      ticket: string;
      /**
       * Only this version of it.
       */
      version: string | null;
    }
  | {
      step: 'take';
      /**
       * The ticket.
       */
      ticket: string;
      /**
       * What is bound to it.
       */
      bound: string;
    }
  | {
      step: 'once';
      /**
       * A digest.
       */
      mark: string;
      /**
       * How long the mark is kept, in seconds.
       */
      seconds: number;
    }
  | {
      step: 'verify';
      /**
       * Where the pool's keys are.
       */
      jwks: string;
      /**
       * The id of the key.
       */
      key: string;
      /**
       * The token.
       */
      token: string;
    }
  | {
      step: 'begin';
      /**
       * Whether the request may have a body that is read here.
       */
      body: boolean;
      /**
       * Who counts as one client.
       */
      network: string | null;
    }
  | {
      step: 'denied';
      /**
       * Digests and ids, none of them a secret.
       */
      keys: Array<string>;
      /**
       * What may be denied up to a time, with the time of this token.
       */
      issued: Record<string, number>;
      /**
       * The tokens of one sign-in, which such a denial may except.
       */
      family: string | null;
    }
  | {
      step: 'deny';
      /**
       * What to deny.
       */
      keys: Array<string>;
      /**
       * Until when, in seconds since 1970.
       */
      until: number;
    }
  | {
      step: 'denyBefore';
      /**
       * Names, as in [`Step::Denied`].
       */
      names: Array<string>;
      /**
       * The tokens of one sign-in that stay good.
       */
      except: string | null;
      /**
       * For how long, in seconds.
       */
      seconds: number;
    }
  | {
      step: 'limit';
      /**
       * Who counts as one client.
       */
      network: string | null;
      /**
       * A digest of the user name.
       */
      username: string | null;
    }
  | {
      step: 'succeeded';
      /**
       * As in [`Step::Limit`].
       */
      network: string | null;
      /**
       * As in [`Step::Limit`].
       */
      username: string;
    }
  | {
      step: 'admin';
      /**
       * The name of the operation.
       */
      command: string;
      /**
       * The input.
       */
      input: Record<string, unknown>;
      /**
       * The AWS region.
       */
      region: string;
      /**
       * The endpoint, where it is not AWS's own.
       */
      endpoint: string | null;
    }
  | { step: 'ready' };

/**
 * What came of a step.
 */
export type Event =
  | {
      event: 'replied';
      /**
       * The HTTP status.
       */
      status: number;
      /**
       * `x-amzn-ErrorType`
       */
      errorType: string | null;
      /**
       * The body.
       */
      body: string;
    }
  | {
      event: 'unanswered';
      /**
       * Because it took too long.
       */
      timeout: boolean;
    }
  | {
      event: 'began';
      /**
       * Its body; no more of it than one byte above the limit.
       */
      body: string | null;
    }
  | {
      event: 'busy';
      /**
       * Because its body did not come in time.
       */
      slow: boolean;
    }
  | {
      event: 'text';
      /**
       * The text.
       */
      text: string | null;
    }
  | {
      event: 'found';
      /**
       * What was sealed, base64url; none where there is no session, or the ticket is another's.
       */
      plain: string | null;
      /**
       * Which version of the session this is.
       */
      version: string;
      /**
       * When it was written, in milliseconds since 1970.
       */
      written: number;
    }
  | {
      event: 'kept';
      /**
       * Its ticket; none when the session was ended or changed by somebody else meanwhile, and nothing was written.
       */
      ticket: string | null;
    }
  | {
      event: 'flag';
      /**
       * The flag.
       */
      value: boolean | null;
    }
  | {
      event: 'wait';
      /**
       * In seconds; none when this attempt may go on.
       */
      seconds: number | null;
      /**
       * Whether the limiter could be asked at all.
       */
      known: boolean;
    };

/**
 * What comes of a request, with what the log shall say of it.
 */
export type Outcome = {
  /**
   * An answer, unless the request goes on.
   */
  respond: Response | null;
  /**
   * The way on.
   */
  forward: Forward | null;
  /**
   * A line for the log: no secret, no name of a person, no value that was sent.
   */
  record: Record<string, unknown>;
};

/**
 * An answer.
 */
export type Response = {
  /**
   * The status.
   */
  status: number;
  /**
   * The headers; a name may stand several times.
   */
  headers: Array<[string, string]>;
  /**
   * The body; none for 204.
   */
  body: string | null;
};

/**
 * A request that goes on to the app's own API.
 */
export type Forward = {
  /**
   * Where to.
   */
  url: string;
  /**
   * Headers to set, the access token among them.
   */
  headers: Array<[string, string]>;
  /**
   * Headers of the request that must not go on.
   */
  without: Array<string>;
  /**
   * Headers for the answer on its way back.
   */
  back: Array<[string, string]>;
};

/**
 * What a deny list is asked about a token.
 */
export type Marks = {
  /**
   * Ids and a digest, any of which may be denied.
   */
  keys: Array<string>;
  /**
   * Names of what may be denied up to a time, with the time that the token has there, in seconds since 1970: all sessions of
   * a person, by when the person signed in, and all access tokens of a person, by when they were issued.
   */
  issued: Record<string, number>;
  /**
   * The tokens of one sign-in, which a denial up to a time may except.
   */
  family: string | null;
};

/**
 * What to add to a deny list.
 */
export type Denial = {
  /**
   * Ids and a digest.
   */
  keys: Array<string>;
  /**
   * For how long, in seconds since 1970.
   */
  until: number;
};

/**
 * The whole configuration.
 */
export type Config = {
  /**
   * The user pools behind this proxy.
   */
  pools: Array<Pool>;
  /**
   * Where the tokens are.
   */
  custody?: Custody;
  keys?: Array<Key>;
  cookies?: Cookies;
  /**
   * Where sessions lie, unless the cookies are all there is of them.
   */
  sessions?: Sessions;
  origins?: Array<string>;
  trustedHops?: Array<string>;
  operations?: Array<string>;
  passwordSignIn?: boolean;
  endOthersOnPasswordChange?: boolean;
  /**
   * How long the app client's refresh tokens hold.
   */
  refreshTokenSeconds?: number;
  limits?: Limits;
  rateLimits?: RateLimits;
  denyList?: DenyList;
  upstreams?: Record<string, string>;
  admin?: Admin;
};

/**
 * Where the tokens are between two requests.
 */
export type Custody = 'token' | 'cookie';

/**
 * What counts when a store cannot be asked.
 */
export type Outage = 'closed' | 'open';

/**
 * One user pool, with the app client that this proxy is.
 */
export type Pool = {
  /**
   * `UserPoolId`
   */
  userPoolId: string;
  /**
   * `ClientId`
   */
  clientId: string;
  /**
   * The app client's secrets, the one in use first.
   */
  clientSecrets?: Array<string>;
  endpoint?: string;
  issuer?: string;
  host?: string;
  path?: string;
  /**
   * Apart from the others' where several pools share a host: cookies of `__Host-` belong to the whole host.
   */
  cookieName?: string;
  /**
   * The login pages of the pool; without it nobody is sent there.
   */
  login?: Login;
};

/**
 * The login pages of a user pool, and where people come back to.
 */
export type Login = {
  /**
   * The origin of the login pages.
   */
  domain: string;
  /**
   * The public address of this proxy's `/callback`, to the letter as the app client has it.
   */
  redirectUri: string;
  scopes?: Array<string>;
  /**
   * Addresses that the login pages may send people to after a sign-out, to the letter as the app client has them.
   */
  logoutUris?: Array<string>;
  /**
   * Origins that people may come back to; those of `origins` when absent.
   */
  returnOrigins?: Array<string>;
};

export type Key = { id: string; secret: string };

export type Cookies = { idleSeconds?: number; absoluteSeconds?: number; sameSite?: SameSite };

export type SameSite = 'strict' | 'lax' | 'none';

export type Sessions = { redis: Store };

/**
 * A store, as the configuration names it.
 */
export type Store =
  | string
  | { cluster: string[] }
  | { sentinels: string[]; name: string; username?: string; password?: string; tls?: boolean };

export type Limits = {
  bodyBytes?: number;
  headerBytes?: number;
  /**
   * The others are the host's.
   */
  timeoutMs?: number;
  idleMs?: number;
  bodyMs?: number;
  concurrency?: number;
  perClient?: number;
};

export type RateLimits = {
  ip?: Rate;
  username?: Rate;
  usernameTotal?: Rate;
  ipv6Prefix?: number;
  onFailure?: Outage;
  redis?: Store;
};

export type Rate = { points: number; seconds: number };

export type DenyList = { onFailure?: Outage; redis?: Store };

export type Admin = { group: string };

/**
 * The options of a verifier, as the host gives them.
 */
export type Options = {
  /**
   * `UserPoolId`
   */
  userPoolId: string;
  /**
   * App clients.
   */
  clientId: string | readonly string[] | null;
  /**
   * What tokens are for.
   */
  tokenUse: 'access' | 'id' | null;
  /**
   * One of which the person must be in.
   */
  groups?: string | readonly string[];
  /**
   * One of which the token must have.
   */
  scopes?: string | readonly string[];
  /**
   * One of which the claim `acr` must be.
   */
  acr?: string | readonly string[];
  /**
   * How long ago the person may have signed in.
   */
  maxAgeSeconds?: number;
  /**
   * How far clocks may differ.
   */
  leewaySeconds?: number;
  /**
   * A further issuer.
   */
  issuer?: string;
  /**
   * Where the keys are.
   */
  jwksUri?: string;
};
