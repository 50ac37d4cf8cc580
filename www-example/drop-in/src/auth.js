// Everything that this sample asks of amazon-cognito-identity-js, as its applications write it: classes and callbacks.
import { AuthenticationDetails, CognitoUser, CognitoUserAttribute, CognitoUserPool } from 'amazon-cognito-identity-js';

let userPool;

/** `endpoint` names a local Cognito; without it the pool's region decides. */
export function configure({ userPoolId, clientId, endpoint }) {
  userPool = new CognitoUserPool({ UserPoolId: userPoolId, ClientId: clientId, endpoint: endpoint || undefined });
}

function userNamed(username) {
  return new CognitoUser({ Username: username, Pool: userPool });
}

/** The person of the last visit with a session that holds, or nobody. */
export function restore(callback) {
  const user = userPool.getCurrentUser();
  if (!user) return callback(null, null);
  user.getSession((error, session) => callback(error, error ? null : { user, session }));
}

/** `screens` has a function for each question that the service may ask; each gets the question and a function for the answer. */
export function signIn(username, password, screens) {
  const user = userNamed(username);
  const callbacks = {
    onSuccess: (session) => screens.done(user, session),
    onFailure: screens.failed,
    newPasswordRequired(_userAttributes, requiredAttributes) {
      screens.newPassword(requiredAttributes, (newPassword, attributes) =>
        user.completeNewPasswordChallenge(newPassword, attributes, callbacks),
      );
    },
    mfaRequired(_challengeName, { CODE_DELIVERY_DESTINATION }) {
      screens.code(`We sent a code to ${CODE_DELIVERY_DESTINATION}.`, (code) => user.sendMFACode(code, callbacks));
    },
    totpRequired() {
      screens.code('Your authenticator shows a code.', (code) =>
        user.sendMFACode(code, callbacks, 'SOFTWARE_TOKEN_MFA'),
      );
    },
    selectMFAType(_challengeName, { MFAS_CAN_CHOOSE }) {
      screens.choice(JSON.parse(MFAS_CAN_CHOOSE), (name) => user.sendMFASelectionAnswer(name, callbacks));
    },
    mfaSetup() {
      user.associateSoftwareToken({
        onFailure: screens.failed,
        associateSecretCode(secretCode) {
          screens.enrol(secretCode, (code) => user.verifySoftwareToken(code, 'My authenticator', callbacks));
        },
      });
    },
    customChallenge(parameters) {
      screens.custom(parameters, (answer) => user.sendCustomChallengeAnswer(answer, callbacks));
    },
  };
  if (password)
    return user.authenticateUser(new AuthenticationDetails({ Username: username, Password: password }), callbacks);
  // Without a password: the pool's own challenge.
  user.setAuthenticationFlowType('CUSTOM_AUTH');
  user.initiateAuth(new AuthenticationDetails({ Username: username }), callbacks);
}

export function signUp({ username, password, ...attributes }, callback) {
  const list = Object.entries(attributes).map(([Name, Value]) => new CognitoUserAttribute({ Name, Value }));
  userPool.signUp(username, password, list, [], callback);
}

export function confirm(username, code, callback) {
  userNamed(username).confirmRegistration(code, true, callback);
}

export function resend(username, callback) {
  userNamed(username).resendConfirmationCode(callback);
}

export function forgot(username, { onSent, onFailure }) {
  userNamed(username).forgotPassword({ onSuccess: onSent, onFailure, inputVerificationCode: onSent });
}

export function resetPassword(username, code, newPassword, callbacks) {
  userNamed(username).confirmPassword(code, newPassword, callbacks);
}

export function attributesOf(user, callback) {
  user.getUserAttributes((error, list) =>
    callback(error, error ? null : Object.fromEntries(list.map(({ Name, Value }) => [Name, Value]))),
  );
}

export function changeName(user, name, callback) {
  user.updateAttributes([new CognitoUserAttribute({ Name: 'name', Value: name })], callback);
}

export function changePassword(user, previous, proposed, callback) {
  user.changePassword(previous, proposed, callback);
}

export function refresh(user, session, callback) {
  user.refreshSession(session.getRefreshToken(), callback);
}

export function signOut(user, callback) {
  user.signOut(callback);
}

export function signOutEverywhere(user, callbacks) {
  user.globalSignOut(callbacks);
}
