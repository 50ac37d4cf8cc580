// Who reads the memory of the drop-in API's engine later finds no secret in it, however a call ended.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { makePool, makeUser, packageFile, startLocal } from '../js/local/server-process.mjs';
import { watchEngines } from './engines.mjs';
import { Hunt, passwordOf, planted, watchRandom } from './secrets.mjs';

const engines = watchEngines();
const random = watchRandom();
const server = await startLocal();
after(() => server.stop());
const { AuthenticationDetails, CognitoUser, CognitoUserPool } = await import(packageFile('dist/dropin.js'));

/** The newest random bytes: the API draws words, and writes them with the first digit in front. */
const drawn = (words) => Buffer.concat(random.slice(-words).map((word) => Buffer.from(word).reverse()));

/** A method with an object of callbacks, as a promise; and one with a callback as Node has them. */
const promised = (start) => new Promise((onSuccess, onFailure) => start({ onSuccess, onFailure }));
const called = (start) => new Promise((yes, no) => start((error, value) => (error ? no(error) : yes(value))));

class Storage {
  #items = new Map();
  getItem(key) {
    return this.#items.get(key) ?? null;
  }
  setItem(key, value) {
    this.#items.set(key, value);
  }
  removeItem(key) {
    this.#items.delete(key);
  }
}

/** Somebody whose secrets are hunted. */
async function person({ pool: settings } = {}) {
  const ids = await makePool(server.endpoint, { pool: settings });
  const password = passwordOf('Correct');
  await makeUser(server.endpoint, { userPoolId: ids.userPoolId, username: 'ada', password });
  const hunt = new Hunt();
  hunt.text('password', password);
  const { endpoint } = server;
  const storage = new Storage();
  const pool = new CognitoUserPool({ UserPoolId: ids.userPoolId, ClientId: ids.clientId, endpoint, Storage: storage });
  const user = new CognitoUser({ Username: 'ada', Pool: pool, Storage: storage });
  const operations = [];
  let exponent;
  let typed;
  const { client } = user;
  const { request } = client;
  client.request = (operation, input, callback) => {
    operations.push(operation);
    if (operation === 'InitiateAuth') exponent = drawn(8);
    hunt.bytes('exponent', exponent);
    hunt.request(input);
    request.call(client, operation, input, (error, data) => {
      if (data) hunt.reply(data, { ...ids, password: typed, exponent });
      callback(error, data);
    });
  };
  return {
    hunt,
    user,
    password,
    operations,
    clean: (when) => assert.deepEqual(hunt.in(engines[0].memory), [], `after ${when}`),
    signIn(given = password) {
      typed = given;
      const details = new AuthenticationDetails({ Username: 'ada', Password: given });
      return promised((callbacks) => user.authenticateUser(details, callbacks));
    },
  };
}

test('no secret is left after a sign-in, and while it is computed the password is there', async () => {
  const app = await person();
  await app.signIn();
  const seen = new Set();
  engines[0].crossed = () => {
    for (const name of app.hunt.in(engines[0].memory)) seen.add(name);
  };
  await app.signIn();
  engines[0].crossed = () => {};
  assert.ok(seen.has('password') && seen.has('exponent'), [...seen].join());
  app.clean('the sign-in');
  assert.deepEqual(planted(app.hunt, engines[0].memory, Buffer.from(app.password)), ['password']);
  for (const name of ['proof', 'S of SRP', 'refresh token']) assert.ok(app.hunt.names.includes(name), name);
});

test('no secret is left after a sign-in that was refused or failed', async () => {
  const app = await person();
  const wrong = passwordOf('Wrong');
  app.hunt.text('wrong password', wrong);
  await assert.rejects(app.signIn(wrong), { code: 'NotAuthorizedException' });
  app.clean('a wrong password');
  for (const broken of ['InitiateAuth', 'RespondToAuthChallenge']) {
    const late = await person();
    const { request } = late.user.client;
    late.user.client.request = (operation, input, callback) =>
      operation === broken ? callback(new Error('Network error')) : request(operation, input, callback);
    await assert.rejects(late.signIn(), { message: 'Network error' });
    late.clean(`a broken connection at ${broken}`);
  }
});

test('no secret is left after a refresh, a change of the password, and signing out', async () => {
  const app = await person();
  const session = await app.signIn();
  await called((done) => app.user.refreshSession(session.getRefreshToken(), done));
  app.clean('the refresh');
  const next = passwordOf('Next');
  app.hunt.text('new password', next);
  await assert.rejects(
    called((done) => app.user.changePassword(passwordOf('Wrong'), next, done)),
    { code: 'NotAuthorizedException' },
  );
  app.clean('a refused change');
  await called((done) => app.user.changePassword(app.password, next, done));
  app.clean('the change');
  await called((done) => app.user.signOut(done));
  app.clean('signing out');
  await app.signIn(next);
  await promised((callbacks) => app.user.globalSignOut(callbacks));
  app.clean('signing out everywhere');
});

test('no secret is left after a device was remembered and proven', async () => {
  const app = await person({
    pool: { DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false } },
  });
  await app.signIn();
  assert.ok(app.operations.includes('ConfirmDevice'));
  app.hunt.text("device's password", app.user.randomPassword);
  app.clean('the first sign-in');
  const confirmed = app.operations.length;
  await app.signIn();
  assert.ok(app.operations.length >= confirmed + 4, 'the device is proven by two requests more');
  app.clean('the second sign-in');
});
