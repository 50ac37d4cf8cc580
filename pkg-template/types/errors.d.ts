/** Who has to act on an error: the program, the person or the configuration, the network, the service, or this package. */
export type AuthErrorKind = 'caller' | 'service' | 'network' | 'server' | 'internal';

/** The codes that this package gives itself. */
export type OwnErrorCode =
  /**
   * No answer arrived from the service. Retryable, except after a request that may have arrived and must not be sent
   * twice, such as a sign-up: then the message says that it may have happened.
   */
  | 'NetworkError'
  /** The call took longer than `timeoutMs`. Retryable. */
  | 'Timeout'
  /** The `signal` fired; its reason is the error's `cause`. */
  | 'Aborted'
  /** An argument is missing, empty, too long or of the wrong type. */
  | 'InvalidArgument'
  /** Nobody is signed in, or the session ended. */
  | 'NotSignedIn'
  /** A token is no JSON Web Token. */
  | 'MalformedToken'
  /** WebAssembly cannot run here; the message says what to change. */
  | 'EngineUnavailable'
  /** The object was closed. */
  | 'Closed'
  /** The operation does not exist in this configuration. */
  | 'NotAvailable'
  /** A defect of this package, or an answer that no service should give. */
  | 'Internal';

/** The codes of managed login (`cognito-identity-wasm/login`): its own, and OAuth's in our spelling. */
export type LoginErrorCode =
  /** The answer's state is of no sign-in that this browser began and did not complete yet. */
  | 'UnknownState'
  /** More than ten minutes passed between leaving and coming back. */
  | 'LoginExpired'
  /** Another issuer answered (`iss`) than the one that was asked. */
  | 'IssuerMismatch'
  /** The ID token answers another sign-in. */
  | 'NonceMismatch'
  /** The tokens are not of this pool, this app client or one person, have ended, or are older than `maxAge` allows. */
  | 'InvalidIdToken'
  /** The browser opened no window. */
  | 'PopupBlocked'
  /** The person closed the window. */
  | 'PopupClosed'
  /** The person or the provider refused: `access_denied`. */
  | 'AccessDenied'
  /** Nobody is signed in there, and `prompt: 'none'` shows no page: `login_required`. */
  | 'LoginRequired'
  /** The same with a page that is not a login: `interaction_required`. */
  | 'InteractionRequired'
  /** The request is wrong, or a trigger of the pool refused: `invalid_request`. */
  | 'InvalidRequest'
  /** The app client may not do this, or the redirect address is another one: `unauthorized_client`. */
  | 'UnauthorizedClient'
  /** The app client has no such scope: `invalid_scope`. */
  | 'InvalidScope'
  /** The app client is not known, or its secret is wrong: `invalid_client`. */
  | 'InvalidClient'
  /** The code was used or has ended, or a scope needs attributes that the app client may not read: `invalid_grant`. */
  | 'InvalidGrant'
  /** The app client does not allow the grant: `unsupported_grant_type`. */
  | 'UnsupportedGrantType'
  /** The app client does not allow the flow: `unsupported_response_type`. */
  | 'UnsupportedResponseType'
  /** The service or the provider behind it failed: `server_error`. */
  | 'ServerError'
  /** The same, for now: `temporarily_unavailable`. */
  | 'TemporarilyUnavailable'
  /** The service refused with a code that is none of OAuth's form. */
  | 'LoginRefused';

/** The codes of `user.passkeys.add()` and `step.signInWithPasskey()`; `cause` is the browser's DOMException. */
export type PasskeyErrorCode =
  /** The authenticator has a passkey for the account already: `InvalidStateError`. */
  | 'PasskeyExists'
  /** The person cancelled, or the time ran out: `NotAllowedError`, `TimeoutError`. */
  | 'PasskeyNotAllowed'
  /** The page's domain does not belong to the pool's relying party: `SecurityError`. */
  | 'PasskeyWrongSite'
  /** The authenticator failed in another way, or gave nothing. */
  | 'PasskeyFailed';

/**
 * The names of the exceptions that Amazon Cognito answers with.
 *
 * @see {@link https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/CommonErrors.html}
 */
export type AwsErrorCode =
  | 'AliasExistsException'
  | 'CodeDeliveryFailureException'
  | 'CodeMismatchException'
  | 'ConcurrentModificationException'
  | 'DeviceKeyExistsException'
  | 'EnableSoftwareTokenMFAException'
  | 'ExpiredCodeException'
  | 'FeatureUnavailableInTierException'
  | 'ForbiddenException'
  | 'InternalErrorException'
  | 'InvalidEmailRoleAccessPolicyException'
  | 'InvalidLambdaResponseException'
  | 'InvalidParameterException'
  | 'InvalidPasswordException'
  | 'InvalidSmsRoleAccessPolicyException'
  | 'InvalidSmsRoleTrustRelationshipException'
  | 'InvalidUserPoolConfigurationException'
  | 'LimitExceededException'
  | 'MFAMethodNotFoundException'
  | 'NotAuthorizedException'
  | 'OperationNotEnabledException'
  | 'PasswordHistoryPolicyViolationException'
  | 'PasswordResetRequiredException'
  | 'RefreshTokenReuseException'
  | 'ResourceNotFoundException'
  | 'SoftwareTokenMFANotFoundException'
  | 'TooManyFailedAttemptsException'
  | 'TooManyRequestsException'
  | 'UnauthorizedException'
  | 'UnexpectedLambdaException'
  | 'UnsupportedOperationException'
  | 'UnsupportedTokenTypeException'
  | 'UserLambdaValidationException'
  | 'UserNotConfirmedException'
  | 'UserNotFoundException'
  | 'UserPoolAddOnNotEnabledException'
  | 'UsernameExistsException'
  | 'WebAuthnChallengeNotFoundException'
  | 'WebAuthnClientMismatchException'
  | 'WebAuthnConfigurationMissingException'
  | 'WebAuthnCredentialNotSupportedException'
  | 'WebAuthnNotEnabledException'
  | 'WebAuthnOriginNotAllowedException'
  | 'WebAuthnRelyingPartyMismatchException';

/** A stable error code; the union stays open, because the service may add exceptions. */
export type AuthErrorCode = OwnErrorCode | PasskeyErrorCode | LoginErrorCode | AwsErrorCode | (string & {});

/**
 * The one error of this package.
 *
 * `instanceof AuthError` holds for every such error, also across two copies of the package: it asks what
 * {@link isAuthError} asks. Messages hold no password, token or code.
 *
 * @example
 * ```ts
 * import { AuthError, Pool } from 'cognito-identity-wasm';
 *
 * export async function signIn(pool: Pool, username: string, password: string) {
 *   try {
 *     return await pool.signIn({ username, password });
 *   } catch (error) {
 *     if (error instanceof AuthError && error.code === 'UserNotConfirmedException') return 'confirm first';
 *     throw error;
 *   }
 * }
 * ```
 */
export declare class AuthError extends Error {
  /** Makes one; `kind` is `caller` and `retryable` false unless `details` say otherwise. */
  constructor(code: AuthErrorCode, message: string, details?: AuthErrorDetails);
  /** Holds for what {@link isAuthError} takes. */
  static [Symbol.hasInstance](value: unknown): value is AuthError;
  readonly name: 'AuthError';
  /** What went wrong: AWS's exception name, or one of {@link OwnErrorCode}. */
  readonly code: AuthErrorCode;
  /** Who has to act. */
  readonly kind: AuthErrorKind;
  /** Whether the same call can succeed later, unchanged. */
  readonly retryable: boolean;
  /** The HTTP status, when there was an answer. */
  readonly status?: number;
  /** `x-amzn-RequestId`, when there was one: AWS support asks for it. */
  readonly requestId?: string;
  /** How long the service asked to wait (`Retry-After`), in milliseconds. */
  readonly retryAfterMs?: number;
  /** The service's own words for a refusal of a managed login. */
  readonly reason?: string;
  /** What the app gave to the managed login that failed. */
  readonly state?: unknown;
  /** What lies below: a `TypeError` of `fetch`, an abort reason, a trap of the engine. */
  readonly cause?: Error extends { cause?: infer T } ? T : unknown;
  /** What `JSON.stringify` shows: no stack, no cause. */
  toJSON(): AuthErrorJson;
}

/** What {@link AuthError.toJSON} shows. */
export interface AuthErrorJson {
  name: 'AuthError';
  code: AuthErrorCode;
  message: string;
  kind: AuthErrorKind;
  retryable: boolean;
  status?: number;
  requestId?: string;
  retryAfterMs?: number;
  reason?: string;
  state?: unknown;
}

/** What else an {@link AuthError} can carry. */
export interface AuthErrorDetails {
  kind?: AuthErrorKind | undefined;
  retryable?: boolean | undefined;
  status?: number | undefined;
  requestId?: string | undefined;
  retryAfterMs?: number | undefined;
  reason?: string | undefined;
  state?: unknown;
  cause?: unknown;
}

/**
 * Tells whether a caught value is an {@link AuthError}, also one of another copy of this package.
 *
 * @example
 * ```ts
 * import { isAuthError } from 'cognito-identity-wasm';
 *
 * export const mayRetry = (error: unknown): boolean => isAuthError(error) && error.retryable;
 * ```
 */
export declare function isAuthError(value: unknown): value is AuthError;
