// An application's own test that replaces the package, and one of its deep paths, as jest does it.
/* global jest, test, expect */
import { CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js';
import CognitoIdToken from 'amazon-cognito-identity-js/lib/CognitoIdToken';

jest.mock('amazon-cognito-identity-js');
jest.mock('amazon-cognito-identity-js/lib/CognitoIdToken');

test('the whole package is mocked by its classes and their methods', () => {
  const Pool = new CognitoUserPool({});
  const user = new CognitoUser({});
  CognitoUser.prototype.getSession.mockImplementation((callback) => callback(null, 'session'));
  const told = jest.fn();
  user.getSession(told);
  expect(told).toHaveBeenCalledWith(null, 'session');
  expect(CognitoUserPool).toHaveBeenCalledTimes(1);
  expect(Pool.getCurrentUser()).toBeUndefined();
  expect(Pool).toBeInstanceOf(CognitoUserPool);
});

test('a deep path is mocked', () => {
  new CognitoIdToken({ IdToken: 'x' });
  expect(CognitoIdToken).toHaveBeenCalledWith({ IdToken: 'x' });
});
