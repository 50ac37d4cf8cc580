// Second factors.
import { AuthenticationDetails } from 'amazon-cognito-identity-js';

/** 9. Turns codes by SMS on, in the older way. */
export function enableSms(cognitoUser, done) {
  cognitoUser.enableMFA(done);
}

/** 10. And off. */
export function disableSms(cognitoUser, done) {
  cognitoUser.disableMFA(done);
}

/** 24. Which factors are on, and which is preferred. */
export function settings(cognitoUser, done) {
  const read = (error, data) => done(error, data && [data.PreferredMfaSetting, data.UserMFASettingList]);
  cognitoUser.getUserData(read, { bypassCache: true });
}

/** 27. One object of callbacks for every factor: set-up, choice and code. `screens` are the application's own. */
export function signIn(cognitoUser, password, screens, { onSuccess, onFailure }) {
  const details = new AuthenticationDetails({ Username: cognitoUser.getUsername(), Password: password });
  cognitoUser.authenticateUser(details, {
    onSuccess,
    onFailure,
    mfaSetup() {
      cognitoUser.associateSoftwareToken(this);
    },
    async associateSecretCode(secret) {
      cognitoUser.verifySoftwareToken(await screens.enroll(secret), 'My phone', this);
    },
    async selectMFAType() {
      cognitoUser.sendMFASelectionAnswer(await screens.choose(), this);
    },
    async totpRequired() {
      cognitoUser.sendMFACode(await screens.code(), this, 'SOFTWARE_TOKEN_MFA');
    },
    async mfaRequired() {
      cognitoUser.sendMFACode(await screens.code(), this);
    },
  });
}

/** 28. Prefers codes by SMS. */
export function preferSms(cognitoUser, done) {
  cognitoUser.setUserMfaPreference({ PreferredMfa: true, Enabled: true }, null, done);
}

/** 29. Prefers an authenticator app. */
export function preferTotp(cognitoUser, done) {
  cognitoUser.setUserMfaPreference(null, { PreferredMfa: true, Enabled: true }, done);
}
