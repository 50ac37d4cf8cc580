// The drop-in's objects where applications put them, and what is new in them: proxies, mocks, promises, sessions taken over.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { reactive } from '@vue/reactivity';
import * as incumbent from 'amazon-cognito-identity-js';
import { observable } from 'mobx';
import { makePool, makeUser, must, startLocal } from '../local/server-process.mjs';
import { race } from '../rounds.mjs';
import { aliased } from './package-folder.mjs';

const PASSWORD = 'Correct-Horse-7';
let server;
let ours;
let api;
let ids;
let Storage;
let requests = [];

class Memory {
  items = new Map();
  setItem = (key, value) => void this.items.set(key, String(value));
  getItem = (key) => this.items.get(key) ?? null;
  removeItem = (key) => void this.items.delete(key);
}

const platformFetch = globalThis.fetch;
before(async () => {
  ours = aliased();
  api = createRequire(join(ours.folder, 'x.cjs'))('amazon-cognito-identity-js');
  server = await startLocal();
  ids = await makePool(server.endpoint);
  await makeUser(server.endpoint, { ...ids, username: 'ada', password: PASSWORD });
  globalThis.fetch = (url, init) => {
    const operation = init?.headers?.['X-Amz-Target']?.split('.')[1];
    if (operation) requests.push([operation, JSON.parse(init.body).AuthFlow].filter(Boolean).join(' '));
    return platformFetch(url, init);
  };
});
beforeEach(() => {
  Storage = new Memory();
  requests = [];
});
after(async () => {
  globalThis.fetch = platformFetch;
  await server.stop();
  ours.remove();
});

const pool = (library = api) =>
  new library.CognitoUserPool({
    UserPoolId: ids.userPoolId,
    ClientId: ids.clientId,
    endpoint: server.endpoint,
    Storage,
  });
const person = (library = api, Pool = pool(library)) => new library.CognitoUser({ Username: 'ada', Pool, Storage });
const signIn = (user, library = api) =>
  new Promise((onSuccess, onFailure) => {
    const details = new library.AuthenticationDetails({ Username: 'ada', Password: PASSWORD });
    user.authenticateUser(details, { onSuccess, onFailure });
  });
const session = (user) =>
  new Promise((resolve, reject) => user.getSession((error, value) => (error ? reject(error) : resolve(value))));

for (const [name, wrap] of [
  ['Vue reactive', reactive],
  ['MobX observable', (user) => observable.box(user, { deep: true }).get()],
  ['MobX shallow object', (user) => observable({ user }, {}, { deep: false }).user],
  ['plain Proxy', (user) => new Proxy(user, {})],
]) {
  test(`a user in a ${name} signs in, refreshes and signs out`, async () => {
    const user = wrap(person());
    const first = await signIn(user);
    assert.ok((await session(user)).isValid());
    const fresh = await new Promise((resolve, reject) =>
      user.refreshSession(first.getRefreshToken(), (error, value) => (error ? reject(error) : resolve(value))),
    );
    assert.notEqual(fresh.getIdToken().getJwtToken(), first.getIdToken().getJwtToken());
    user.signOut();
    assert.equal(user.pool.getCurrentUser(), null);
  });
}

test('the session that the incumbent stored goes on, and the other way round', async () => {
  const theirs = await signIn(person(incumbent), incumbent);
  const keys = [...Storage.items.keys()];
  const here = await session(pool().getCurrentUser());
  assert.equal(here.getIdToken().getJwtToken(), theirs.getIdToken().getJwtToken());
  await signIn(person());
  assert.deepEqual([...Storage.items.keys()], keys);
  assert.ok((await session(pool(incumbent).getCurrentUser())).isValid());
});

test('ten getSession on an expired session are one request, also through several objects', async () => {
  await signIn(person());
  const expired = 'e30.eyJpYXQiOjEsImV4cCI6Mn0.c2ln';
  await race(async () => {
    for (const token of ['idToken', 'accessToken'])
      Storage.setItem(`CognitoIdentityServiceProvider.${ids.clientId}.ada.${token}`, expired);
    requests = [];
    const Pool = pool();
    const one = Pool.getCurrentUser();
    const users = Array.from({ length: 10 }, (_, at) => (at % 2 ? one : Pool.getCurrentUser()));
    const sessions = await Promise.all(users.map(session));
    assert.deepEqual(requests, ['InitiateAuth REFRESH_TOKEN_AUTH']);
    assert.equal(new Set(sessions.map((value) => value.getIdToken().getJwtToken())).size, 1);
  });
});

test('a rotated refresh token is taken by GetTokensFromRefreshToken and stored', async () => {
  const rotating = await makePool(server.endpoint, {
    client: {
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 },
    },
  });
  await makeUser(server.endpoint, { ...rotating, username: 'ada', password: PASSWORD });
  const Pool = new api.CognitoUserPool({
    UserPoolId: rotating.userPoolId,
    ClientId: rotating.clientId,
    endpoint: server.endpoint,
    Storage,
  });
  const user = person(api, Pool);
  const first = await signIn(user);
  const fresh = await user.refreshSession(first.getRefreshToken());
  assert.equal(requests.at(-1), 'GetTokensFromRefreshToken');
  assert.notEqual(fresh.getRefreshToken().getToken(), first.getRefreshToken().getToken());
  assert.equal(
    Storage.getItem(`CognitoIdentityServiceProvider.${rotating.clientId}.ada.refreshToken`),
    fresh.getRefreshToken().getToken(),
  );
});

test('without a callback there is a promise; with one there is nothing', async () => {
  const user = person();
  const details = new api.AuthenticationDetails({ Username: 'ada', Password: PASSWORD });
  const made = await user.authenticateUser(details);
  assert.ok(made.isValid());
  assert.equal(await user.getSession(), made);
  assert.ok((await user.getUserAttributes()).length > 0);
  await assert.rejects(user.changePassword('wrong', 'Other-Horse-9'), { code: 'NotAuthorizedException' });
  assert.equal(
    user.getSession(() => {}),
    undefined,
  );
  assert.equal(user.signOut(), undefined);
});

test('a challenge resolves the promise', async () => {
  await makeUser(server.endpoint, { ...ids, username: 'ben', password: PASSWORD, temporary: true });
  const Pool = pool();
  const user = new api.CognitoUser({ Username: 'ben', Pool, Storage });
  const details = new api.AuthenticationDetails({ Username: 'ben', Password: PASSWORD });
  const { challengeName, parameters } = await user.authenticateUser(details);
  assert.equal(challengeName, 'NEW_PASSWORD_REQUIRED');
  assert.equal(typeof parameters, 'object');
  assert.ok((await user.completeNewPasswordChallenge('Better-Horse-8', {})).isValid());
});

test('an e-mailed code reaches its own callback, which the incumbent did not have', async () => {
  const Pool = pool();
  const user = new api.CognitoUser({ Username: 'ada', Pool, Storage });
  const before = [...Storage.items];
  user.client.request = (_operation, _input, callback) =>
    callback(null, {
      ChallengeName: 'EMAIL_OTP',
      Session: 's1',
      ChallengeParameters: { CODE_DELIVERY_DESTINATION: 'a***' },
    });
  const told = [];
  user.sendMFACode('1', { onFailure: (error) => told.push(error), emailOtpRequired: (...given) => told.push(given) });
  assert.deepEqual(told, [['EMAIL_OTP', { CODE_DELIVERY_DESTINATION: 'a***' }]]);
  assert.equal(user.Session, 's1');
  assert.deepEqual([...Storage.items], before, 'nothing is stored');
});

test('what is not shown of an object is at most one own property', () => {
  for (const object of [pool(), person(), pool().client]) {
    const hidden = Reflect.ownKeys(object).length - Object.keys(object).length;
    assert.ok(hidden <= 1, `${object.constructor.name} hides ${hidden}`);
  }
});

test('a refresh that is refused is sent once, and the tokens go', async () => {
  const user = person();
  const first = await signIn(user);
  await must(server.endpoint, 'RevokeToken', { Token: first.getRefreshToken().getToken(), ClientId: ids.clientId });
  requests = [];
  await assert.rejects(user.refreshSession(first.getRefreshToken()), { code: 'NotAuthorizedException' });
  assert.deepEqual(requests, ['InitiateAuth REFRESH_TOKEN_AUTH']);
  assert.deepEqual([...Storage.items.keys()], []);
});
