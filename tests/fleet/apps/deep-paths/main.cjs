// Paths inside the package, which React Native and Lambda apps import to leave out the rest.
const { default: CognitoUser } = require('amazon-cognito-identity-js/lib/CognitoUser');
const { default: CognitoUserPool } = require('amazon-cognito-identity-js/lib/CognitoUserPool');
const { default: AuthenticationDetails } = require('amazon-cognito-identity-js/lib/AuthenticationDetails.js');
const { default: AuthenticationHelper } = require('amazon-cognito-identity-js/lib/AuthenticationHelper');
const { default: BigInteger } = require('amazon-cognito-identity-js/lib/BigInteger');
const { MemoryStorage } = require('amazon-cognito-identity-js/lib/StorageHelper');
const { journey, tell } = require('../journey.cjs');

const helper = new AuthenticationHelper('AbCdEf123');
const numbers = [new BigInteger('ff', 16).add(new BigInteger('1', 16)).toString(16), helper.hash('a').length];
journey({ AuthenticationDetails, CognitoUser, CognitoUserPool }).then((outcome) =>
  tell([numbers, typeof MemoryStorage.setItem, outcome]),
);
