// A person registers.
import { CognitoUserAttribute } from 'amazon-cognito-identity-js';

/** 1. Registers a person; `done(error, result)` with the user and where the code went. */
export function register(userPool, username, password, email, done) {
  const attributes = [new CognitoUserAttribute({ Name: 'email', Value: email })];
  userPool.signUp(username, password, attributes, null, done);
}

/** 2. Confirms the registration with the code that was sent. */
export function confirm(cognitoUser, code, done) {
  cognitoUser.confirmRegistration(code, true, done);
}

/** 3. Sends the code once more. */
export function resend(cognitoUser, done) {
  cognitoUser.resendConfirmationCode(done);
}
