import {
  AuthenticationDetails,
  CognitoAccessToken,
  CognitoIdToken,
  CognitoRefreshToken,
  CognitoUser,
  CognitoUserPool,
  CognitoUserSession,
  CookieStorage,
  ICognitoStorage,
  NodeCallback,
} from 'amazon-cognito-identity-js';

export class FakeSession implements CognitoUserSession {
  getIdToken = (): CognitoIdToken => ({}) as CognitoIdToken;
  getRefreshToken = (): CognitoRefreshToken => ({ getToken: () => '' });
  getAccessToken = (): CognitoAccessToken => ({}) as CognitoAccessToken;
  isValid = (): boolean => true;
}
export class FakePool implements CognitoUserPool {
  getUserPoolId = (): string => 'a';
  getUserPoolName = (): string => 'b';
  getClientId = (): string => 'c';
  signUp(name: string, password: string, attributes: any, validation: any, callback: NodeCallback<Error, any>): void {
    callback(undefined, { name, password, attributes, validation });
  }
  getCurrentUser = (): CognitoUser | null => null;
}
export class FakeDetails implements AuthenticationDetails {
  getUsername = (): string => 'a';
  getPassword = (): string => 'b';
  getValidationData = (): any[] => [];
}
export class OwnStorage extends CookieStorage {
  getItem(key: string): string {
    return super.getItem(key) || '';
  }
}
export const memory: ICognitoStorage = { setItem() {}, getItem: () => null, removeItem() {}, clear() {} };
export const partial: Partial<CognitoUser> = {
  getUsername: () => 'x',
  getSession: () => undefined,
  signOut: () => undefined,
};
export const picked: Pick<CognitoUser, 'getSession' | 'signOut'> = {
  getSession: (callback: any) => callback(null, null),
  signOut: () => undefined,
};
export type GetSessionCallback = Parameters<CognitoUser['getSession']>[0];
export type SignUpCallback = Parameters<CognitoUserPool['signUp']>[4];
export const signedUp: SignUpCallback = (error, result) => console.log(error, result && result.user);
export type Returned = ReturnType<CognitoUser['changePassword']>;
export const nothing: Returned = undefined;
export const flow: string = new CognitoUser({ Username: 'x', Pool: new FakePool() }).setAuthenticationFlowType(
  'CUSTOM_AUTH',
);
export type Methods = { [K in keyof CognitoUser]: CognitoUser[K] };
