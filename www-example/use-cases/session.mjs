// What follows a sign-in, and its end.
import { CognitoUser, CognitoUserPool, CookieStorage } from 'amazon-cognito-identity-js';

/** 14. Signs out on this device; with a callback the refresh token is revoked, too. */
export function signOut(cognitoUser, done) {
  cognitoUser.signOut(done);
}

/** 15. Signs out on every device. */
export function signOutEverywhere(cognitoUser, { onSuccess, onFailure }) {
  cognitoUser.globalSignOut({ onSuccess, onFailure });
}

/** 16. The person who was here last, with a valid session; refreshed when it has to be. */
export function currentSession(userPool, done) {
  const cognitoUser = userPool.getCurrentUser();
  if (cognitoUser === null) return done(null, null);
  cognitoUser.getSession((error, session) => done(error, session, cognitoUser));
}

/** 17. What an identity pool takes for AWS credentials: the issuer's name and the ID token. */
export function logins(userPool, session) {
  const id = userPool.getUserPoolId();
  const issuer = `cognito-idp.${id.split('_')[0]}.amazonaws.com/${id}`;
  return { [issuer]: session.getIdToken().getJwtToken() };
}

/** 26. Tokens in cookies, for pages of several subdomains. Both the pool and the user are given the storage. */
export function inCookies(poolData, username, domain) {
  const Storage = new CookieStorage({ domain, sameSite: 'strict' });
  const Pool = new CognitoUserPool({ ...poolData, Storage });
  return new CognitoUser({ Username: username, Pool, Storage });
}

/** 32. Refreshes when the ID token ends within five minutes. */
export function refreshInTime(cognitoUser, session, done) {
  const seconds = session.getIdToken().getExpiration() - Date.now() / 1000;
  if (seconds > 300) return done(null, session);
  cognitoUser.refreshSession(session.getRefreshToken(), done);
}
