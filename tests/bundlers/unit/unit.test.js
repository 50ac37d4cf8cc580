// A user's unit test: it imports the package, where there is a document but no TextEncoder.
import { Pool, Session } from 'cognito-identity-wasm';

const token = `e30.${btoa('{"username":"mia","exp":1}').replace(/=+$/, '')}.x`;

test('a token is read, and a pool keeps its sessions in the storage of the document', () => {
  expect(typeof document).toBe('object');
  expect(new Session({ accessToken: token }).accessToken.claims.username).toBe('mia');
  const pool = new Pool({ userPoolId: 'eu-central-1_AbCdEf123', clientId: 'abc' });
  expect(pool.currentUser()).toBe(null);
  localStorage.setItem('CognitoIdentityServiceProvider.abc.LastAuthUser', 'mia');
  localStorage.setItem('CognitoIdentityServiceProvider.abc.mia.accessToken', token);
  localStorage.setItem('CognitoIdentityServiceProvider.abc.mia.idToken', token);
  expect(pool.currentUser().username).toBe('mia');
});
