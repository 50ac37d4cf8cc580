import * as Cognito from 'amazon-cognito-identity-js';
import { journey, tell } from '../journey.cjs';

const names = [
  ...['AuthenticationDetails', 'CognitoUser', 'CognitoUserPool', 'CognitoUserSession', 'CookieStorage', 'WordArray'],
  ...['CognitoIdToken', 'CognitoAccessToken', 'CognitoRefreshToken', 'CognitoUserAttribute', 'DateHelper'],
];
tell([names.map((name) => typeof Cognito[name]), await journey(Cognito)]);
