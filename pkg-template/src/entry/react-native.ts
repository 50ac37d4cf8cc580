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
class Absent {
  constructor() {
    refused();
  }
}

export const Pool = Absent;
export const Session = Absent;
export const User = Absent;
export const AuthenticationDetails = Absent;
export const AuthenticationHelper = Absent;
export const CognitoAccessToken = Absent;
export const CognitoIdToken = Absent;
export const CognitoRefreshToken = Absent;
export const CognitoUser = Absent;
export const CognitoUserAttribute = Absent;
export const CognitoUserPool = Absent;
export const CognitoUserSession = Absent;
export const CookieStorage = Absent;
export const DateHelper = Absent;
export const WordArray = Absent;
export const appendToCognitoUserAgent = refused;
export const configure = async (): Promise<void> => refused();
export const ready = async (): Promise<void> => refused();
