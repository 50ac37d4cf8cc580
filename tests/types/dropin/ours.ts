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
export const promised: Promise<unknown>[] = [user.getSession(), user.changePassword('a', 'b')];
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
