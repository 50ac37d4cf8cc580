// React Native: its engine has no WebAssembly. Importing works; the first use says so.
import { AuthError } from '../errors.js';

export { AuthError, isAuthError } from '../errors.js';

function refused(): never {
  throw new AuthError(
    'EngineUnavailable',
    'React Native is not supported yet, because its engine has no WebAssembly: keep amazon-cognito-identity-js there.',
    { kind: 'internal' },
  );
}
/** A function for `new` and for a call; nothing else of it is ever reached. */
const absent = (): (() => never) => () => refused();

export const Pool = absent();
export const Session = absent();
export const User = absent();
export const AuthenticationDetails = absent();
export const AuthenticationHelper = absent();
export const CognitoAccessToken = absent();
export const CognitoIdToken = absent();
export const CognitoRefreshToken = absent();
export const CognitoUser = absent();
export const CognitoUserAttribute = absent();
export const CognitoUserPool = absent();
export const CognitoUserSession = absent();
export const CookieStorage = absent();
export const DateHelper = absent();
export const WordArray = absent();
export const appendToCognitoUserAgent = absent();
export const configure = async (): Promise<void> => refused();
export const ready = async (): Promise<void> => refused();
