// The drop-in API: the names of amazon-cognito-identity-js, in its order.

export { CognitoUserAttribute } from './attribute.js';
export { AuthenticationDetails } from './authentication-details.js';
export { AuthenticationHelper } from './authentication-helper.js';
export { CookieStorage } from './cookie-storage.js';
export { DateHelper } from './date-helper.js';
export { CognitoUserPool } from './pool.js';
export { CognitoUserSession } from './session.js';
export { CognitoAccessToken, CognitoIdToken, CognitoRefreshToken } from './tokens.js';
export { CognitoUser } from './user/index.js';
export { appendToCognitoUserAgent } from './user-agent.js';
export { WordArray } from './word-array.js';
