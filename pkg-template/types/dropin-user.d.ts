// biome-ignore-all lint/suspicious/noExplicitAny: so are the old typings, and old code must compile
import type { Client } from './dropin-client.js';
import type { CognitoUserPool, UserContext } from './dropin-pool.js';
import type { ICognitoStorage } from './dropin-storage.js';
import type { CognitoRefreshToken, CognitoUserSession } from './dropin-tokens.js';

/** A callback that gets an error or a result. */
export type NodeCallback<E, T> = (err?: E, result?: T) => void;
/** A callback of {@link CognitoUser.updateAttributes}: `details` tell where codes were sent. */
export type UpdateAttributesNodeCallback<E, T, K> = (err?: E, result?: T, details?: K) => void;
export declare namespace NodeCallback {
  /** Any of these callbacks. */
  type Any = NodeCallback<Error | undefined, any>;
}

/**
 * A promise of `T`, from a method that got no callback.
 *
 * TypeScript sees `any` here: with a `Promise` it would refuse subclasses that override the method and return nothing,
 * which old code does. Say what you expect: `const session: CognitoUserSession = await user.getSession()`.
 */
export type Promised<_T> = any;

/** A challenge that waits for a person, to whom gave no callbacks. */
export interface PendingChallenge {
  challengeName: string;
  parameters: any;
}

/** Where a code was sent. */
export interface CodeDeliveryDetails {
  AttributeName: string;
  DeliveryMedium: string;
  Destination: string;
}

/** What the pool's Lambda functions are told. */
export type ClientMetadata = { [key: string]: string } | undefined;

/** Where a sign-in goes: one of these is called, as a method of this object. */
export interface IAuthenticationCallback {
  /** The person is signed in. */
  onSuccess: (session: CognitoUserSession, userConfirmationNecessary?: boolean) => void;
  /** The sign-in failed; `err.code` says why. */
  onFailure: (err: any) => void;
  /** NEW_PASSWORD_REQUIRED; answer with `completeNewPasswordChallenge`. */
  newPasswordRequired?: (userAttributes: any, requiredAttributes: any) => void;
  /** SMS_MFA; answer with `sendMFACode`. */
  mfaRequired?: (challengeName: ChallengeName, challengeParameters: any) => void;
  /** SOFTWARE_TOKEN_MFA; answer with `sendMFACode(code, callbacks, 'SOFTWARE_TOKEN_MFA')`. */
  totpRequired?: (challengeName: ChallengeName, challengeParameters: any) => void;
  /** CUSTOM_CHALLENGE; answer with `sendCustomChallengeAnswer`. */
  customChallenge?: (challengeParameters: any) => void;
  /** MFA_SETUP; go on with `associateSoftwareToken`. */
  mfaSetup?: (challengeName: ChallengeName, challengeParameters: any) => void;
  /** SELECT_MFA_TYPE; answer with `sendMFASelectionAnswer`. */
  selectMFAType?: (challengeName: ChallengeName, challengeParameters: any) => void;
  /** EMAIL_OTP; answer with `sendMFACode(code, callbacks, 'EMAIL_OTP')`. Without it the challenge is a failure. */
  emailOtpRequired?: (challengeName: 'EMAIL_OTP', challengeParameters: any) => void;
  /** SELECT_CHALLENGE; without it the challenge is a failure. */
  selectChallenge?: (challengeName: 'SELECT_CHALLENGE', challengeParameters: any) => void;
  /** WEB_AUTHN; without it the challenge is a failure. */
  webAuthnRequired?: (challengeName: 'WEB_AUTHN', challengeParameters: any) => void;
}

/** A second factor. */
export interface IMfaSettings {
  PreferredMfa: boolean;
  Enabled: boolean;
}

/** What a person gives to sign in. */
export interface IAuthenticationDetailsData {
  /** Not used to sign in: the name of the {@link CognitoUser} is. */
  Username: string;
  Password?: string;
  ValidationData?: { [key: string]: any };
  /** Parameters of a custom sign-in, for {@link CognitoUser.initiateAuth}. */
  AuthParameters?: { [key: string]: string };
  ClientMetadata?: ClientMetadata;
}

/** What a person gives to sign in. */
export declare class AuthenticationDetails {
  /** Keeps what it is given; nothing is checked. */
  constructor(data: IAuthenticationDetailsData);
  /** The name as it was given; a sign-in uses that of the {@link CognitoUser}. */
  getUsername(): string;
  /** The password as it was given. */
  getPassword(): string;
  /** What goes to the pool's Lambda functions as validation data; an empty object unless given. */
  getValidationData(): any;
  /** The parameters of a custom sign-in; an empty object unless given. */
  getAuthParameters?(): { [key: string]: string };
  /** What the pool's Lambda functions are told; an empty object unless given. */
  getClientMetadata?(): { [key: string]: string };
}

/** Whose user, and where the session is kept. */
export interface ICognitoUserData {
  Username: string;
  Pool: CognitoUserPool;
  /** `localStorage` unless given, whatever the pool has; without one, the pool's. */
  Storage?: ICognitoStorage;
}

/** What a refresh, should there be one, tells the pool's Lambda functions. */
export interface GetSessionOptions {
  clientMetadata: Record<string, string>;
}

/** AWS's names of the challenges that the incumbent knew. */
export type ChallengeName =
  | 'CUSTOM_CHALLENGE'
  | 'MFA_SETUP'
  | 'NEW_PASSWORD_REQUIRED'
  | 'SELECT_MFA_TYPE'
  | 'SMS_MFA'
  | 'SOFTWARE_TOKEN_MFA';

/** A second factor of the older settings. */
export interface MFAOption {
  DeliveryMedium: 'SMS' | 'EMAIL';
  AttributeName: string;
}

/** What GetUser answers; members that the person has not are missing. */
export interface UserData {
  MFAOptions: MFAOption[];
  PreferredMfaSetting: string;
  UserAttributes: ICognitoUserAttributeData[];
  UserMFASettingList: string[];
  Username: string;
}

/** An attribute as the service lists them. */
export interface ICognitoUserAttributeData {
  Name: string;
  Value: string;
}

/** An attribute of a person, such as `email`. */
export declare class CognitoUserAttribute implements ICognitoUserAttributeData {
  /** What is missing or falsy becomes an empty text. */
  constructor(data: ICognitoUserAttributeData);
  Name: string;
  Value: string;
  /** The value. */
  getValue(): string;
  /** Changes the value. */
  setValue(value: string): CognitoUserAttribute;
  /** The name, such as `email`. */
  getName(): string;
  /** Changes the name. */
  setName(name: string): CognitoUserAttribute;
  /** The attribute as JSON. */
  toString(): string;
  /** Name and Value, as the service takes them. */
  toJSON(): object;
}

/**
 * A person of a pool.
 *
 * Methods take a callback `(error, result)` or an object of callbacks, and return a promise when they get none.
 *
 * @throws {Error} without Username or Pool.
 *
 * @example
 * ```ts
 * import { AuthenticationDetails, CognitoUser, CognitoUserPool } from 'cognito-identity-wasm';
 *
 * const Pool = new CognitoUserPool({ UserPoolId: 'eu-central-1_AbCdEf123', ClientId: '1h57kf5cpq17m0eml12EXAMPLE' });
 * const user = new CognitoUser({ Username: 'mia', Pool });
 * user.authenticateUser(new AuthenticationDetails({ Username: 'mia', Password: 'Correct-h0rse!' }), {
 *   onSuccess: (session) => console.log(session.getIdToken().payload),
 *   onFailure: (error) => console.error(error.message),
 *   mfaRequired() {
 *     user.sendMFACode('123456', this);
 *   },
 * });
 * ```
 */
export declare class CognitoUser {
  /** @throws {Error} without Username or Pool. */
  constructor(data: ICognitoUserData);
  challengeName?: ChallengeName;
  username?: string;
  pool?: CognitoUserPool;
  /** The handle of the pending challenge: keep it, and put it into another CognitoUser, to carry on elsewhere. */
  Session?: string | null;
  client?: Client;
  signInUserSession?: CognitoUserSession | null;
  authenticationFlowType?: string;
  storage?: ICognitoStorage;
  keyPrefix?: string;
  userDataKey?: string;
  deviceKey?: string | null | undefined;
  deviceGroupKey?: string | null | undefined;
  randomPassword?: string | null | undefined;
  verifierDevices?: string;

  /** Takes a session, and stores it. */
  setSignInUserSession(signInUserSession: CognitoUserSession): void;
  /** The session in this object, valid or not. */
  getSignInUserSession(): CognitoUserSession | null;
  /** The name, which a sign-in may replace by that of the service. */
  getUsername(): string;
  /** USER_SRP_AUTH, unless {@link setAuthenticationFlowType} says another. */
  getAuthenticationFlowType(): string;
  /** USER_SRP_AUTH (so it is unless set), USER_PASSWORD_AUTH or CUSTOM_AUTH. */
  setAuthenticationFlowType(authenticationFlowType: string): void;
  /** What advanced security sends along for this person. */
  getUserContextData?(): UserContext | undefined;
  /** Takes the device of the storage into this object. */
  getCachedDeviceKeyAndPassword(): void;
  /** Stores the device of this object. */
  cacheDeviceKeyAndPassword?(): void;
  /** Removes the device from the storage. */
  clearCachedDeviceKeyAndPassword?(): void;
  /** Stores the session of this object. */
  cacheTokens?(): void;
  /** Removes the tokens from the storage. */
  clearCachedTokens?(): void;
  /** Removes tokens and user data from the storage. */
  clearCachedUser?(): void;
  /** Removes the user data from the storage. */
  clearCachedUserData?(): void;
  /** Stores what {@link getUserData} answered. */
  cacheUserData?(userData: object): void;
  /** The user data in the storage, as JSON. */
  getUserDataFromCache?(): string | null | undefined;
  /** Asks the service for the user data, and stores them. */
  fetchUserData?(): Promise<UserData>;
  /** Makes a session of the tokens in an answer of the service. */
  getCognitoUserSession?(authResult: object): CognitoUserSession;
  /** Forgets the session here, without a word to the service. */
  cleanClientData?(): void;
  /**
   * Signs out here. With a callback the refresh token is revoked first, and the callback gets an error when that fails.
   */
  signOut(callback?: (err?: any) => void): void;
  /** Revokes the refresh token, and with it all access tokens that came of it. */
  revokeTokens?(callback?: (err?: any) => void): void;

  /**
   * The session: of this object, else from the storage, else from the service.
   *
   * The callback runs before this returns, unless the service has to be asked.
   */
  getSession(
    callback: ((error: Error, session: null) => void) | ((error: null, session: CognitoUserSession) => void),
    options?: GetSessionOptions,
  ): void;
  getSession(callback?: never, options?: GetSessionOptions): Promised<CognitoUserSession>;
  /** New tokens for a refresh token; all who ask at once share one request. */
  refreshSession(
    refreshToken: CognitoRefreshToken,
    callback: NodeCallback<any, any>,
    clientMetadata?: ClientMetadata,
  ): void;
  refreshSession(
    refreshToken: CognitoRefreshToken,
    callback?: never,
    clientMetadata?: ClientMetadata,
  ): Promised<CognitoUserSession>;
  /** Signs in, by the flow of {@link setAuthenticationFlowType}. */
  authenticateUser(authenticationDetails: AuthenticationDetails, callbacks: IAuthenticationCallback): void;
  authenticateUser(
    authenticationDetails: AuthenticationDetails,
    callbacks?: never,
  ): Promised<CognitoUserSession | PendingChallenge>;
  /** Signs in by a custom challenge, without a password. */
  initiateAuth(authenticationDetails: AuthenticationDetails, callbacks: IAuthenticationCallback): void;
  initiateAuth(
    authenticationDetails: AuthenticationDetails,
    callbacks?: never,
  ): Promised<CognitoUserSession | PendingChallenge>;
  /** Confirms a sign-up. */
  confirmRegistration(
    code: string,
    forceAliasCreation: boolean,
    callback: NodeCallback<any, any>,
    clientMetadata?: ClientMetadata,
  ): void;
  confirmRegistration(
    code: string,
    forceAliasCreation: boolean,
    callback?: never,
    clientMetadata?: ClientMetadata,
  ): Promised<'SUCCESS'>;
  /** Answers CUSTOM_CHALLENGE. */
  sendCustomChallengeAnswer(
    answerChallenge: any,
    callbacks: IAuthenticationCallback,
    clientMetaData?: ClientMetadata,
  ): void;
  sendCustomChallengeAnswer(
    answerChallenge: any,
    callbacks?: never,
    clientMetaData?: ClientMetadata,
  ): Promised<CognitoUserSession | PendingChallenge>;
  /** Sends the code of a sign-up again. */
  resendConfirmationCode(callback: NodeCallback<Error, any>, clientMetaData?: ClientMetadata): void;
  resendConfirmationCode(callback?: never, clientMetaData?: ClientMetadata): Promised<any>;
  /** Changes the password of the person who is signed in. */
  changePassword(
    oldPassword: string,
    newPassword: string,
    callback: NodeCallback<Error, 'SUCCESS'>,
    clientMetadata?: ClientMetadata,
  ): void;
  changePassword(
    oldPassword: string,
    newPassword: string,
    callback?: never,
    clientMetadata?: ClientMetadata,
  ): Promised<'SUCCESS'>;
  /** Has a code sent for a new password. */
  forgotPassword(
    callbacks: {
      onSuccess: (data: any) => void;
      onFailure: (err: Error) => void;
      inputVerificationCode?: (data: any) => void;
    },
    clientMetaData?: ClientMetadata,
  ): void;
  forgotPassword(callbacks?: never, clientMetaData?: ClientMetadata): Promised<any>;
  /** Sets a new password by a code. */
  confirmPassword(
    verificationCode: string,
    newPassword: string,
    callbacks: { onSuccess: (success: string) => void; onFailure: (err: Error) => void },
    clientMetaData?: ClientMetadata,
  ): void;
  confirmPassword(
    verificationCode: string,
    newPassword: string,
    callbacks?: never,
    clientMetaData?: ClientMetadata,
  ): Promised<'SUCCESS'>;
  /** Has the service remember this device. */
  setDeviceStatusRemembered(callbacks: { onSuccess: (success: string) => void; onFailure: (err: any) => void }): void;
  setDeviceStatusRemembered(callbacks?: never): Promised<'SUCCESS'>;
  /** Has the service not remember this device. */
  setDeviceStatusNotRemembered(callbacks: {
    onSuccess: (success: string) => void;
    onFailure: (err: any) => void;
  }): void;
  setDeviceStatusNotRemembered(callbacks?: never): Promised<'SUCCESS'>;
  /** What the service knows of this device; call getCachedDeviceKeyAndPassword first. */
  getDevice(callbacks: { onSuccess: (data: any) => void; onFailure: (err: Error) => void }): void;
  getDevice(callbacks?: never): Promised<any>;
  /** Forgets this device, here and at the service. */
  forgetDevice(callbacks: { onSuccess: (success: string) => void; onFailure: (err: Error) => void }): void;
  forgetDevice(callbacks?: never): Promised<'SUCCESS'>;
  /** Forgets a device at the service. */
  forgetSpecificDevice(
    deviceKey: string,
    callbacks: { onSuccess: (success: string) => void; onFailure: (err: Error) => void },
  ): void;
  forgetSpecificDevice(deviceKey: string, callbacks?: never): Promised<'SUCCESS'>;
  /** Answers SMS_MFA, or the challenge named as mfaType: SOFTWARE_TOKEN_MFA, EMAIL_OTP. */
  sendMFACode(
    confirmationCode: string,
    callbacks: Pick<IAuthenticationCallback, 'onSuccess' | 'onFailure'> & Partial<IAuthenticationCallback>,
    mfaType?: string,
    clientMetadata?: ClientMetadata,
  ): void;
  sendMFACode(
    confirmationCode: string,
    callbacks?: never,
    mfaType?: string,
    clientMetadata?: ClientMetadata,
  ): Promised<CognitoUserSession | PendingChallenge>;
  /** The devices of the person, a page of them. */
  listDevices(
    limit: number,
    paginationToken: string | null,
    callbacks: { onSuccess: (data: any) => void; onFailure: (err: Error) => void },
  ): void;
  listDevices(limit: number, paginationToken: string | null, callbacks?: never): Promised<any>;
  /** Answers NEW_PASSWORD_REQUIRED. */
  completeNewPasswordChallenge(
    newPassword: string,
    requiredAttributeData: any,
    callbacks: IAuthenticationCallback,
    clientMetadata?: ClientMetadata,
  ): void;
  completeNewPasswordChallenge(
    newPassword: string,
    requiredAttributeData: any,
    callbacks?: never,
    clientMetadata?: ClientMetadata,
  ): Promised<CognitoUserSession | PendingChallenge>;
  /** Signs the person out everywhere. */
  globalSignOut(callbacks: { onSuccess: (msg: string) => void; onFailure: (err: Error) => void }): void;
  globalSignOut(callbacks?: never): Promised<'SUCCESS'>;
  /** Proves an address by the code that was sent to it. */
  verifyAttribute(
    attributeName: string,
    confirmationCode: string,
    callbacks: { onSuccess: (success: string) => void; onFailure: (err: Error) => void },
  ): void;
  verifyAttribute(attributeName: string, confirmationCode: string, callbacks?: never): Promised<'SUCCESS'>;
  /** The attributes of the person. */
  getUserAttributes(callback: NodeCallback<Error, CognitoUserAttribute[]>): void;
  getUserAttributes(callback?: never): Promised<CognitoUserAttribute[]>;
  /** Changes attributes. */
  updateAttributes(
    attributes: (CognitoUserAttribute | ICognitoUserAttributeData)[],
    callback: UpdateAttributesNodeCallback<Error, string, any>,
    clientMetadata?: ClientMetadata,
  ): void;
  updateAttributes(
    attributes: (CognitoUserAttribute | ICognitoUserAttributeData)[],
    callback?: never,
    clientMetadata?: ClientMetadata,
  ): Promised<'SUCCESS'>;
  /** Deletes attributes. */
  deleteAttributes(attributeList: string[], callback: NodeCallback<Error, string>): void;
  deleteAttributes(attributeList: string[], callback?: never): Promised<'SUCCESS'>;
  /** Has a code sent to an address, for {@link verifyAttribute}. */
  getAttributeVerificationCode(
    name: string,
    callbacks: {
      onSuccess: (success: string) => void;
      onFailure: (err: Error) => void;
      inputVerificationCode?: ((data: any) => void) | null;
    },
    clientMetadata?: ClientMetadata,
  ): void;
  getAttributeVerificationCode(name: string, callbacks?: never, clientMetadata?: ClientMetadata): Promised<'SUCCESS'>;
  /** Deletes the person's account. */
  deleteUser(callback: NodeCallback<Error, string>, clientMetadata?: ClientMetadata): void;
  deleteUser(callback?: never, clientMetadata?: ClientMetadata): Promised<'SUCCESS'>;
  /** Turns codes by SMS on, the old way; prefer {@link setUserMfaPreference}. */
  enableMFA(callback: NodeCallback<Error, string>): void;
  enableMFA(callback?: never): Promised<'SUCCESS'>;
  /** Turns codes by SMS off, the old way. */
  disableMFA(callback: NodeCallback<Error, string>): void;
  disableMFA(callback?: never): Promised<'SUCCESS'>;
  /** The settings of {@link enableMFA}. */
  getMFAOptions(callback: NodeCallback<Error, MFAOption[]>): void;
  getMFAOptions(callback?: never): Promised<MFAOption[] | undefined>;
  /** What the service says of the person, from the cache unless `bypassCache` is set. */
  getUserData(callback: NodeCallback<Error, UserData>, params?: any): void;
  getUserData(callback?: never, params?: any): Promised<UserData>;
  /** The secret of a new authenticator. */
  associateSoftwareToken(callbacks: {
    associateSecretCode: (secretCode: string) => void;
    onFailure: (err: any) => void;
  }): void;
  associateSoftwareToken(callbacks?: never): Promised<string>;
  /** Proves a new authenticator by its first code. */
  verifySoftwareToken(
    totpCode: string,
    friendlyDeviceName: string,
    callbacks: {
      onSuccess: (session: CognitoUserSession) => void;
      onFailure: (err: Error) => void;
    } & Partial<IAuthenticationCallback>,
  ): void;
  verifySoftwareToken(
    totpCode: string,
    friendlyDeviceName: string,
    callbacks?: never,
  ): Promised<CognitoUserSession | PendingChallenge | { Status: string }>;
  /** Chooses second factors. */
  setUserMfaPreference(
    smsMfaSettings: IMfaSettings | null,
    softwareTokenMfaSettings: IMfaSettings | null,
    callback: NodeCallback<Error, string>,
  ): void;
  setUserMfaPreference(
    smsMfaSettings: IMfaSettings | null,
    softwareTokenMfaSettings: IMfaSettings | null,
    callback?: never,
  ): Promised<'SUCCESS'>;
  /** Answers SELECT_MFA_TYPE. */
  sendMFASelectionAnswer(
    answerChallenge: string,
    callbacks: {
      onSuccess: (session: CognitoUserSession) => void;
      onFailure: (err: any) => void;
      mfaRequired?: (challengeName: ChallengeName, challengeParameters: any) => void;
      totpRequired?: (challengeName: ChallengeName, challengeParameters: any) => void;
    } & Partial<IAuthenticationCallback>,
  ): void;
  sendMFASelectionAnswer(answerChallenge: string, callbacks?: never): Promised<PendingChallenge>;
}
