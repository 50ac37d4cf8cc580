// What `jest.mock` makes of the package by itself.
import { AuthenticationDetails, CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js';

jest.mock('amazon-cognito-identity-js');

test('classes and methods are mocks', () => {
  const pool = new CognitoUserPool({});
  const user = new CognitoUser({});
  expect(pool.getCurrentUser()).toBe(undefined);
  user.authenticateUser(new AuthenticationDetails({}), {});
  expect(user.authenticateUser).toHaveBeenCalledTimes(1);
  expect(CognitoUser).toHaveBeenCalledTimes(1);
  CognitoUserPool.mockImplementation(() => ({ getCurrentUser: () => 'a fake' }));
  expect(new CognitoUserPool({}).getCurrentUser()).toBe('a fake');
});
