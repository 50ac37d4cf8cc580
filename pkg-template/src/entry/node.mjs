// Node's import: the same instance that `require` gives.
import all from './index.cjs';

export const { AuthError, isAuthError, Pool, ready, Session, User } = all;
export const {
  AuthenticationDetails,
  AuthenticationHelper,
  CognitoAccessToken,
  CognitoIdToken,
  CognitoRefreshToken,
  CognitoUser,
  CognitoUserAttribute,
  CognitoUserPool,
  CognitoUserSession,
  CookieStorage,
  DateHelper,
  WordArray,
  appendToCognitoUserAgent,
  configure,
} = all;
