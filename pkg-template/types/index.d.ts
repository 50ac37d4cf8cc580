/**
 * Signs people in to Amazon Cognito user pools, in Rust and WebAssembly.
 *
 * Two rules hold for every asynchronous method. It rejects with an {@link AuthError} and never throws. And it takes
 * `signal` and `timeoutMs`: in its one object of named options; or, when its first argument is a name, a list or a map
 * of attributes, in an object behind it.
 *
 * @packageDocumentation
 */

export * from './dropin.js';
export type { AuthErrorCode, AuthErrorDetails, AuthErrorKind, AwsErrorCode, OwnErrorCode } from './errors.js';
export { AuthError, isAuthError } from './errors.js';
export type {
  CallOptions,
  ClientMetadataOptions,
  CommonPoolOptions,
  FetchInit,
  FetchLike,
  FetchReply,
  PoolOptions,
  ProxyPoolOptions,
  StorageLike,
  UserContextData,
} from './options.js';
export type {
  ConfirmForgotPasswordRequest,
  ConfirmSignUpRequest,
  PoolConstructor,
  PoolJson,
  ProxyJson,
  RestoreRequest,
  SignInFlow,
  SignInRequest,
  SignUpRequest,
  SignUpResult,
  UsernameRequest,
} from './pool.js';
export { Pool, ready } from './pool.js';
export type {
  AppTokens,
  CookieTokens,
  FullTokens,
  JwtOf,
  ProxiedTokens,
  SessionFetchInit,
  SessionJson,
  SessionTokens,
} from './session.js';
export { Session } from './session.js';
export type {
  Challenge,
  CodeAnswer,
  CodeDelivery,
  CredentialAnswer,
  CustomChallengeStep,
  EmailOtpStep,
  FirstFactor,
  MfaSetupStep,
  NewPasswordAnswer,
  NewPasswordStep,
  OtherStep,
  PasswordAnswer,
  PasswordSrpStep,
  PasswordStep,
  PendingStep,
  SelectChallengeStep,
  SelectMfaTypeStep,
  SignedInStep,
  SmsMfaStep,
  SmsOtpStep,
  SoftwareTokenMfaStep,
  Step,
  StepJson,
  TextAnswer,
  TotpSecret,
  WebAuthnStep,
} from './steps.js';
export type { AccessToken, AccessTokenClaims, CommonClaims, IdToken, IdTokenClaims, Token } from './tokens.js';
export type {
  ChangePasswordRequest,
  ConfirmAttributeRequest,
  Device,
  DeviceList,
  DeviceListRequest,
  MfaMethod,
  MfaRequest,
  MfaSetting,
  MfaStatus,
  MfaVerifyRequest,
  Passkey,
  PasskeyList,
  PasskeyListRequest,
  PasskeyRequest,
  SessionOptions,
  SignOutOptions,
  SignOutResult,
  UpdateAttributesResult,
  UserDevices,
  UserMfa,
  UserPasskeys,
} from './user.js';
export { User } from './user.js';
