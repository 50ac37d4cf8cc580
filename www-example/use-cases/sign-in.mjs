// Ways to sign in. `answers` are the application's own: it has the screens.
import { AuthenticationDetails } from 'amazon-cognito-identity-js';

const details = (cognitoUser, Password) => new AuthenticationDetails({ Username: cognitoUser.getUsername(), Password });

/** 4. Signs in by SRP; the password never leaves the page. */
export function signIn(cognitoUser, password, { onSuccess, onFailure }) {
  cognitoUser.authenticateUser(details(cognitoUser, password), { onSuccess, onFailure });
}

/** 23. An invited person has a temporary password, and chooses another. */
export function firstSignIn(cognitoUser, temporary, chosen, attributes, { onSuccess, onFailure }) {
  cognitoUser.authenticateUser(details(cognitoUser, temporary), {
    onSuccess,
    onFailure,
    newPasswordRequired() {
      cognitoUser.completeNewPasswordChallenge(chosen, attributes, this);
    },
  });
}

/** 25. A pool with triggers of its own asks a question; no password is needed. */
export function answerQuestion(cognitoUser, answer, { onSuccess, onFailure }) {
  cognitoUser.setAuthenticationFlowType('CUSTOM_AUTH');
  cognitoUser.initiateAuth(details(cognitoUser), {
    onSuccess,
    onFailure,
    customChallenge(parameters) {
      cognitoUser.sendCustomChallengeAnswer(answer(parameters), this);
    },
  });
}

/** 30. Sends the password as it is, for a pool that moves its people from elsewhere. */
export function signInByPassword(cognitoUser, password, { onSuccess, onFailure }) {
  cognitoUser.setAuthenticationFlowType('USER_PASSWORD_AUTH');
  cognitoUser.authenticateUser(details(cognitoUser, password), { onSuccess, onFailure });
}
