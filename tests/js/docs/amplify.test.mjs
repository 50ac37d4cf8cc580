// What docs/migrate-from-amplify.md says of stored sessions: Amplify v6 and this package find each other's.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { fetchAuthSession, signIn } from '@aws-amplify/auth';
import { cognitoUserPoolsTokenProvider } from '@aws-amplify/auth/cognito';
import { Amplify } from '@aws-amplify/core';
import { packageFile, startLocal } from '../local/server-process.mjs';
import { Memory, makeWorld, PASSWORD } from '../modern/world.mjs';

// Amplify names a device by it, and confirms none without; Node 20 has none.
globalThis.navigator ??= { userAgent: 'test' };
let server;
let person;
before(async () => {
  server = await startLocal();
  const world = makeWorld({ api: await import(packageFile('dist/node.mjs')), endpoint: server.endpoint });
  const DeviceConfiguration = { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false };
  person = await world.person({ pool: { DeviceConfiguration } });
  const { userPoolId, clientId } = person.realm;
  const Cognito = { userPoolId, userPoolClientId: clientId, userPoolEndpoint: server.endpoint };
  cognitoUserPoolsTokenProvider.setAuthConfig({ Cognito });
  Amplify.configure({ Auth: { Cognito } }, { Auth: { tokenProvider: cognitoUserPoolsTokenProvider } });
});
after(() => server?.stop());

let storage;
beforeEach(() => {
  storage = new Memory();
  cognitoUserPoolsTokenProvider.setKeyValueStorage(storage);
});
const signInByAmplify = () =>
  signIn({ username: 'ada', password: PASSWORD, options: { authFlowType: 'USER_SRP_AUTH' } });
const jwtOf = async (options) => (await fetchAuthSession(options)).tokens.accessToken.toString();

test('who signed in by Amplify is signed in here, on the same device', async () => {
  assert.equal((await signInByAmplify()).isSignedIn, true);
  const { pool, net, signIn: again } = person.realm.app({ storage });
  const user = pool.currentUser();
  assert.equal(user.username, 'ada');
  const before = storage.short['ada.accessToken'];
  const session = await user.session({ forceRefresh: true });
  assert.notEqual(session.accessToken.jwt, before);
  assert.equal(storage.short['ada.accessToken'], session.accessToken.jwt);
  // Amplify counts milliseconds there, this package seconds, and it says so.
  assert.match(storage.short['ada.clockDrift'], /^(0|-?[12]s)$/);
  net.clear();
  await again();
  assert.equal(net.names.at(-1), 'RespondToAuthChallenge DEVICE_PASSWORD_VERIFIER');
});

test('and the other way: Amplify finds who signed in here', async () => {
  const { signIn: here } = person.realm.app({ storage });
  const { session } = await here();
  assert.equal(await jwtOf(), session.accessToken.jwt);
  assert.notEqual(await jwtOf({ forceRefresh: true }), session.accessToken.jwt);
});

test('signing out here leaves one entry of Amplify behind, which is no token', async () => {
  await signInByAmplify();
  const { pool } = person.realm.app({ storage });
  await pool.currentUser().signOut();
  const device = ['ada.deviceGroupKey', 'ada.deviceKey', 'ada.randomPasswordKey'];
  assert.deepEqual(storage.names, [...device, 'ada.signInDetails']);
});

test('milliseconds that Amplify stored make no token last longer, and are read once', async () => {
  await signInByAmplify();
  const key = [...storage.items.keys()].find((name) => name.endsWith('.ada.clockDrift'));
  storage.setItem(key, '600000');
  const { pool, net } = person.realm.app({ storage });
  const user = pool.currentUser();
  const session = () => user.session({ minValiditySeconds: 3300 });
  await session();
  assert.deepEqual(net.names, ['GetTokensFromRefreshToken'], 'by Amplify’s number the token has 50 minutes left');
  await session();
  assert.equal(net.names.length, 1, 'the number is this package’s own now');
});
