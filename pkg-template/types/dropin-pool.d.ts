import type { ICognitoStorage } from './dropin-storage.js';
import type {
  ClientMetadata,
  CodeDeliveryDetails,
  CognitoUser,
  CognitoUserAttribute,
  NodeCallback,
  Promised,
} from './dropin-user.js';

/** A pool, as one app client sees it. */
export interface ICognitoUserPoolData {
  UserPoolId: string;
  ClientId: string;
  /** Where requests go, in place of AWS's endpoint of the region. */
  endpoint?: string;
  /** `localStorage` unless given; without one, memory. */
  Storage?: ICognitoStorage;
  AdvancedSecurityDataCollectionFlag?: boolean;
}

/** What {@link CognitoUserPool} takes beside what the old typings name. */
export interface IFetchOptions {
  /** Of these, `credentials` is handed to `fetch`. */
  fetchOptions?: { credentials?: 'omit' | 'same-origin' | 'include' | undefined };
}

/** What came of a sign-up. */
export interface ISignUpResult {
  user: CognitoUser;
  userConfirmed: boolean;
  userSub: string;
  codeDeliveryDetails: CodeDeliveryDetails;
}

/**
 * A user pool.
 *
 * @throws {Error} without UserPoolId or ClientId, and for a UserPoolId of another form.
 *
 * @example
 * ```ts
 * import { CognitoUserPool } from 'cognito-identity-wasm';
 *
 * const pool = new CognitoUserPool({ UserPoolId: 'eu-central-1_AbCdEf123', ClientId: '1h57kf5cpq17m0eml12EXAMPLE' });
 * const user = pool.getCurrentUser();
 * ```
 */
export declare class CognitoUserPool {
  /** `wrapRefreshSessionCallback` gets the callback of each refresh, and gives the one that is called. */
  constructor(
    data: ICognitoUserPoolData & IFetchOptions,
    wrapRefreshSessionCallback?: (target: NodeCallback.Any) => NodeCallback.Any,
  );
  /** `wrapRefreshSessionCallback` gets the callback of each refresh, and gives the one that is called. */
  constructor(data: ICognitoUserPoolData, wrapRefreshSessionCallback?: (target: NodeCallback.Any) => NodeCallback.Any);
  /** The id of the pool. */
  getUserPoolId(): string;
  /** The part of the pool's id behind `_`. */
  getUserPoolName(): string;
  /** The id of the app client. */
  getClientId(): string;
  /** Creates an account, for a promise. */
  signUp<N extends undefined = undefined>(
    username: string,
    password: string,
    userAttributes: CognitoUserAttribute[],
    validationData: CognitoUserAttribute[],
    ...none: never[]
  ): Promised<ISignUpResult, N>;
  /** Creates an account. */
  signUp<N extends undefined = undefined>(
    username: string,
    password: string,
    userAttributes: CognitoUserAttribute[],
    validationData: CognitoUserAttribute[],
    callback: NodeCallback<Error, ISignUpResult>,
    clientMetadata?: ClientMetadata,
  ): void;
  /** Who is signed in by this storage. */
  getCurrentUser(): CognitoUser | null;
}
