export const POOL = 'eu-west-1_AbCdEf123';
export const CLIENT = '1example23456789';
export const PREFIX = `CognitoIdentityServiceProvider.${CLIENT}`;
export const PASSWORD = 'Correct-Horse-7';
