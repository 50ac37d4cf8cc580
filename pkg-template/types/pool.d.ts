import type { CallOptions, PoolOptions, ProxyPoolOptions, UserContextOptions } from './options.js';
import type { AppTokens, CookieTokens, FullTokens, ProxiedTokens, SessionTokens } from './session.js';
import type { Challenge, CodeDelivery, FirstFactor, Step, StepJson } from './steps.js';
import type { User } from './user.js';

declare const tokens: unique symbol;

/**
 * A user pool, seen by one app client: where people sign up and sign in.
 *
 * The first `Pool` or `Session` starts the WebAssembly engine, synchronously (a few milliseconds); {@link ready} does
 * it ahead of time.
 *
 * @throws {AuthError} The constructor: `InvalidArgument` for bad options, `EngineUnavailable` where WebAssembly cannot run.
 *
 * @example
 * ```ts
 * import { Pool } from 'cognito-identity-wasm';
 *
 * const pool = new Pool({ userPoolId: 'eu-central-1_AbCdEf123', clientId: '1h57kf5cpq17m0eml12EXAMPLE' });
 * const step = await pool.signIn({ username: 'mia', password: 'correct horse' });
 * if (step.status === 'signedIn') console.log(step.session.idToken.claims.email);
 * ```
 */
export interface Pool<T extends SessionTokens = FullTokens> {
  /** A type-only marker, absent at run time: it keeps pools of different custody apart. */
  readonly [tokens]?: T;

  /**
   * Creates an account.
   *
   * @throws {AuthError} `UsernameExistsException`, `InvalidPasswordException`, `InvalidParameterException`.
   * @see {@link https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignUp.html}
   *
   * @example
   * ```ts
   * import type { Pool } from 'cognito-identity-wasm';
   *
   * export async function register(pool: Pool, username: string, password: string, email: string) {
   *   const { status, delivery } = await pool.signUp({ username, password, attributes: { email } });
   *   return status === 'confirmationRequired' ? `A code is on its way to ${delivery?.destination}.` : 'Sign in.';
   * }
   * ```
   */
  signUp(request: SignUpRequest): Promise<SignUpResult>;

  /**
   * Confirms an account by the code that was sent.
   *
   * The result may carry a handle for a sign-in without another code.
   *
   * @throws {AuthError} `CodeMismatchException`, `ExpiredCodeException`, `AliasExistsException`.
   * @see {@link https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmSignUp.html}
   *
   * @example
   * ```ts
   * import type { Pool, Step } from 'cognito-identity-wasm';
   *
   * export async function confirm(pool: Pool, username: string, code: string): Promise<Step> {
   *   const { challengeSession } = await pool.confirmSignUp({ username, code });
   *   return pool.signIn({ username, flow: 'user-auth', challengeSession });
   * }
   * ```
   */
  confirmSignUp(request: ConfirmSignUpRequest): Promise<ConfirmSignUpResult>;

  /**
   * Sends the code of {@link confirmSignUp} again.
   *
   * @throws {AuthError} `InvalidParameterException` when the account is confirmed already, `LimitExceededException`, `CodeDeliveryFailureException`.
   * @see {@link https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ResendConfirmationCode.html}
   */
  resendConfirmationCode(request: UsernameRequest): Promise<CodeDelivery>;

  /**
   * Starts a sign-in.
   *
   * Follow `step.status` until it is `signedIn`. By default the password stays on the device (SRP).
   *
   * @throws {AuthError} `NotAuthorizedException` for a wrong password, `UserNotConfirmedException`,
   * `PasswordResetRequiredException`, `TooManyRequestsException`, `NetworkError`, `Timeout`, `Aborted`.
   *
   * @see {@link https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html}
   *
   * @example
   * ```ts
   * import type { Pool } from 'cognito-identity-wasm';
   *
   * export async function signIn(pool: Pool, username: string, password: string, code: () => Promise<string>) {
   *   const step = await pool.signIn({ username, password });
   *   return step.status === 'softwareTokenMfa' ? step.respond({ code: await code() }) : step;
   * }
   * ```
   */
  signIn(request: SignInRequest): Promise<Step<T>>;

  /**
   * Takes up a challenge that was saved by `JSON.stringify(step)`.
   *
   * @throws {AuthError} `InvalidArgument` if it is not a saved step of this pool and app client. Synchronously.
   *
   * @example
   * ```ts
   * import type { Pool } from 'cognito-identity-wasm';
   *
   * export async function answer(pool: Pool, saved: string, code: string) {
   *   const step = pool.resume(JSON.parse(saved));
   *   return step.status === 'smsMfa' ? step.respond({ code }) : step;
   * }
   * ```
   */
  resume(saved: StepJson): Challenge<T>;

  /**
   * Has a code sent to a person who forgot the password.
   *
   * @throws {AuthError} `UserNotFoundException`, `InvalidParameterException` without a confirmed address, `LimitExceededException`.
   * @see {@link https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ForgotPassword.html}
   *
   * @example
   * ```ts
   * import type { Pool } from 'cognito-identity-wasm';
   *
   * export async function reset(pool: Pool, username: string, ask: (what: string) => Promise<string>) {
   *   const { destination } = await pool.forgotPassword({ username });
   *   const code = await ask(`Code sent to ${destination}`);
   *   await pool.confirmForgotPassword({ username, code, newPassword: await ask('New password') });
   * }
   * ```
   */
  forgotPassword(request: UsernameRequest): Promise<CodeDelivery>;

  /**
   * Sets a new password by the code of {@link forgotPassword}.
   *
   * @throws {AuthError} `CodeMismatchException`, `ExpiredCodeException`, `InvalidPasswordException`.
   * @see {@link https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmForgotPassword.html}
   */
  confirmForgotPassword(request: ConfirmForgotPasswordRequest): Promise<void>;

  /**
   * Who is signed in, according to the storage: no network, no check of the tokens; `null` when nobody is.
   *
   * It gives the same object until something changes. Where an auth proxy keeps the tokens, {@link load} asks the proxy.
   */
  currentUser(): User<T> | null;

  /**
   * Finds out who is signed in from where the session is kept: the auth proxy in cookie custody, otherwise the storage.
   *
   * Afterwards {@link currentUser} returns the same, synchronously. Behind an auth proxy this finds the session even when
   * the page's storage was cleared, and notices when the cookies are gone. A network failure rejects and changes nothing.
   *
   * @throws {AuthError} `NetworkError`, `Timeout`, `Aborted`.
   *
   * @example
   * ```ts
   * import { Pool } from 'cognito-identity-wasm';
   *
   * const pool = new Pool({ proxy: 'https://app.example.com/auth', custody: 'cookie' });
   * const user = await pool.load({ timeoutMs: 5000 });
   * console.log(user ? `Signed in as ${user.username}` : 'Signed out');
   * ```
   */
  load(options?: CallOptions): Promise<User<T> | null>;

  /**
   * Calls `listener` with an event after every change to who is signed in, or to a session: in this tab, and in others.
   *
   * Each event comes once and in order, after the storage was written and outside of every lock, so the listener may call
   * any method. {@link currentUser} is up to date by then. Events of other tabs have `elsewhere: true`: a page hears of them
   * from `localStorage`, and with any other storage from a BroadcastChannel, which carries the event's type and the
   * user name, never a token. Changes to a session in `localStorage` that the drop-in API or another library makes in
   * another tab are told as well. What the listener throws is reported as an uncaught error.
   *
   * Returns a function that unsubscribes; calling it twice does no harm.
   *
   * @throws {AuthError} `InvalidArgument` if `listener` is not a function, `Closed`. Synchronously.
   *
   * @example
   * ```ts
   * import type { Pool } from 'cognito-identity-wasm';
   *
   * export function follow(pool: Pool, show: (username: string | undefined) => void): () => void {
   *   show(pool.currentUser()?.username);
   *   return pool.subscribe(({ type, user }) => {
   *     if (type === 'signedIn' || type === 'changed') show(user.username);
   *     if (type === 'signedOut' || type === 'ended') show(undefined);
   *   });
   * }
   * ```
   */
  subscribe(listener: (event: PoolEvent<T>) => void): () => void;

  /**
   * Makes a user of tokens that came from elsewhere: nothing is sent, and nothing is stored unless `store` is true.
   *
   * @throws {AuthError} `InvalidArgument`, `MalformedToken`; `NotAvailable` where an auth proxy keeps the tokens.
   *
   * @example
   * ```ts
   * import { Pool } from 'cognito-identity-wasm';
   *
   * const pool = new Pool({ userPoolId: 'eu-central-1_AbCdEf123', clientId: '1h57kf5cpq17m0eml12EXAMPLE', storage: 'memory' });
   *
   * export async function attributesOf(accessToken: string): Promise<Record<string, string>> {
   *   const user = await pool.restore({ accessToken });
   *   return user.attributes();
   * }
   * ```
   */
  restore<R extends RestoreRequest>(tokens: R, options?: RestoreOptions): Promise<User<R>>;

  /** Drops what this object holds in memory; stored sessions stay. Idempotent; every later call fails with `Closed`. */
  close(): void;

  /** What `JSON.stringify` shows: the ids, no secret. */
  toJSON(): T extends { custody: string } ? ProxyJson : PoolJson;
}

/**
 * Makes a {@link Pool}: of two ids for Amazon Cognito, or of the address of an auth proxy.
 *
 * Nothing is sent and nothing is stored.
 *
 * @example
 * ```ts
 * import { Pool } from 'cognito-identity-wasm';
 *
 * const pool = new Pool({ proxy: 'https://app.example.com/auth', custody: 'cookie' });
 * const step = await pool.signIn({ username: 'mia', password: 'correct horse' });
 * if (step.status === 'signedIn') await step.session.fetch('api/orders'); // by the proxy's upstream /api
 * ```
 */
export interface PoolConstructor extends ProxyPoolConstructor {
  /** Amazon Cognito. */
  new (options: PoolOptions): Pool;
  /** What all pools share. */
  readonly prototype: Pool;
}

/** Makes a {@link Pool} of the address of an auth proxy. */
export interface ProxyPoolConstructor {
  /** The auth proxy keeps the tokens in cookies: `jwt` is `undefined`, claims and times are there. */
  new (options: ProxyPoolOptions & { custody: 'cookie' }): Pool<CookieTokens>;
  /** The app holds the tokens that the auth proxy hands out. */
  new (options: ProxyPoolOptions & { custody: 'token' }): Pool<AppTokens>;
  /** An auth proxy of either custody. */
  new (options: ProxyPoolOptions): Pool<ProxiedTokens>;
}

/** Makes a {@link Pool}. */
export declare const Pool: PoolConstructor;

/** A pool without its secrets. */
export interface PoolJson {
  userPoolId: string;
  clientId: string;
}

/** What {@link Pool.toJSON} shows behind an auth proxy. */
export interface ProxyJson {
  /** Its address. */
  proxy: string;
}

/** What a listener of {@link Pool.subscribe} is told. */
export interface PoolEvent<T extends SessionTokens = FullTokens> {
  /**
   * What happened:
   * - `signedIn`: a person signed in, or signed in again;
   * - `changed`: another person signed in over the one who was signed in;
   * - `refreshed`: the session has new tokens;
   * - `signedOut`: the person signed out, or deleted the account;
   * - `ended`: the service ended the session. Another tab sees this as `signedOut` where the session is in `localStorage`.
   */
  readonly type: 'signedIn' | 'changed' | 'refreshed' | 'signedOut' | 'ended';
  /** Whom it is about. After `signedOut` and `ended` the object has no session any more. */
  readonly user: User<T>;
  /** With `ended`: why. Absent when it happened in another tab. */
  readonly cause?: unknown;
  /** Whether another tab did it. */
  readonly elsewhere: boolean;
}

/** What {@link Pool.signUp} takes. */
export interface SignUpRequest extends UserContextOptions {
  username: string;
  password: string;
  /** AWS's names, such as `email` or `custom:team`. */
  attributes?: Readonly<Record<string, string>> | undefined;
  /** Goes to the pool's pre-sign-up Lambda function. */
  validationData?: Readonly<Record<string, string>> | undefined;
}

/** Whether the account can sign in, or wants the code that was sent. */
export type SignUpResult =
  | { readonly status: 'confirmed'; readonly userSub: string; readonly delivery?: CodeDelivery }
  | { readonly status: 'confirmationRequired'; readonly userSub: string; readonly delivery?: CodeDelivery };

/** What an operation for a person who is not signed in takes. */
export interface UsernameRequest extends UserContextOptions {
  username: string;
}

/** What {@link Pool.confirmSignUp} takes. */
export interface ConfirmSignUpRequest extends UsernameRequest {
  code: string;
  /** Takes over an address or number that another account confirmed before. Default: false. */
  forceAliasCreation?: boolean | undefined;
}

/** What {@link Pool.confirmSignUp} gives. */
export interface ConfirmSignUpResult {
  /** Pass it to {@link Pool.signIn} with `flow: 'user-auth'`, within minutes. Absent where the service gives none. */
  readonly challengeSession?: string;
}

/** What {@link Pool.confirmForgotPassword} takes. */
export interface ConfirmForgotPasswordRequest extends UsernameRequest {
  code: string;
  newPassword: string;
}

/** How a sign-in starts. */
export type SignInFlow =
  /** USER_SRP_AUTH: the password stays on the device. The default. */
  | 'srp'
  /** USER_PASSWORD_AUTH: the password travels inside TLS. */
  | 'password'
  /** CUSTOM_AUTH: the pool's own challenges. */
  | 'custom'
  /** CUSTOM_AUTH that starts with SRP. */
  | 'custom-srp'
  /** USER_AUTH: the person chooses a first factor. */
  | 'user-auth';

/** What {@link Pool.signIn} takes. */
export interface SignInRequest extends UserContextOptions {
  username: string;
  /** Needed by `srp`, `password` and `custom-srp`. */
  password?: string | undefined;
  /** Default: `srp`. */
  flow?: SignInFlow | undefined;
  /** With `user-auth`: the factor to begin with. */
  preferredChallenge?: FirstFactor | undefined;
  /** With `user-auth`: the handle that {@link Pool.confirmSignUp} returned. No further code is asked for. */
  challengeSession?: string | undefined;
  /**
   * With `user-auth`: the authentication levels that the sign-in is to reach, such as `urn:cognito:loa:2`, the favourite
   * first. {@link Session.acr} says which one it reached.
   *
   * @see {@link https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-step-up-authentication.html}
   */
  acrValues?: readonly string[] | undefined;
  /** With `user-auth`: how long ago the person may have authenticated, in seconds. */
  maxAge?: number | undefined;
  /** Goes to the pool's Lambda functions that create and check challenges. */
  validationData?: Readonly<Record<string, string>> | undefined;
}

/** The tokens that {@link Pool.restore} takes; {@link CallOptions} may stand here, too. */
export interface RestoreRequest extends SessionTokens, CallOptions {
  accessToken: string;
  /** Default: the one in the access token. */
  username?: string | undefined;
}

/** How {@link Pool.restore} treats the tokens. */
export interface RestoreOptions extends CallOptions {
  /** Keeps the tokens in the pool's storage, so that `currentUser()` is this person. Default: false. */
  store?: boolean | undefined;
}

/**
 * Starts the engine ahead of the first `Pool`, without blocking the page while it compiles. Optional.
 *
 * @throws {AuthError} `EngineUnavailable`.
 *
 * @example
 * ```ts
 * import { ready } from 'cognito-identity-wasm';
 *
 * ready().catch((error: unknown) => console.warn('Sign-in will not work here.', error));
 * ```
 */
export declare function ready(): Promise<void>;
