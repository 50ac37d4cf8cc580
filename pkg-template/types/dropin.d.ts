// The names of amazon-cognito-identity-js: old code that compiles against its typings compiles against these.

export type { Client, CognitoServiceError } from './dropin-client.js';
export type {
  ICognitoUserPoolData,
  IFetchOptions,
  ISignUpResult,
} from './dropin-pool.js';
export { CognitoUserPool } from './dropin-pool.js';
export type { BigInteger } from './dropin-srp.js';
export { AuthenticationHelper, DateHelper, WordArray } from './dropin-srp.js';
export type { ICognitoStorage, ICookieStorageData } from './dropin-storage.js';
export { CookieStorage } from './dropin-storage.js';
export type { ICognitoUserSessionData } from './dropin-tokens.js';
export {
  CognitoAccessToken,
  CognitoIdToken,
  CognitoRefreshToken,
  CognitoUserSession,
} from './dropin-tokens.js';
export type {
  ChallengeName,
  ClientMetadata,
  CodeDeliveryDetails,
  GetSessionOptions,
  IAuthenticationCallback,
  IAuthenticationDetailsData,
  IAuthenticationParameters,
  ICognitoUserAttributeData,
  ICognitoUserData,
  IMfaSettings,
  MFAOption,
  NodeCallback,
  PendingChallenge,
  Promised,
  UpdateAttributesNodeCallback,
  UserData,
} from './dropin-user.js';
export { AuthenticationDetails, CognitoUser, CognitoUserAttribute } from './dropin-user.js';

import type { WasmSource } from './platform.js';

/** How the drop-in API behaves. */
export interface DropInSettings {
  /**
   * Whether the deliberate differences of DEVIATIONS.md hold; they do unless this is `false`. Those that keep data safe
   * hold in any case: no retry in vain, no callback called twice, no empty tokens stored.
   */
  deviations?: boolean | undefined;
  /**
   * Starts the engine without blocking the page; otherwise the first sign-in starts it, in a few milliseconds. The entry
   * `cognito-identity-wasm/slim` needs this before the first sign-in: `true`, or where its file `dropin.wasm` is.
   */
  wasm?: true | WasmSource | undefined;
}

/**
 * Sets how the drop-in API behaves from now on, in the whole page or process.
 *
 * Settings hold at once; the promise waits for the engine, if `wasm` is given.
 *
 * @throws {AuthError} `EngineUnavailable`, when `wasm` is given and it cannot start.
 *
 * @example
 * ```ts
 * import { configure } from 'cognito-identity-wasm';
 *
 * await configure({ deviations: false });
 * ```
 */
export declare function configure(settings: DropInSettings): Promise<void>;

/** Appends to the user agent of every request, unless it says so already. */
export declare const appendToCognitoUserAgent: (content: string) => void;

/** A name of the old typings that nothing answers to at run time. */
export declare class UserAgent {
  /** Throws: there is no such class. */
  constructor();
}
