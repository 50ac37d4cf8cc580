// ts-jest: default import, spies on the namespace, typed mocks.

import * as namespace from 'amazon-cognito-identity-js';
import cognito, {
  CognitoUser,
  CognitoUserPool,
  CognitoUserSession,
  ISignUpResult,
} from 'amazon-cognito-identity-js';

declare const session: CognitoUserSession;
const data = { UserPoolId: 'eu-central-1_AbCdEf123', ClientId: 'abc' };

test('typed mocks', () => {
  jest.spyOn(CognitoUser.prototype, 'getSession').mockImplementation((callback: any) => callback(null, 'a session'));
  jest.spyOn(CognitoUser.prototype, 'authenticateUser').mockImplementation((details, callbacks) => {
    callbacks.onSuccess('a session' as unknown as CognitoUserSession);
  });
  jest.spyOn(CognitoUser.prototype, 'changePassword').mockImplementation((before, after, callback) => {
    callback(undefined, 'SUCCESS');
  });
  jest
    .spyOn(CognitoUserPool.prototype, 'signUp')
    .mockImplementation((name, password, attributes, validation, callback) => {
      callback(undefined, { userSub: name } as ISignUpResult);
    });
  const pool = new CognitoUserPool(data);
  const user = new CognitoUser({ Username: 'mia', Pool: pool });
  user.changePassword('a', 'b', (error, result) => expect([error, result]).toEqual([undefined, 'SUCCESS']));
  pool.signUp('mia', 'p', [], [], (error, result) => expect(result?.userSub).toBe('mia'));
  const mock: Partial<CognitoUser> = { getUsername: () => 'x', signOut: jest.fn() };
  expect(mock.getUsername?.()).toBe('x');
});

test('a spy on the namespace is what the app gets', () => {
  jest.spyOn(namespace, 'CognitoUserPool').mockImplementation(() => ({ getClientId: () => 'a fake' }) as any);
  expect(new namespace.CognitoUserPool(data).getClientId()).toBe('a fake');
});

test('the default import', () => {
  expect(typeof cognito === 'object' ? typeof cognito.CognitoUser : 'none').toBe(process.env.DEFAULT);
});
