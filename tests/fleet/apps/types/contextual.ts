import {
  AuthenticationDetails,
  CognitoAccessToken,
  CognitoIdToken,
  CognitoUser,
  CognitoUserAttribute,
  CognitoUserPool,
  CookieStorage,
} from 'amazon-cognito-identity-js';

// Parameters that get their types from where they stand: partial mocks, assigned prototypes, variables of a method's type.
export const partial: Partial<CognitoUser> = {
  getUserAttributes: (callback) => callback(undefined, []),
  authenticateUser: (_details, callbacks) => callbacks.onFailure('x'),
  changePassword: (_before, _after, callback) => callback(undefined, 'SUCCESS'),
};
export const cast = {
  authenticateUser(_details, callbacks) {
    callbacks.onFailure('x');
  },
} as CognitoUser;
export const method: CognitoUser['authenticateUser'] = (_details, callbacks) => callbacks.onFailure(1);
export const pool: Partial<CognitoUserPool> = { signUp: (_name, _password, _attributes, _validation, callback) => callback() };
CognitoUser.prototype.getUserData = (callback) => {
  callback();
};

// What the old typings say of values.
export const names = (details: AuthenticationDetails): string[] => details.getValidationData().map((one) => one.Name);
export const parts = (): number[] => new CookieStorage({ domain: 'a' }).getItem('a').split('.').map((part) => part.length);
export const device = (user: CognitoUser): void =>
  user.getDevice({ onSuccess: (text) => text.split(',').map((part) => part.trim()), onFailure: () => undefined });
export type Given = ConstructorParameters<typeof CognitoIdToken>[0]['IdToken'];
export type Access = ConstructorParameters<typeof CognitoAccessToken>[0]['AccessToken'];
export class Attribute extends CognitoUserAttribute {
  toJSON(): string {
    return '';
  }
}
