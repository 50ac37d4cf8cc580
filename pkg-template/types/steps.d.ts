import type { CallOptions, ClientMetadataOptions, UserContextOptions } from './options.js';
import type { PasskeyRequestOptions } from './passkeys.js';
import type { PoolJson, ProxyJson } from './pool.js';
import type { FullTokens, Session, SessionTokens } from './session.js';
import type { User } from './user.js';

/** What every pending challenge has. */
export interface PendingStep<Status extends string, Name extends string, Answer, T extends SessionTokens = FullTokens> {
  /** What is asked for. */
  readonly status: Status;
  /** AWS's name of the challenge. */
  readonly challengeName: Name;
  /** Who is signing in, as the service names them: for a sign-in by e-mail it is the `sub`. */
  readonly username: string;
  /** The challenge's parameters as the service sent them. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The service's handle of this sign-in; it ends after minutes. */
  readonly challengeSession: string;
  /**
   * Answers the challenge and gives the next step.
   *
   * @throws {AuthError} `InvalidArgument`; `CodeMismatchException` for a wrong code; `NotAuthorizedException` when the
   * sign-in took too long or the answer is refused.
   */
  respond(answer: Answer & UserContextOptions): Promise<Step<T>>;
}

/** A code out of a message or an authenticator. */
export interface CodeAnswer {
  code: string;
}

/** Free text, or the name of a choice. */
export interface TextAnswer {
  answer: string;
}

/** A password. */
export interface PasswordAnswer {
  password: string;
}

/** A new password, and the attributes that the pool still wants. */
export interface NewPasswordAnswer {
  newPassword: string;
  attributes?: Readonly<Record<string, string>> | undefined;
}

/** What `navigator.credentials.get` gave, or its JSON. */
export interface CredentialAnswer {
  credential: object | string;
}

/** The person is signed in. */
export interface SignedInStep<T extends SessionTokens = FullTokens> {
  readonly status: 'signedIn';
  readonly user: User<T>;
  readonly session: Session<T>;
}

/** An administrator made the account: it wants a password of its own. */
export interface NewPasswordStep<T extends SessionTokens = FullTokens>
  extends PendingStep<'newPasswordRequired', 'NEW_PASSWORD_REQUIRED', NewPasswordAnswer, T> {
  /** The attributes that the account has. */
  readonly userAttributes: Readonly<Record<string, string>>;
  /** The names of the attributes that `respond` must give. */
  readonly requiredAttributes: readonly string[];
}

/** A code was sent by SMS, as second factor. */
export interface SmsMfaStep<T extends SessionTokens = FullTokens>
  extends PendingStep<'smsMfa', 'SMS_MFA', CodeAnswer, T> {
  readonly delivery: CodeDelivery;
}

/** A code of an authenticator app is asked for. */
export interface SoftwareTokenMfaStep<T extends SessionTokens = FullTokens>
  extends PendingStep<'softwareTokenMfa', 'SOFTWARE_TOKEN_MFA', CodeAnswer, T> {}

/** A code was sent by e-mail, as first or second factor. */
export interface EmailOtpStep<T extends SessionTokens = FullTokens>
  extends PendingStep<'emailOtp', 'EMAIL_OTP', CodeAnswer, T> {
  readonly delivery: CodeDelivery;
}

/** A code was sent by SMS, as first factor. */
export interface SmsOtpStep<T extends SessionTokens = FullTokens>
  extends PendingStep<'smsOtp', 'SMS_OTP', CodeAnswer, T> {
  readonly delivery: CodeDelivery;
}

/** The person has several second factors and picks one: answer with one of `options`. */
export interface SelectMfaTypeStep<T extends SessionTokens = FullTokens>
  extends PendingStep<'selectMfaType', 'SELECT_MFA_TYPE', TextAnswer, T> {
  readonly options: readonly ('SMS_MFA' | 'SOFTWARE_TOKEN_MFA' | 'EMAIL_OTP' | (string & {}))[];
}

/**
 * The pool demands a second factor and the person has none yet.
 *
 * For an authenticator app: `associate()`, show the URI as a QR code, then `respond({ code })` with its first code. For
 * e-mail: `respond({ answer })` with the address; an `emailOtp` step follows.
 */
export interface MfaSetupStep<T extends SessionTokens = FullTokens>
  extends PendingStep<'mfaSetup', 'MFA_SETUP', (CodeAnswer & { deviceName?: string | undefined }) | TextAnswer, T> {
  /** The factors that the pool lets the person set up. */
  readonly options: readonly ('SMS_MFA' | 'SOFTWARE_TOKEN_MFA' | 'EMAIL_OTP' | (string & {}))[];
  /**
   * Gets the secret for an authenticator app.
   *
   * @throws {AuthError} `SoftwareTokenMFANotFoundException` when the pool has no software tokens.
   */
  associate(options?: CallOptions): Promise<TotpSecret>;
}

/** A challenge that the pool's own Lambda functions define; `parameters` are theirs. */
export interface CustomChallengeStep<T extends SessionTokens = FullTokens>
  extends PendingStep<'customChallenge', 'CUSTOM_CHALLENGE', TextAnswer, T> {}

/** The person picks a first factor: answer with one of `options`. */
export interface SelectChallengeStep<T extends SessionTokens = FullTokens>
  extends PendingStep<'selectChallenge', 'SELECT_CHALLENGE', TextAnswer, T> {
  readonly options: readonly (FirstFactor | (string & {}))[];
}

/** The password is asked for and travels inside TLS. */
export interface PasswordStep<T extends SessionTokens = FullTokens>
  extends PendingStep<'password', 'PASSWORD', PasswordAnswer, T> {}

/** The password is asked for and stays on the device (SRP). */
export interface PasswordSrpStep<T extends SessionTokens = FullTokens>
  extends PendingStep<'passwordSrp', 'PASSWORD_SRP', PasswordAnswer, T> {}

/**
 * A passkey is asked for: `credentialRequestOptions` says which.
 *
 * @example
 * ```ts
 * import type { Step, WebAuthnStep } from 'cognito-identity-wasm';
 *
 * export async function usePasskey(step: WebAuthnStep): Promise<Step> {
 *   return step.signInWithPasskey();
 * }
 * ```
 *
 * @see {@link https://developer.mozilla.org/docs/Web/API/PublicKeyCredential/parseRequestOptionsFromJSON_static}
 */
export interface WebAuthnStep<T extends SessionTokens = FullTokens>
  extends PendingStep<'webAuthn', 'WEB_AUTHN', CredentialAnswer, T> {
  /** For `PublicKeyCredential.parseRequestOptionsFromJSON`. */
  readonly credentialRequestOptions: PasskeyRequestOptions;
  /**
   * Asks the browser for a passkey and answers with it.
   *
   * With `mediation: 'conditional'` the browser offers passkeys in the autofill of an input with
   * `autocomplete="username webauthn"`, and the promise waits until the person picks one: pass a `signal` to end that.
   *
   * @throws {AuthError} `PasskeyNotAllowed`, `PasskeyWrongSite`, `PasskeyFailed`, `NotAvailable`, `Aborted`, and what `respond` throws.
   * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-getAssertion}
   */
  signInWithPasskey(options?: PasskeySignInOptions): Promise<Step<T>>;
}

/** What {@link WebAuthnStep.signInWithPasskey} takes. */
export interface PasskeySignInOptions extends ClientMetadataOptions {
  /** How the browser asks. Default: with a dialogue. */
  mediation?: 'conditional' | 'optional' | 'required' | 'silent' | undefined;
}

/** A challenge that this version does not know: the answer goes out as ANSWER, or as the given parameters. */
export interface OtherStep<T extends SessionTokens = FullTokens>
  extends PendingStep<'other', string, TextAnswer | { parameters: Readonly<Record<string, string>> }, T> {
  /** The same as `challengeName`. */
  readonly name: string;
}

/** A first factor of the choice-based sign-in. */
export type FirstFactor = 'PASSWORD' | 'PASSWORD_SRP' | 'EMAIL_OTP' | 'SMS_OTP' | 'WEB_AUTHN';

/** A challenge that waits for an answer. */
export type Challenge<T extends SessionTokens = FullTokens> =
  | NewPasswordStep<T>
  | SmsMfaStep<T>
  | SoftwareTokenMfaStep<T>
  | EmailOtpStep<T>
  | SmsOtpStep<T>
  | SelectMfaTypeStep<T>
  | MfaSetupStep<T>
  | CustomChallengeStep<T>
  | SelectChallengeStep<T>
  | PasswordStep<T>
  | PasswordSrpStep<T>
  | WebAuthnStep<T>
  | OtherStep<T>;

/**
 * Where a sign-in stands: `status` decides what it has and how it is answered.
 *
 * Steps are plain frozen objects. `JSON.stringify(step)` is what {@link Pool.resume} takes: a challenge survives a
 * page reload. It holds the service's handle of the sign-in, so keep it no longer than the sign-in takes.
 *
 * @example
 * ```ts
 * import type { Step } from 'cognito-identity-wasm';
 *
 * export async function finish(step: Step, ask: (what: string) => Promise<string>): Promise<Step> {
 *   switch (step.status) {
 *     case 'signedIn': return step;
 *     case 'softwareTokenMfa': return step.respond({ code: await ask('Code of your authenticator') });
 *     case 'newPasswordRequired': return step.respond({ newPassword: await ask('New password') });
 *     case 'selectMfaType': return step.respond({ answer: step.options[0] ?? 'SMS_MFA' });
 *     default: throw new Error(`Not handled here: ${step.status}`);
 *   }
 * }
 * ```
 */
export type Step<T extends SessionTokens = FullTokens> = SignedInStep<T> | Challenge<T>;

/** A pending step as JSON. It is bound to its pool and app client: {@link Pool.resume} of another pool refuses it. */
export interface StepJson {
  status: Exclude<Step['status'], 'signedIn'>;
  challengeName: string;
  username: string;
  parameters: Record<string, string>;
  challengeSession: string;
  /** Where the sign-in was started. */
  pool: PoolJson | ProxyJson;
  [field: string]: unknown;
}

/** Where a code was sent. The destination is masked by the service. */
export interface CodeDelivery {
  readonly destination?: string;
  readonly medium?: 'SMS' | 'EMAIL' | (string & {});
  readonly attributeName?: string;
}

/** The secret of an authenticator app. */
export interface TotpSecret {
  /** Base32, to type in. */
  readonly secretCode: string;
  /** An `otpauth://totp/…` URI, to show as a QR code. */
  readonly uri: string;
}
