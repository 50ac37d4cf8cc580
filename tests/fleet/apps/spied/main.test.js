// Jest through Babel: the namespace and prototypes are spied on, as the unit tests of public apps do.
import * as cognito from 'amazon-cognito-identity-js';
import { CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js';
import { journey } from '../journey.cjs';

const data = { UserPoolId: 'eu-central-1_AbCdEf123', ClientId: 'abc' };
afterEach(() => jest.restoreAllMocks());

test('a spy on the namespace is what the app gets', () => {
  jest.spyOn(cognito, 'CognitoUserPool').mockImplementation(() => ({ getCurrentUser: () => 'a fake' }));
  expect(new CognitoUserPool(data).getCurrentUser()).toBe('a fake');
});

test('a spy on a prototype is called by the methods that call it', () => {
  const pool = new CognitoUserPool(data);
  const user = new CognitoUser({ Username: 'mia', Pool: pool });
  const session = { isValid: () => true };
  jest.spyOn(CognitoUser.prototype, 'getSession').mockImplementation((callback) => callback(null, session));
  user.getSession((error, found) => expect([error, found]).toEqual([null, session]));
  const signOut = jest.spyOn(CognitoUser.prototype, 'cleanClientData');
  user.signOut();
  expect(signOut).toHaveBeenCalledTimes(1);
});

test('the journey', async () => {
  console.log(JSON.stringify(await journey(cognito)));
});
