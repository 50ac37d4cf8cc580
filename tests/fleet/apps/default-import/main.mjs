// Node's own advice for CommonJS in an ES module: the default import.
import cognito from 'amazon-cognito-identity-js';
import { journey, tell } from '../journey.cjs';

const { AuthenticationDetails, CognitoUser, CognitoUserPool } = cognito;
const { default: later } = await import('amazon-cognito-identity-js');
tell([later === cognito, await journey({ AuthenticationDetails, CognitoUser, CognitoUserPool })]);
