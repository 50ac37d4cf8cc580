// Subclasses with private members of their own, compiled to ES5 and to today's classes.
import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserPool,
  CognitoUserSession,
  GetSessionOptions,
  IAuthenticationCallback,
  ICognitoUserData,
  NodeCallback,
} from 'amazon-cognito-identity-js';

declare function require(name: string): any;
const { journey, tell } = require('../journey.cjs');

const calls: string[] = [];

class Person extends CognitoUser {
  private attempts = 0;
  constructor(data: ICognitoUserData) {
    super(data);
  }
  getSession(
    callback: ((error: Error, session: null) => void) | ((error: null, session: CognitoUserSession) => void),
    options?: GetSessionOptions,
  ): void {
    calls.push('getSession');
    super.getSession(callback, options);
  }
  authenticateUser(details: AuthenticationDetails, callbacks: IAuthenticationCallback): void {
    calls.push(`authenticateUser ${++this.attempts}`);
    super.authenticateUser(details, callbacks);
  }
  changePassword(before: string, after: string, callback: NodeCallback<Error, 'SUCCESS'>): void {
    super.changePassword(before, after, callback);
  }
  cacheTokens(): void {
    calls.push('cacheTokens');
    (CognitoUser.prototype as any).cacheTokens.call(this);
  }
}

class Place extends CognitoUserPool {
  private region = this.getUserPoolId().split('_')[0];
  where(): string {
    return this.region;
  }
}

journey({ AuthenticationDetails, CognitoUser: Person, CognitoUserPool: Place }).then((outcome: unknown) => {
  const place = new Place({ UserPoolId: 'eu-central-1_AbCdEf123', ClientId: 'abc' });
  const person = new Person({ Username: 'x', Pool: place });
  person.getSession((error: Error | null, session: CognitoUserSession | null) =>
    tell([place.where(), person instanceof CognitoUser, error && error.message, session, calls, outcome]),
  );
});
