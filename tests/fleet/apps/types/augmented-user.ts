import { CognitoUser } from 'amazon-cognito-identity-js';

declare module 'amazon-cognito-identity-js' {
  interface CognitoUser {
    username: string;
    pool: any;
    storage: any;
    client: any;
    deviceKey: string;
    Session: string | null;
    signInUserSession: any;
    keyPrefix: string;
    userDataKey: string;
    authenticationFlowType: string;
    attributes: { email: string };
    preferredMFA: string;
    cacheTokens(): void;
    clearCachedTokens(): void;
    clearCachedUser(): void;
    refreshSessionIfPossible: () => Promise<void>;
    revokeTokens(callback: (error?: Error) => void): void;
    cacheDeviceKeyAndPassword(): void;
    getUserContextData(): object;
  }
}
export const all = (user: CognitoUser): unknown[] => [
  user.username,
  user.Session,
  user.pool.getClientId(),
  user.attributes,
];
