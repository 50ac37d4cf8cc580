// Members that the incumbent has and its typings do not name. Ours do not name them either, so that old subclasses and augmentations
// compile; the code here uses them.
import type { Client } from '../../types/dropin-client.js';
import type { CognitoUserPool } from '../../types/dropin-pool.js';
import type { ICognitoStorage } from '../../types/dropin-storage.js';
import type { CognitoUserSession } from '../../types/dropin-tokens.js';
import type { NodeCallback, UserData } from '../../types/dropin-user.js';

/** What advanced security sends along. */
export interface UserContext {
  EncodedData?: string;
}

declare module '../../types/dropin-pool.js' {
  interface ICognitoUserPoolData {
    fetchOptions?: { credentials?: 'omit' | 'same-origin' | 'include' | undefined };
  }
  interface CognitoUserPool {
    client?: Client;
    storage?: ICognitoStorage;
    userPoolId?: string;
    clientId?: string;
    advancedSecurityDataCollectionFlag?: boolean;
    wrapRefreshSessionCallback?: (target: NodeCallback.Any) => NodeCallback.Any;
    getUserContextData?(username: string): UserContext | undefined;
  }
}

declare module '../../types/dropin-tokens.js' {
  interface ICognitoUserSessionData {
    ClockDrift?: number | undefined;
  }
  interface CognitoUserSession {
    getClockDrift?(): number;
    calculateClockDrift?(): number;
  }
}

declare module '../../types/dropin-srp.js' {
  interface WordArray {
    words?: number[];
    sigBytes?: number;
  }
}

declare module '../../types/dropin-user.js' {
  interface IAuthenticationDetailsData {
    AuthParameters?: { [key: string]: string };
  }
  interface AuthenticationDetails {
    getAuthParameters?(): { [key: string]: string };
    getClientMetadata?(): { [key: string]: string };
  }
  interface CognitoUser {
    username?: string;
    pool?: CognitoUserPool;
    /** The handle of the pending challenge. */
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
    getUserContextData?(): UserContext | undefined;
    cacheDeviceKeyAndPassword?(): void;
    clearCachedDeviceKeyAndPassword?(): void;
    cacheTokens?(): void;
    clearCachedTokens?(): void;
    clearCachedUser?(): void;
    clearCachedUserData?(): void;
    cacheUserData?(userData: object): void;
    getUserDataFromCache?(): string | null | undefined;
    fetchUserData?(): Promise<UserData>;
    getCognitoUserSession?(authResult: object): CognitoUserSession;
    cleanClientData?(): void;
    revokeTokens?(callback?: (err?: unknown) => void): void;
  }
}
