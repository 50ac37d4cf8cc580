/**
 * User pools in memory that check what Amazon Cognito checks: SRP proofs, codes, devices, tokens.
 *
 * For demos, tests and work without a network. It is no place for real accounts: codes lie open in `outbox`, and the
 * admin operations take any credentials.
 *
 * @example
 * ```ts
 * import { Pool } from 'cognito-identity-wasm';
 * import { LocalCognito } from 'cognito-identity-wasm/local';
 *
 * const ids = { userPoolId: 'us-east-1_Test00001', clientId: 'test' };
 * const local = new LocalCognito({
 *   pools: [{ pool: { Id: ids.userPoolId, AutoVerifiedAttributes: ['email'] }, clients: [{ ClientId: ids.clientId }] }],
 * });
 * const pool = new Pool({ ...ids, endpoint: 'http://local/', fetch: local.fetch });
 * await pool.signUp({ username: 'ada', password: 'Correct-Horse-7', attributes: { email: 'ada@example.com' } });
 * await pool.confirmSignUp({ username: 'ada', code: local.outbox.at(-1)?.code ?? '' });
 * ```
 * @module
 */

import type { WebRequest, WebRequestInit, WebResponse, WebUrl } from './platform.js';

export type { AuthErrorCode, AuthErrorDetails, AuthErrorJson, AuthErrorKind } from './errors.js';
export { AuthError, isAuthError } from './errors.js';

/** The triggers that a handler can answer, named as the members of `LambdaConfig` with a small first letter. */
export type TriggerName =
  | 'preSignUp'
  | 'postConfirmation'
  | 'preAuthentication'
  | 'postAuthentication'
  | 'preTokenGeneration'
  | 'defineAuthChallenge'
  | 'createAuthChallenge'
  | 'verifyAuthChallengeResponse'
  | 'userMigration'
  | 'customMessage'
  | 'customSMSSender'
  | 'customEmailSender';

/**
 * The event of a trigger, in AWS's shape.
 *
 * @see {@link https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-identity-pools-working-with-aws-lambda-triggers.html}
 */
export interface TriggerEvent {
  version: string;
  triggerSource: string;
  region: string;
  userPoolId: string;
  userName: string;
  callerContext: { awsSdkVersion: string; clientId: string };
  // biome-ignore lint/suspicious/noExplicitAny: its members differ by trigger, as in AWS's own typings.
  request: any;
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  response: any;
}

/** Answers a trigger: returns the event with its `response` filled in, or throws to refuse. */
export type TriggerHandler = (event: TriggerEvent) => TriggerEvent | Promise<TriggerEvent>;

/**
 * The handlers of one pool: functions, or addresses.
 *
 * An address gets the event by POST, as JSON, and answers it with its `response` filled in, as the `invocations` of a Lambda runtime do; an answer with `errorMessage` refuses.
 * The events of custom senders have the code as `request.plainCode`, in clear: there is no KMS here that encrypts it.
 */
export type TriggerHandlers = { [Name in TriggerName]?: TriggerHandler | string };

/** A user who is there from the start; without a password, one who signs in without. */
export interface SeededUser {
  Username: string;
  /** A permanent password. */
  Password?: string | undefined;
  /** A password that must be changed at the first sign-in: NEW_PASSWORD_REQUIRED. */
  TemporaryPassword?: string | undefined;
  /** By name, or as AWS lists them. `sub` fixes the user's id. */
  Attributes?: Record<string, string> | { Name: string; Value: string }[] | undefined;
  /** Of the pool's `groups`; a pool that names none gets those of its users. */
  Groups?: string[] | undefined;
  UserStatus?: 'CONFIRMED' | 'UNCONFIRMED' | 'RESET_REQUIRED' | 'FORCE_CHANGE_PASSWORD' | undefined;
  Enabled?: boolean | undefined;
  /** Second factors that are turned on, and that the pool asks for; `secretCode` is the Base32 text that an authenticator app has. */
  mfa?:
    | {
        sms?: boolean | undefined;
        email?: boolean | undefined;
        softwareToken?: { secretCode: string; friendlyName?: string | undefined } | undefined;
        preferred?: 'sms' | 'softwareToken' | 'email' | undefined;
      }
    | undefined;
  /** Anything else is for whoever reads the configuration; a name that is close to one of these is refused as mistyped. */
  [member: string]: unknown;
}

/** One pool with its app clients, users and handlers. */
export interface LocalPoolConfig {
  /** The members of a CreateUserPool request; `Id` fixes the pool's id, like `us-east-1_Local0001`. */
  pool?: { PoolName?: string | undefined; Id?: string | undefined; [member: string]: unknown } | undefined;
  /** The members of CreateUserPoolClient requests; `ClientId` and `ClientSecret` fix these two. */
  clients?:
    | {
        ClientName?: string | undefined;
        ClientId?: string | undefined;
        ClientSecret?: string | undefined;
        [member: string]: unknown;
      }[]
    | undefined;
  /**
   * The members of CreateIdentityProvider requests. One of the type OIDC is asked at its `oidc_issuer`; the others are pages here that
   * pretend to be it.
   */
  identityProviders?: { ProviderName: string; ProviderType: string; [member: string]: unknown }[] | undefined;
  /** The members of CreateResourceServer requests; app clients of the pool can then have their scopes. */
  resourceServers?: { Identifier: string; Name: string; [member: string]: unknown }[] | undefined;
  /** The members of CreateUserPoolDomain requests: a prefix, a domain of your own, or both. */
  domains?: { Domain: string; [member: string]: unknown }[] | undefined;
  /** Managed login at once; `domains`, `identityProviders` and the members of app clients say the same at length. */
  login?: LocalLoginConfig | undefined;
  users?: SeededUser[] | undefined;
  /** Names, or what CreateGroup takes. */
  groups?: (string | { GroupName: string; [member: string]: unknown })[] | undefined;
  /** Functions; the command line also takes the path of a module that exports them, relative to the configuration. */
  handlers?: TriggerHandlers | string | undefined;
  /**
   * Where the functions of the pool's `LambdaConfig` are served, as by `sam local start-lambda`: like `http://127.0.0.1:3001`. `handlers` go before them.
   */
  lambdaEndpoint?: string | undefined;
  /** How long a handler may take, in milliseconds: 5000 by default, as at AWS. */
  handlerTimeoutMs?: number | undefined;
}

/**
 * Managed login of a pool: its pages, OAuth 2.0, OpenID Connect.
 *
 * The members with AWS's names are those of CreateUserPoolClient, for every app client that has none of `CallbackURLs`, `AllowedOAuthFlows`
 * and `AllowedOAuthFlowsUserPoolClient` itself; without `CallbackURLs` no app client gets any.
 *
 * @example
 * ```ts
 * import { LocalCognito } from 'cognito-identity-wasm/local';
 *
 * export const local = new LocalCognito({
 *   endpoint: 'http://localhost:9400',
 *   pools: [{ clients: [{ ClientId: 'app' }], login: { CallbackURLs: ['http://localhost:3000/'], identityProviders: ['Google'] } }],
 * });
 * ```
 * @see {@link https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-managed-login.html}
 */
export interface LocalLoginConfig {
  /** A prefix, or with a dot in it a domain of your own: `login-1` for the first pool by default. Every pool is served at the root, too. */
  domain?: string | undefined;
  /** What the pages call the pool: its name by default. */
  title?: string | undefined;
  /** Names like `Google` for pages that pretend to be the provider (any other name is a SAML provider), or CreateIdentityProvider requests. */
  identityProviders?:
    | (string | { ProviderName: string; ProviderType: string; [member: string]: unknown })[]
    | undefined;
  /** The ID token of a fresh federated sign-in without a nonce has one that nobody sent, as at AWS. */
  federatedNonce?: boolean | undefined;
  /** Where apps get their codes: compared letter by letter. */
  CallbackURLs?: string[] | undefined;
  /** Where `/logout` may lead: `CallbackURLs` by default. */
  LogoutURLs?: string[] | undefined;
  /** `['code']` by default. */
  AllowedOAuthFlows?: ('code' | 'implicit' | 'client_credentials')[] | undefined;
  /** `openid`, `email`, `phone`, `profile` and `aws.cognito.signin.user.admin` by default. */
  AllowedOAuthScopes?: string[] | undefined;
  /** `COGNITO` and all of `identityProviders` by default. */
  SupportedIdentityProviders?: string[] | undefined;
}

/** A failure that strikes the next calls. */
export interface FaultFailure {
  /** Only this operation; every one when absent. */
  operation?: string | undefined;
  /** How many calls still fail; without it, all of them. */
  times?: number | undefined;
  /** The HTTP status of a server error. */
  status?: number | undefined;
  /** The body of a server error. */
  body?: string | undefined;
}

/** Switches that make the server misbehave; `POST /_local/faults` takes the same. */
export interface Faults {
  /** Every answer waits so long. */
  latencyMs?: number | undefined;
  throttle?: FaultFailure | undefined;
  serverError?: FaultFailure | undefined;
  drop?: FaultFailure | undefined;
  /** The server's clock runs ahead by so much; behind, when negative. */
  clockSkewMs?: number | undefined;
  oddSalt?: boolean | undefined;
  signedSalt?: boolean | undefined;
  oddB?: boolean | undefined;
  signedB?: boolean | undefined;
}

/** What a local Cognito is made of. */
export interface LocalConfig {
  pools?: LocalPoolConfig[] | undefined;
  faults?: Faults | undefined;
  /** Where new pools live: `us-east-1` by default. */
  region?: string | undefined;
  /** What tokens name as their issuer: a prefix, or a pattern with `{poolId}`; AWS's own form by default. */
  issuer?: string | undefined;
  /** The address under which this server is reached, when tokens shall name it as their issuer. */
  endpoint?: string | undefined;
}

/** A pool as `pools` tells it. */
export interface LocalPool {
  readonly userPoolId: string;
  readonly name: string;
  /** In the order of the configuration, then of their making. */
  readonly clientIds: readonly string[];
  /** The host names of its domains, where managed login answers, too. */
  readonly domains: readonly string[];
}

/** A message that a real pool would have sent. */
export interface SentCode {
  readonly username: string;
  readonly userPoolId: string;
  readonly kind: 'signUp' | 'resendCode' | 'forgotPassword' | 'adminCreateUser' | 'verifyAttribute' | 'authentication';
  readonly medium: 'EMAIL' | 'SMS';
  readonly destination: string;
  readonly code: string;
  /** Of an e-mail. */
  readonly subject?: string;
  /** The text with the code in it, by the pool's templates or its trigger `customMessage`; absent where a custom sender sends. */
  readonly message?: string;
}

/** User pools in memory. */
export class LocalCognito {
  /**
   * Makes the pools; without a configuration one, with one app client and sign-up by e-mail.
   *
   * @param options.snapshot - What an earlier `snapshot()` gave: its pools replace those of the configuration, whose handlers stay.
   * @throws AuthError `InvalidArgument` for a configuration that cannot be read, `EngineUnavailable`.
   *
   * @example
   * ```ts
   * import { LocalCognito } from 'cognito-identity-wasm/local';
   *
   * const first = new LocalCognito();
   * export const second = new LocalCognito({}, { snapshot: await first.snapshot() });
   * ```
   */
  constructor(config?: LocalConfig, options?: { snapshot?: string | undefined });

  /**
   * Answers a request as the service would; bound, so that it can be handed on as a `fetch`.
   *
   * The host of the URL does not matter. It rejects as `fetch` does: with the signal's reason, and with a `TypeError` for the dropped connections of `faults`.
   */
  readonly fetch: (input: WebRequest | WebUrl | string, init?: WebRequestInit) => Promise<WebResponse>;

  /** The pools there are. */
  readonly pools: readonly LocalPool[];

  /**
   * What the configuration says and `options.snapshot` overrules, like `pools[0].users: grace`; empty without a snapshot.
   *
   * A snapshot is taken as a whole: pools, users and settings that the configuration got later are not added to it.
   */
  readonly ignored: readonly string[];

  /** What was sent to people so far, newest last. */
  readonly outbox: readonly SentCode[];

  /** Replaces the fault switches; without an argument everything works again. */
  setFaults(faults?: Faults): Promise<void>;

  /** The whole state as JSON: pools, users, digests that are as good as the passwords at this server, tokens, the signing key. Keep it as you keep a key. */
  snapshot(): Promise<string>;

  /** Drops the state; requests from then on reject with `Closed`. */
  close(): void;
}
