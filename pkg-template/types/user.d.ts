import type { CallOptions, ClientMetadataOptions } from './options.js';
import type { PasskeyCreationOptions } from './passkeys.js';
import type { WebResponse } from './platform.js';
import type { FullTokens, Session, SessionFetchInit, SessionFetchInput, SessionTokens } from './session.js';
import type { CodeDelivery, FirstFactor, TotpSecret } from './steps.js';

declare const tokens: unique symbol;

/** What the person may change about the account: attributes, password, factors, devices. Made by a {@link Pool}. */
export declare class User<T extends SessionTokens = FullTokens> {
  private constructor();

  /** A type-only marker, absent at run time: it keeps users of different custody apart. */
  readonly [tokens]?: T;
  /** The name as the service knows it. */
  readonly username: string;
  /** The second factors of the person. */
  readonly mfa: UserMfa;
  /** The devices that the pool remembers. */
  readonly devices: UserDevices;
  /** The passkeys that the person registered. */
  readonly passkeys: UserPasskeys;
  /** The person's sessions, on every device. */
  readonly sessions: UserSessions;

  /**
   * Gives valid tokens, and refreshes them when they end soon.
   *
   * Callers at the same time share one request. An outage keeps the stored session; a refused refresh token signs out.
   *
   * @throws {AuthError} `NotSignedIn` when nobody is, or the refresh token is refused; `NetworkError`, `Timeout`, `Aborted`.
   *
   * @example
   * ```ts
   * import type { User } from 'cognito-identity-wasm';
   *
   * export async function bearer(user: User): Promise<string> {
   *   const session = await user.session({ minValiditySeconds: 60 });
   *   return `Bearer ${session.accessToken.jwt}`;
   * }
   * ```
   *
   * @see {@link https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetTokensFromRefreshToken.html}
   */
  session(options?: SessionOptions): Promise<Session<T>>;

  /**
   * {@link Session.fetch} with a valid token: it refreshes an expired one first.
   *
   * After a 401 it tries once more with a refreshed token. The access token goes only to origins in the pool's
   * `audienceOrigins` (default: the page's own). The caller's signal counts to the end of the body.
   *
   * @throws {AuthError} `NotSignedIn`, `InvalidArgument` (also for another origin), `NetworkError`, `Timeout`, `Aborted`.
   *
   * @example
   * ```ts
   * import type { User } from 'cognito-identity-wasm';
   *
   * export async function orders(user: User, signal: AbortSignal): Promise<unknown> {
   *   const reply = await user.fetch('/api/orders', { signal });
   *   return reply.json();
   * }
   * ```
   */
  fetch(input: SessionFetchInput, init?: SessionFetchInit): Promise<WebResponse>;

  /**
   * Keeps the tokens fresh while the page is in use: refreshes them ahead of expiry, by a third of their lifetime and at
   * most a minute.
   *
   * It sleeps while the tab is hidden or offline, and looks again when the page gets the focus or the network is back.
   * Several tabs share one refresh. It ends by the returned function, by `signal`, and by itself when the session ends. In Node
   * it does not keep the process alive. Failures are not reported here: a session that has ended is an event of
   * {@link Pool.subscribe}, and an outage passes.
   *
   * @throws {AuthError} `InvalidArgument`, `Closed`. Synchronously.
   *
   * @example
   * ```ts
   * import type { Pool } from 'cognito-identity-wasm';
   *
   * export function keepSignedIn(pool: Pool, page: AbortController): void {
   *   pool.currentUser()?.keepFresh({ signal: page.signal });
   * }
   * ```
   */
  keepFresh(options?: CallOptions): () => void;

  /**
   * Ends the session: revokes the refresh token, then clears the storage.
   *
   * It clears and resolves even when the network is down; `revoked` tells whether the service heard of it. With
   * `global` every session of the person ends, on every device.
   *
   * @see {@link https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeToken.html}
   *
   * @example
   * ```ts
   * import type { User } from 'cognito-identity-wasm';
   *
   * export async function leave(user: User): Promise<string> {
   *   const { revoked } = await user.signOut();
   *   return revoked ? 'Signed out.' : 'Signed out here; the service could not be told.';
   * }
   * ```
   */
  signOut(options?: SignOutOptions): Promise<SignOutResult>;

  /**
   * Changes the password of the person who is signed in.
   *
   * @throws {AuthError} `NotAuthorizedException` for a wrong old password, `InvalidPasswordException` for a weak new one, `LimitExceededException`.
   * @see {@link https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ChangePassword.html}
   */
  changePassword(request: ChangePasswordRequest): Promise<void>;

  /**
   * Reads the attributes from the service.
   *
   * @see {@link https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUser.html}
   */
  attributes(options?: CallOptions): Promise<Record<string, string>>;

  /**
   * Writes attributes; a changed address or number may have to be confirmed.
   *
   * @throws {AuthError} `InvalidParameterException` for what the pool's schema refuses, `AliasExistsException`.
   * @see {@link https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserAttributes.html}
   *
   * @example
   * ```ts
   * import type { User } from 'cognito-identity-wasm';
   *
   * export async function changeEmail(user: User, email: string, ask: (what: string) => Promise<string>) {
   *   const { status } = await user.updateAttributes({ email });
   *   if (status === 'confirmationRequired') await user.confirmAttribute({ name: 'email', code: await ask('Code') });
   * }
   * ```
   */
  updateAttributes(
    attributes: Readonly<Record<string, string>>,
    options?: ClientMetadataOptions,
  ): Promise<UpdateAttributesResult>;

  /**
   * Deletes attributes by name.
   *
   * @throws {AuthError} `InvalidParameterException` for one that the pool requires, `NotSignedIn`.
   * @see {@link https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserAttributes.html}
   */
  deleteAttributes(names: readonly string[], options?: CallOptions): Promise<void>;

  /**
   * Has a code sent that confirms the `email` or the `phone_number` of the person.
   *
   * @throws {AuthError} `LimitExceededException`, `CodeDeliveryFailureException`, `NotSignedIn`.
   * @see {@link https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserAttributeVerificationCode.html}
   */
  requestAttributeCode(name: string, options?: ClientMetadataOptions): Promise<CodeDelivery>;

  /**
   * Confirms an attribute by the code that was sent.
   *
   * @throws {AuthError} `CodeMismatchException`, `ExpiredCodeException`.
   * @see {@link https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_VerifyUserAttribute.html}
   */
  confirmAttribute(request: ConfirmAttributeRequest): Promise<void>;

  /**
   * Reads how the person can sign in, and which second factors are on.
   *
   * @throws {AuthError} `NotSignedIn`.
   * @see {@link https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserAuthFactors.html}
   *
   * @example
   * ```ts
   * import type { User } from 'cognito-identity-wasm';
   *
   * export async function hasPasskey(user: User): Promise<boolean> {
   *   const { signIn } = await user.factors();
   *   return signIn.includes('WEB_AUTHN');
   * }
   * ```
   */
  factors(options?: CallOptions): Promise<FactorStatus>;

  /**
   * Deletes the account, for good, and clears the storage.
   *
   * @throws {AuthError} `NotAuthorizedException`, `NotSignedIn`.
   * @see {@link https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUser.html}
   */
  delete(options?: CallOptions): Promise<void>;

  /** Drops what this object holds in memory; the stored session stays. Idempotent; every later call fails with `Closed`. */
  close(): void;

  /** What `JSON.stringify` shows: the name, no token. */
  toJSON(): { username: string };
}

/** How {@link User.session} decides. */
export interface SessionOptions extends ClientMetadataOptions {
  /** Refreshes in any case. */
  forceRefresh?: boolean | undefined;
  /** Refreshes when the tokens end within so many seconds. Default: 0. */
  minValiditySeconds?: number | undefined;
}

/** How far {@link User.signOut} reaches. */
export interface SignOutOptions extends CallOptions {
  /** Ends every session of the person, on every device. Default: false. */
  global?: boolean | undefined;
}

/** What {@link User.signOut} did. */
export interface SignOutResult {
  /** Whether the service confirmed the revocation. */
  readonly revoked: boolean;
}

/** What {@link User.changePassword} takes. */
export interface ChangePasswordRequest extends CallOptions {
  previousPassword: string;
  proposedPassword: string;
}

/** What {@link User.confirmAttribute} takes. */
export interface ConfirmAttributeRequest extends CallOptions {
  /** `email` or `phone_number`. */
  name: string;
  code: string;
}

/** What {@link User.updateAttributes} did: `confirmationRequired` when codes were sent. */
export type UpdateAttributesResult =
  | { readonly status: 'updated'; readonly deliveries: readonly CodeDelivery[] }
  | { readonly status: 'confirmationRequired'; readonly deliveries: readonly CodeDelivery[] };

/** A second factor. */
export type MfaMethod = 'sms' | 'totp' | 'email';

/** Whether a second factor is used, and whether it is asked for first. */
export type MfaSetting = 'off' | 'on' | 'preferred';

/** The second factors of a person. */
export interface MfaStatus {
  readonly preferred: MfaMethod | null;
  readonly enabled: readonly MfaMethod[];
}

/** What {@link User.factors} gives. */
export interface FactorStatus {
  /** What the flow `user-auth` offers the person. AWS lists second factors here, too, such as `SOFTWARE_TOKEN`. */
  readonly signIn: readonly (FirstFactor | (string & {}))[];
  /** The second factor that is asked for first. */
  readonly preferredMfa: MfaMethod | null;
  /** The second factors that are on. */
  readonly enabledMfa: readonly MfaMethod[];
}

/** Which factors to change; what is not named stays. */
export interface MfaRequest extends CallOptions {
  sms?: MfaSetting | undefined;
  totp?: MfaSetting | undefined;
  email?: MfaSetting | undefined;
}

/** What {@link UserMfa.verify} takes. */
export interface MfaVerifyRequest extends CallOptions {
  /** A code that the authenticator shows now. */
  code: string;
  /** A name for the authenticator, for the person. */
  deviceName?: string | undefined;
}

/**
 * The second factors of a person.
 *
 * @see {@link https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html}
 *
 * @example
 * ```ts
 * import type { User } from 'cognito-identity-wasm';
 *
 * export async function useAuthenticator(user: User, show: (uri: string) => void, code: () => Promise<string>) {
 *   const { uri } = await user.mfa.associate();
 *   show(uri);
 *   await user.mfa.verify({ code: await code(), deviceName: 'My phone' });
 *   await user.mfa.set({ totp: 'preferred' });
 * }
 * ```
 */
export interface UserMfa {
  /**
   * Reads which factors are on.
   *
   * @throws {AuthError} `NotSignedIn`.
   * @see {@link https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUser.html}
   */
  get(options?: CallOptions): Promise<MfaStatus>;
  /**
   * Turns factors on and off. An authenticator must be verified first.
   *
   * @throws {AuthError} `InvalidParameterException` for a factor that the pool does not have or the person has not set up.
   * @see {@link https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserMFAPreference.html}
   */
  set(request: MfaRequest): Promise<void>;
  /**
   * Gets the secret for an authenticator app.
   *
   * @throws {AuthError} `SoftwareTokenMFANotFoundException` when the pool has no software tokens.
   * @see {@link https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AssociateSoftwareToken.html}
   */
  associate(options?: CallOptions): Promise<TotpSecret>;
  /**
   * Proves that the authenticator works.
   *
   * @throws {AuthError} `EnableSoftwareTokenMFAException` for a wrong code.
   */
  verify(request: MfaVerifyRequest): Promise<void>;
}

/** A device that the pool remembers. Times are milliseconds since the epoch. */
export interface Device {
  readonly key: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly createdAt?: number;
  readonly lastModifiedAt?: number;
  readonly lastAuthenticatedAt?: number;
}

/** What {@link UserDevices.list} takes. */
export interface DeviceListRequest extends CallOptions {
  /** 1 to 60. */
  limit?: number | undefined;
  /** The `paginationToken` of the page before. */
  paginationToken?: string | undefined;
}

/** A page of devices. */
export interface DeviceList {
  readonly devices: readonly Device[];
  /** Present when there are more. */
  readonly paginationToken?: string;
}

/**
 * The devices that the pool remembers. Without a key it is this one.
 *
 * @throws {AuthError} `NotAvailable` when this device was never confirmed, `ResourceNotFoundException`.
 * @see {@link https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-device-tracking.html}
 *
 * @example
 * ```ts
 * import type { User } from 'cognito-identity-wasm';
 *
 * export async function forgetOthers(user: User): Promise<void> {
 *   const mine = await user.devices.get();
 *   const { devices } = await user.devices.list({ limit: 60 });
 *   for (const { key } of devices) if (key !== mine.key) await user.devices.forget(key);
 * }
 * ```
 */
export interface UserDevices {
  /** Lists them. */
  list(request?: DeviceListRequest): Promise<DeviceList>;
  /** Reads one. */
  get(key?: string, options?: CallOptions): Promise<Device>;
  /** Remembers one: it may stand in for the second factor. */
  remember(key?: string, options?: CallOptions): Promise<void>;
  /** Keeps one and stops remembering it: a second factor is asked for again. */
  stopRemembering(key?: string, options?: CallOptions): Promise<void>;
  /** Forgets one. */
  forget(key?: string, options?: CallOptions): Promise<void>;
}

/** A passkey that the person registered. Times are milliseconds since the epoch. */
export interface Passkey {
  /** The credential's id, in base64url. */
  readonly id: string;
  readonly name?: string;
  readonly relyingPartyId?: string;
  /** `platform`, or `cross-platform` for one that is carried about. */
  readonly attachment?: string;
  readonly transports?: readonly string[];
  readonly createdAt?: number;
}

/** One page of passkeys. */
export interface PasskeyList {
  readonly passkeys: readonly Passkey[];
  /** For the next page; absent on the last. */
  readonly paginationToken?: string;
}

/** What {@link UserPasskeys.list} takes. */
export interface PasskeyListRequest extends CallOptions {
  /** At most so many; 1 to 20. */
  limit?: number | undefined;
  paginationToken?: string | undefined;
}

/** What {@link UserPasskeys.complete} takes. */
export interface PasskeyRequest extends CallOptions {
  /** What `navigator.credentials.create` gave (it is sent as its JSON), or that JSON. */
  credential: object | string;
}

/**
 * The passkeys that the person registered. The page talks to the authenticator, this package to the service.
 *
 * @throws {AuthError} `WebAuthnNotEnabledException` where the pool takes none, `WebAuthnConfigurationMissingException`.
 * @see {@link https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html}
 *
 * @example
 * ```ts
 * import type { User } from 'cognito-identity-wasm';
 *
 * export async function addPasskey(user: User): Promise<void> {
 *   const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(await user.passkeys.start());
 *   const credential = await navigator.credentials.create({ publicKey });
 *   if (credential) await user.passkeys.complete({ credential });
 * }
 * ```
 */
export interface UserPasskeys {
  /**
   * Asks the service what the authenticator must make, for `PublicKeyCredential.parseCreationOptionsFromJSON`. Its
   * challenge is good for a short time, and once.
   *
   * @see {@link https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_StartWebAuthnRegistration.html}
   */
  start(options?: CallOptions): Promise<PasskeyCreationOptions>;
  /**
   * Registers what the authenticator made.
   *
   * @throws {AuthError} `WebAuthnChallengeNotFoundException` when it took too long, `WebAuthnOriginNotAllowedException` and
   * `WebAuthnRelyingPartyMismatchException` for a page of another site, `WebAuthnCredentialNotSupportedException`.
   * @see {@link https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CompleteWebAuthnRegistration.html}
   */
  complete(request: PasskeyRequest): Promise<void>;
  /**
   * Registers a passkey in one call: {@link start}, the browser's dialogue, {@link complete}.
   *
   * Call it when the person clicks. `signal` closes the dialogue; `timeoutMs` limits the requests to the service, not
   * the person.
   *
   * @returns The id of the credential.
   * @throws {AuthError} `PasskeyExists`, `PasskeyNotAllowed`, `PasskeyWrongSite`, `PasskeyFailed`, `NotAvailable`, `Aborted`,
   * and what {@link complete} throws.
   * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-createCredential}
   *
   * @example
   * ```ts
   * import { isAuthError, type User } from 'cognito-identity-wasm';
   *
   * export async function addPasskey(user: User): Promise<string> {
   *   try {
   *     await user.passkeys.add();
   *     return 'Next time, sign in with your passkey.';
   *   } catch (error) {
   *     if (isAuthError(error) && error.code === 'PasskeyNotAllowed') return 'No passkey was added.';
   *     throw error;
   *   }
   * }
   * ```
   */
  add(options?: CallOptions): Promise<{ readonly id: string }>;
  /** Lists them. */
  list(request?: PasskeyListRequest): Promise<PasskeyList>;
  /**
   * Deletes one; the authenticator keeps its half.
   *
   * @throws {AuthError} `ResourceNotFoundException`.
   */
  delete(id: string, options?: CallOptions): Promise<void>;
}

/** One of the person's sessions. Times are milliseconds since the epoch. */
export interface UserSession {
  readonly id: string;
  /** `TOKEN`: the tokens of an app client; `SSO`: a sign-in to managed login. */
  readonly type?: 'TOKEN' | 'SSO' | (string & {});
  readonly clientId?: string;
  readonly createdAt?: number;
  readonly lastActiveAt?: number;
  readonly deviceType?: string;
  readonly lastIpAddress?: string;
  readonly lastLocation?: { readonly city?: string; readonly country?: string };
  /** The session that this one came from. */
  readonly originSessionId?: string;
  /** Whether this call was made with its token. */
  readonly isCurrent?: boolean;
}

/** A page of sessions. */
export interface UserSessionList {
  readonly sessions: readonly UserSession[];
  /** Present when there are more. */
  readonly paginationToken?: string;
}

/** What {@link UserSessions.list} takes. */
export interface UserSessionListRequest extends CallOptions {
  /** The `paginationToken` of the page before. */
  paginationToken?: string | undefined;
}

/**
 * The person's sessions in every app client of the pool. New ones show after some seconds.
 *
 * @example
 * ```ts
 * import type { User } from 'cognito-identity-wasm';
 *
 * export async function endOthers(user: User): Promise<void> {
 *   const { sessions } = await user.sessions.list();
 *   for (const { id, isCurrent } of sessions) if (!isCurrent) await user.sessions.revoke(id);
 * }
 * ```
 */
export interface UserSessions {
  /**
   * Lists those that have not ended.
   *
   * @throws {AuthError} `OperationNotEnabledException` where the pool keeps no list, `NotSignedIn`.
   * @see {@link https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserSessions.html}
   */
  list(request?: UserSessionListRequest): Promise<UserSessionList>;
  /**
   * Ends one: its refresh and access tokens are revoked. The current session cannot be named: use {@link User.signOut}.
   *
   * @throws {AuthError} `ResourceNotFoundException` for one that is not there, `InvalidParameterException`, `NotSignedIn`.
   * @see {@link https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeUserSession.html}
   */
  revoke(id: string, options?: CallOptions): Promise<void>;
}
