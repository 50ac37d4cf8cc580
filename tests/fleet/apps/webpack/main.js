import { AuthenticationDetails, CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js';

globalThis.library = { AuthenticationDetails, CognitoUser, CognitoUserPool };
