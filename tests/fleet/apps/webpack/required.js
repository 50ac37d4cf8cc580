const { AuthenticationDetails, CognitoUser, CognitoUserPool } = require('amazon-cognito-identity-js');

globalThis.library = { AuthenticationDetails, CognitoUser, CognitoUserPool };
