/**
 * What the entries of the modern API share: everything but {@link Pool}, of which an entry for apps behind an auth proxy takes less.
 *
 * @packageDocumentation
 */

export type {
  AuthErrorCode,
  AuthErrorDetails,
  AuthErrorJson,
  AuthErrorKind,
  AwsErrorCode,
  LoginErrorCode,
  OwnErrorCode,
} from './errors.js';
export { AuthError, isAuthError } from './errors.js';
export type {
  CallOptions,
  ClientMetadataOptions,
  CommonPoolOptions,
  FetchInit,
  FetchLike,
  FetchReply,
  ProxyPoolOptions,
  StorageLike,
  UserContextData,
  UserContextOptions,
} from './options.js';
export type {
  PasskeyCreationOptions,
  PasskeyCreationOptionsLike,
  PasskeyDescriptor,
  PasskeyRequestOptions,
  PasskeyRequestOptionsLike,
} from './passkeys.js';
export type {
  AbortSignalLike,
  RequestInitLike,
  RequestLike,
  ResponseLike,
  UrlLike,
  WasmBytes,
  WasmModule,
  WasmSource,
  WebAbortSignal,
  WebBody,
  WebFetch,
  WebRequest,
  WebRequestInit,
  WebResponse,
  WebUrl,
} from './platform.js';
export type {
  ConfirmForgotPasswordRequest,
  ConfirmSignUpRequest,
  ConfirmSignUpResult,
  ProxyJson,
  ProxyPoolConstructor,
  RestoreOptions,
  RestoreRequest,
  SignInFlow,
  SignInRequest,
  SignUpRequest,
  SignUpResult,
  UsernameRequest,
} from './pool.js';
export { ready } from './pool.js';
export type {
  AppTokens,
  CookieTokens,
  FullTokens,
  JwtOf,
  ProxiedTokens,
  SessionFetchInit,
  SessionFetchInput,
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
  FactorStatus,
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
  UserSession,
  UserSessionList,
  UserSessionListRequest,
  UserSessions,
} from './user.js';
export { User } from './user.js';
