import * as cognito from 'amazon-cognito-identity-js';
import { CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js';
import { journey } from '../journey.cjs';

test('spies on prototypes', () => {
  const user = new CognitoUser({
    Username: 'mia',
    Pool: new CognitoUserPool({ UserPoolId: 'eu-central-1_AbCdEf123', ClientId: 'abc' }),
  });
  const spy = vi.spyOn(CognitoUser.prototype, 'getSession').mockImplementation((callback) => callback(null, 'found'));
  user.getSession((error, session) => expect([error, session]).toEqual([null, 'found']));
  expect(spy).toHaveBeenCalledTimes(1);
  spy.mockRestore();
});

test('the journey', async () => {
  console.log(JSON.stringify(await journey(cognito)));
});
