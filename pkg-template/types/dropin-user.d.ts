// biome-ignore-all lint/suspicious/noExplicitAny: so are the old typings, and old code must compile
import type { CognitoUserPool } from './dropin-pool.js';
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
 * What a method returns that gets no callback: a promise of `T`.
 *
 * `N` is the callback that is not there. TypeScript compares overloads as if type parameters were `any`, so a subclass may override the
 * method by one that takes a callback and returns nothing, as old code does.
 */
export type Promised<T, N = undefined> = N extends undefined ? Promise<T> : any;

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
  ClientMetadata?: ClientMetadata;
}

/** What {@link AuthenticationDetails} takes beside what the old typings name. */
export interface IAuthenticationParameters {
  /** Parameters of a custom sign-in, for {@link CognitoUser.initiateAuth}. */
  AuthParameters?: { [key: string]: string };
}

/** What a person gives to sign in. */
export declare class AuthenticationDetails {
  /** Keeps what it is given; nothing is checked. */
  constructor(data: IAuthenticationDetailsData & IAuthenticationParameters);
  /** Keeps what it is given; nothing is checked. */
  constructor(data: IAuthenticationDetailsData);
  /** The name as it was given; a sign-in uses that of the {@link CognitoUser}. */
  getUsername(): string;
  /** The password as it was given. */
  getPassword(): string;
  /** What goes to the pool's Lambda functions as validation data; an empty object unless given. */
  getValidationData(): any[];
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
  // biome-ignore lint/complexity/noBannedTypes: so are the old typings
  toJSON(): Object;
}

/**
 * A person of a pool.
 *
 * Methods take a callback `(error, result)` or an object of callbacks, and return a promise when they get none.
 *
 * What the old typings do not name is not declared here either, so that subclasses may have private members of these names and
 * augmentations may give them any type: `declare module 'cognito-identity-wasm' { interface CognitoUser { Session: string | null } }`.
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
  /** Takes a session, and stores it. */
  setSignInUserSession(signInUserSession: CognitoUserSession): void;
  /** The session in this object, valid or not. */
  getSignInUserSession(): CognitoUserSession | null;
  /** The name, which a sign-in may replace by that of the service. */
  getUsername(): string;
  /** USER_SRP_AUTH, unless {@link setAuthenticationFlowType} says another. */
  getAuthenticationFlowType(): string;
  /** Chooses USER_SRP_AUTH (the default), USER_PASSWORD_AUTH or CUSTOM_AUTH. Returns nothing, though the old typings say a string. */
  setAuthenticationFlowType(authenticationFlowType: string): string;
  /** Takes the device of the storage into this object. */
  getCachedDeviceKeyAndPassword(): void;
  /**
   * Signs out here. With a callback the refresh token is revoked first, and the callback gets an error when that fails.
   */
  signOut(callback?: (err?: any) => void): void;
  /**
   * The session: of this object, else from the storage, else from the service.
   *
   * The callback runs before this returns, unless the service has to be asked.
   */
  getSession<N extends undefined = undefined>(...none: never[]): Promised<CognitoUserSession, N>;
  /**
   * The session: of this object, else from the storage, else from the service.
   *
   * The callback runs before this returns, unless the service has to be asked.
   */
  getSession<N extends undefined = undefined>(
    callback: ((error: Error, session: null) => void) | ((error: null, session: CognitoUserSession) => void),
    options?: GetSessionOptions,
  ): void;
  /** New tokens for a refresh token; all who ask at once share one request. */
  refreshSession<N extends undefined = undefined>(
    refreshToken: CognitoRefreshToken,
    ...none: never[]
  ): Promised<CognitoUserSession, N>;
  /** New tokens for a refresh token; all who ask at once share one request. */
  refreshSession<N extends undefined = undefined>(
    refreshToken: CognitoRefreshToken,
    callback: NodeCallback<any, any>,
    clientMetadata?: ClientMetadata,
  ): void;
  /** Signs in, by the flow of {@link setAuthenticationFlowType}. */
  authenticateUser<N extends undefined = undefined>(
    authenticationDetails: AuthenticationDetails,
    ...none: never[]
  ): Promised<CognitoUserSession | PendingChallenge, N>;
  /** Signs in, by the flow of {@link setAuthenticationFlowType}. */
  authenticateUser<N extends undefined = undefined>(
    authenticationDetails: AuthenticationDetails,
    callbacks: IAuthenticationCallback,
  ): void;
  /** Signs in by a custom challenge, without a password. */
  initiateAuth<N extends undefined = undefined>(
    authenticationDetails: AuthenticationDetails,
    ...none: never[]
  ): Promised<CognitoUserSession | PendingChallenge, N>;
  /** Signs in by a custom challenge, without a password. */
  initiateAuth<N extends undefined = undefined>(
    authenticationDetails: AuthenticationDetails,
    callbacks: IAuthenticationCallback,
  ): void;
  /** Confirms a sign-up. */
  confirmRegistration<N extends undefined = undefined>(
    code: string,
    forceAliasCreation: boolean,
    ...none: never[]
  ): Promised<'SUCCESS', N>;
  /** Confirms a sign-up. */
  confirmRegistration<N extends undefined = undefined>(
    code: string,
    forceAliasCreation: boolean,
    callback: NodeCallback<any, any>,
    clientMetadata?: ClientMetadata,
  ): void;
  /** Answers CUSTOM_CHALLENGE. */
  sendCustomChallengeAnswer<N extends undefined = undefined>(
    answerChallenge: any,
    ...none: never[]
  ): Promised<CognitoUserSession | PendingChallenge, N>;
  /** Answers CUSTOM_CHALLENGE. */
  sendCustomChallengeAnswer<N extends undefined = undefined>(
    answerChallenge: any,
    callbacks: IAuthenticationCallback,
    clientMetaData?: ClientMetadata,
  ): void;
  /** Sends the code of a sign-up again. */
  resendConfirmationCode<N extends undefined = undefined>(...none: never[]): Promised<any, N>;
  /** Sends the code of a sign-up again. */
  resendConfirmationCode<N extends undefined = undefined>(
    callback: NodeCallback<Error, any>,
    clientMetaData?: ClientMetadata,
  ): void;
  /** Changes the password of the person who is signed in. */
  changePassword<N extends undefined = undefined>(
    oldPassword: string,
    newPassword: string,
    ...none: never[]
  ): Promised<'SUCCESS', N>;
  /** Changes the password of the person who is signed in. */
  changePassword<N extends undefined = undefined>(
    oldPassword: string,
    newPassword: string,
    callback: NodeCallback<Error, 'SUCCESS'>,
    clientMetadata?: ClientMetadata,
  ): void;
  /** Has a code sent for a new password. */
  forgotPassword<N extends undefined = undefined>(...none: never[]): Promised<any, N>;
  /** Has a code sent for a new password. */
  forgotPassword<N extends undefined = undefined>(
    callbacks: {
      onSuccess: (data: any) => void;
      onFailure: (err: Error) => void;
      inputVerificationCode?: (data: any) => void;
    },
    clientMetaData?: ClientMetadata,
  ): void;
  /** Sets a new password by a code. */
  confirmPassword<N extends undefined = undefined>(
    verificationCode: string,
    newPassword: string,
    ...none: never[]
  ): Promised<'SUCCESS', N>;
  /** Sets a new password by a code. */
  confirmPassword<N extends undefined = undefined>(
    verificationCode: string,
    newPassword: string,
    callbacks: { onSuccess: (success: string) => void; onFailure: (err: Error) => void },
    clientMetaData?: ClientMetadata,
  ): void;
  /** Has the service remember this device. */
  setDeviceStatusRemembered<N extends undefined = undefined>(...none: never[]): Promised<'SUCCESS', N>;
  /** Has the service remember this device. */
  setDeviceStatusRemembered<N extends undefined = undefined>(callbacks: {
    onSuccess: (success: string) => void;
    onFailure: (err: any) => void;
  }): void;
  /** Has the service not remember this device. */
  setDeviceStatusNotRemembered<N extends undefined = undefined>(...none: never[]): Promised<'SUCCESS', N>;
  /** Has the service not remember this device. */
  setDeviceStatusNotRemembered<N extends undefined = undefined>(callbacks: {
    onSuccess: (success: string) => void;
    onFailure: (err: any) => void;
  }): void;
  /** What the service knows of this device; call getCachedDeviceKeyAndPassword first. */
  getDevice<N extends undefined = undefined>(...none: never[]): Promised<any, N>;
  /** What the service knows of this device; call getCachedDeviceKeyAndPassword first. */
  getDevice<N extends undefined = undefined>(callbacks: {
    onSuccess: (success: string) => void;
    onFailure: (err: Error) => void;
  }): any;
  /** Forgets this device, here and at the service. */
  forgetDevice<N extends undefined = undefined>(...none: never[]): Promised<'SUCCESS', N>;
  /** Forgets this device, here and at the service. */
  forgetDevice<N extends undefined = undefined>(callbacks: {
    onSuccess: (success: string) => void;
    onFailure: (err: Error) => void;
  }): void;
  /** Forgets a device at the service. */
  forgetSpecificDevice<N extends undefined = undefined>(deviceKey: string, ...none: never[]): Promised<'SUCCESS', N>;
  /** Forgets a device at the service. */
  forgetSpecificDevice<N extends undefined = undefined>(
    deviceKey: string,
    callbacks: { onSuccess: (success: string) => void; onFailure: (err: Error) => void },
  ): void;
  /** Answers SMS_MFA, or the challenge named as mfaType: SOFTWARE_TOKEN_MFA, EMAIL_OTP. */
  sendMFACode<N extends undefined = undefined>(
    confirmationCode: string,
    callbacks?: N,
    mfaType?: string,
    clientMetadata?: ClientMetadata,
  ): Promised<CognitoUserSession | PendingChallenge, N>;
  /** Answers SMS_MFA, or the challenge named as mfaType: SOFTWARE_TOKEN_MFA, EMAIL_OTP. */
  sendMFACode<N extends undefined = undefined>(
    confirmationCode: string,
    callbacks: {
      onSuccess: (session: CognitoUserSession, userConfirmationNecessary?: boolean) => void;
      onFailure: (err: any) => void;
    },
    mfaType?: string,
    clientMetadata?: ClientMetadata,
  ): void;
  /** The devices of the person, a page of them. */
  listDevices<N extends undefined = undefined>(
    limit: number,
    paginationToken: string | null,
    ...none: never[]
  ): Promised<any, N>;
  /** The devices of the person, a page of them. */
  listDevices<N extends undefined = undefined>(
    limit: number,
    paginationToken: string | null,
    callbacks: { onSuccess: (data: any) => void; onFailure: (err: Error) => void },
  ): void;
  /** Answers NEW_PASSWORD_REQUIRED. */
  completeNewPasswordChallenge<N extends undefined = undefined>(
    newPassword: string,
    requiredAttributeData: any,
    ...none: never[]
  ): Promised<CognitoUserSession | PendingChallenge, N>;
  /** Answers NEW_PASSWORD_REQUIRED. */
  completeNewPasswordChallenge<N extends undefined = undefined>(
    newPassword: string,
    requiredAttributeData: any,
    callbacks: IAuthenticationCallback,
    clientMetadata?: ClientMetadata,
  ): void;
  /** Signs the person out everywhere. */
  globalSignOut<N extends undefined = undefined>(...none: never[]): Promised<'SUCCESS', N>;
  /** Signs the person out everywhere. */
  globalSignOut<N extends undefined = undefined>(callbacks: {
    onSuccess: (msg: string) => void;
    onFailure: (err: Error) => void;
  }): void;
  /** Proves an address by the code that was sent to it. */
  verifyAttribute<N extends undefined = undefined>(
    attributeName: string,
    confirmationCode: string,
    ...none: never[]
  ): Promised<'SUCCESS', N>;
  /** Proves an address by the code that was sent to it. */
  verifyAttribute<N extends undefined = undefined>(
    attributeName: string,
    confirmationCode: string,
    callbacks: { onSuccess: (success: string) => void; onFailure: (err: Error) => void },
  ): void;
  /** The attributes of the person. */
  getUserAttributes<N extends undefined = undefined>(...none: never[]): Promised<CognitoUserAttribute[], N>;
  /** The attributes of the person. */
  getUserAttributes<N extends undefined = undefined>(callback: NodeCallback<Error, CognitoUserAttribute[]>): void;
  /** Changes attributes. */
  updateAttributes<N extends undefined = undefined>(
    attributes: (CognitoUserAttribute | ICognitoUserAttributeData)[],
    ...none: never[]
  ): Promised<'SUCCESS', N>;
  /** Changes attributes. */
  updateAttributes<N extends undefined = undefined>(
    attributes: (CognitoUserAttribute | ICognitoUserAttributeData)[],
    callback: UpdateAttributesNodeCallback<Error, string, any>,
    clientMetadata?: ClientMetadata,
  ): void;
  /** Deletes attributes. */
  deleteAttributes<N extends undefined = undefined>(attributeList: string[], ...none: never[]): Promised<'SUCCESS', N>;
  /** Deletes attributes. */
  deleteAttributes<N extends undefined = undefined>(
    attributeList: string[],
    callback: NodeCallback<Error, string>,
  ): void;
  /** Has a code sent to an address, for {@link verifyAttribute}. */
  getAttributeVerificationCode<N extends undefined = undefined>(name: string, ...none: never[]): Promised<'SUCCESS', N>;
  /** Has a code sent to an address, for {@link verifyAttribute}. */
  getAttributeVerificationCode<N extends undefined = undefined>(
    name: string,
    callbacks: {
      onSuccess: (success: string) => void;
      onFailure: (err: Error) => void;
      // biome-ignore lint/suspicious/noConfusingVoidType: so are the old typings
      inputVerificationCode?: (data: string) => void | null;
    },
    clientMetadata?: ClientMetadata,
  ): void;
  /** Deletes the person's account. */
  deleteUser<N extends undefined = undefined>(...none: never[]): Promised<'SUCCESS', N>;
  /** Deletes the person's account. */
  deleteUser<N extends undefined = undefined>(
    callback: NodeCallback<Error, string>,
    clientMetadata: ClientMetadata,
  ): void;
  /** Deletes the person's account. */
  deleteUser<N extends undefined = undefined>(callback: NodeCallback<Error, string>): void;
  /** Turns codes by SMS on, the old way; prefer {@link setUserMfaPreference}. */
  enableMFA<N extends undefined = undefined>(...none: never[]): Promised<'SUCCESS', N>;
  /** Turns codes by SMS on, the old way; prefer {@link setUserMfaPreference}. */
  enableMFA<N extends undefined = undefined>(callback: NodeCallback<Error, string>): void;
  /** Turns codes by SMS off, the old way. */
  disableMFA<N extends undefined = undefined>(...none: never[]): Promised<'SUCCESS', N>;
  /** Turns codes by SMS off, the old way. */
  disableMFA<N extends undefined = undefined>(callback: NodeCallback<Error, string>): void;
  /** The settings of {@link enableMFA}. */
  getMFAOptions<N extends undefined = undefined>(...none: never[]): Promised<MFAOption[] | undefined, N>;
  /** The settings of {@link enableMFA}. */
  getMFAOptions<N extends undefined = undefined>(callback: NodeCallback<Error, MFAOption[]>): void;
  /** What the service says of the person, from the cache unless `bypassCache` is set. */
  getUserData<N extends undefined = undefined>(...none: never[]): Promised<UserData, N>;
  /** What the service says of the person, from the cache unless `bypassCache` is set. */
  getUserData<N extends undefined = undefined>(callback: NodeCallback<Error, UserData>, params?: any): void;
  /** The secret of a new authenticator. */
  associateSoftwareToken<N extends undefined = undefined>(...none: never[]): Promised<string, N>;
  /** The secret of a new authenticator. */
  associateSoftwareToken<N extends undefined = undefined>(callbacks: {
    associateSecretCode: (secretCode: string) => void;
    onFailure: (err: any) => void;
  }): void;
  /** Proves a new authenticator by its first code. */
  verifySoftwareToken<N extends undefined = undefined>(
    totpCode: string,
    friendlyDeviceName: string,
    ...none: never[]
  ): Promised<CognitoUserSession | PendingChallenge | { Status: string }, N>;
  /** Proves a new authenticator by its first code. */
  verifySoftwareToken<N extends undefined = undefined>(
    totpCode: string,
    friendlyDeviceName: string,
    callbacks: {
      onSuccess: (session: CognitoUserSession) => void;
      onFailure: (err: Error) => void;
    },
  ): void;
  /** Chooses second factors. */
  setUserMfaPreference<N extends undefined = undefined>(
    smsMfaSettings: IMfaSettings | null,
    softwareTokenMfaSettings: IMfaSettings | null,
    ...none: never[]
  ): Promised<'SUCCESS', N>;
  /** Chooses second factors. */
  setUserMfaPreference<N extends undefined = undefined>(
    smsMfaSettings: IMfaSettings | null,
    softwareTokenMfaSettings: IMfaSettings | null,
    callback: NodeCallback<Error, string>,
  ): void;
  /** Answers SELECT_MFA_TYPE. */
  sendMFASelectionAnswer<N extends undefined = undefined>(
    answerChallenge: string,
    ...none: never[]
  ): Promised<PendingChallenge, N>;
  /** Answers SELECT_MFA_TYPE. */
  sendMFASelectionAnswer<N extends undefined = undefined>(
    answerChallenge: string,
    callbacks: {
      onSuccess: (session: CognitoUserSession) => void;
      onFailure: (err: any) => void;
      mfaRequired?: (challengeName: ChallengeName, challengeParameters: any) => void;
      totpRequired?: (challengeName: ChallengeName, challengeParameters: any) => void;
    },
  ): void;
}
