// What only our declarations know, and what they refuse.
import {
  AuthenticationHelper,
  CognitoUser,
  CognitoUserPool,
  type CognitoUserSession,
  configure,
  DateHelper,
} from 'cognito-identity-wasm';

configure({ deviations: false });
const Pool = new CognitoUserPool({
  UserPoolId: 'eu-west-1_AbCdEf123',
  ClientId: 'client',
  fetchOptions: { credentials: 'include' },
});
const user = new CognitoUser({ Username: 'ada', Pool });
user.getSession((error: Error | null, session: CognitoUserSession | null) => console.log(error, session?.isValid()));
const kept: Promise<CognitoUserSession> = user.getSession();
const changed: Promise<'SUCCESS'> = user.changePassword('a', 'b');
export const promised = [kept, changed];
// @ts-expect-error A promise without a callback is one of a session.
export const wrong: Promise<string> = user.getSession();
// @ts-expect-error Nothing comes back where a callback is called.
export const nothing: Promise<string> = user.changePassword('a', 'b', () => {});
// @ts-expect-error What the incumbent's typings do not name, only an augmentation can.
export const session: CognitoUserSession | null | undefined = user.signInUserSession;
export const exported = [new DateHelper().getNowString(), new AuthenticationHelper('pool').getRandomPassword()];

// @ts-expect-error A pool needs its client's id.
new CognitoUserPool({ UserPoolId: 'eu-west-1_AbCdEf123' });
// @ts-expect-error A user needs a pool.
new CognitoUser({ Username: 'ada' });
// @ts-expect-error No such option.
configure({ deviation: false });
// @ts-expect-error A callback object has onFailure.
user.globalSignOut({ onSuccess: () => {} });
// @ts-expect-error The code is text.
user.confirmRegistration(123456, true, () => {});
// @ts-expect-error There is no such method.
user.signIn();
