import type { CallOptions, ClientMetadataOptions, PoolOptions, ProxyPoolOptions } from './options.js';
import type { AppTokens, CookieTokens, FullTokens, ProxiedTokens, SessionTokens } from './session.js';
import type { Challenge, CodeDelivery, FirstFactor, Step, StepJson } from './steps.js';
import type { User } from './user.js';

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
   * @throws {AuthError} `CodeMismatchException`, `ExpiredCodeException`, `AliasExistsException`.
   * @see {@link https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmSignUp.html}
   */
  confirmSignUp(request: ConfirmSignUpRequest): Promise<void>;

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
   * @throws {AuthError} `InvalidArgument` for what is no saved step. Synchronously.
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

  /** Who is signed in, according to the storage: no network, no check of the tokens; `null` when nobody is. */
  currentUser(): User<T> | null;

  /**
   * Makes a user of tokens that came from elsewhere: nothing is sent and nothing is stored.
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
  restore<R extends RestoreRequest>(tokens: R): Promise<User<R>>;

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
export interface PoolConstructor {
  /** The auth proxy keeps the tokens in cookies: `jwt` is `undefined`, claims and times are there. */
  new (options: ProxyPoolOptions & { custody: 'cookie' }): Pool<CookieTokens>;
  /** The app holds the tokens that the auth proxy hands out. */
  new (options: ProxyPoolOptions & { custody: 'token' }): Pool<AppTokens>;
  /** An auth proxy of either custody. */
  new (options: ProxyPoolOptions): Pool<ProxiedTokens>;
  /** Amazon Cognito. */
  new (options: PoolOptions): Pool;
  /** What all pools share. */
  readonly prototype: Pool;
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

export interface SignUpRequest extends ClientMetadataOptions {
  username: string;
  password: string;
  /** AWS's names, such as `email` or `custom:team`. */
  attributes?: Record<string, string>;
  /** Goes to the pool's pre-sign-up Lambda function. */
  validationData?: Record<string, string>;
}

/** Whether the account can sign in, or wants the code that was sent. */
export type SignUpResult =
  | { readonly status: 'confirmed'; readonly userSub: string; readonly delivery?: CodeDelivery }
  | { readonly status: 'confirmationRequired'; readonly userSub: string; readonly delivery?: CodeDelivery };

export interface UsernameRequest extends ClientMetadataOptions {
  username: string;
}

export interface ConfirmSignUpRequest extends UsernameRequest {
  code: string;
  /** Takes over an address or number that another account confirmed before. Default: false. */
  forceAliasCreation?: boolean;
}

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

export interface SignInRequest extends ClientMetadataOptions {
  username: string;
  /** Needed by `srp`, `password` and `custom-srp`. */
  password?: string;
  /** Default: `srp`. */
  flow?: SignInFlow;
  /** With `user-auth`: the factor to begin with. */
  preferredChallenge?: FirstFactor;
  /** Goes to the pool's Lambda functions that create and check challenges. */
  validationData?: Record<string, string>;
}

export interface RestoreRequest extends SessionTokens, CallOptions {
  accessToken: string;
  /** Default: the one in the access token. */
  username?: string;
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
