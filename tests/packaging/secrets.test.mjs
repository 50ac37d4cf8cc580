// Who reads the engine's memory later finds no secret in it, however a call ended.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, test } from 'node:test';
import { makePool, makeUser, packageFile, startLocal } from '../js/local/server-process.mjs';
import { watchEngines } from './engines.mjs';
import { Hunt, passwordOf, planted, watchRandom } from './secrets.mjs';

const engines = watchEngines();
const random = watchRandom();
const server = await startLocal();
after(() => server.stop());
const { Pool } = await import(packageFile('dist/index.js'));

/** Somebody with an app whose secrets are hunted: passwords, tokens, random bytes, and all that SRP computes of them. */
async function person({ temporary, pool: settings } = {}) {
  const ids = await makePool(server.endpoint, { pool: settings });
  const password = passwordOf('Correct');
  await makeUser(server.endpoint, { userPoolId: ids.userPoolId, username: 'ada', password, temporary });
  const hunt = new Hunt();
  hunt.text('password', password);

  const app = {
    hunt,
    password,
    typed: password,
    /** Called with the operation and the number of its request, before that is sent. */
    meanwhile: () => undefined,
    found: () => hunt.in(engines[0].memory),
    clean: (when) => assert.deepEqual(app.found(), [], `after ${when}`),
    signIn: (more) => app.pool.signIn({ username: 'ada', password: app.typed, ...more }),
    operations: [],
  };
  app.pool = new Pool({
    ...ids,
    endpoint: server.endpoint,
    storage: 'memory',
    fetch: async (url, init) => {
      const operation = init.headers['X-Amz-Target'].split('.')[1];
      hunt.request(JSON.parse(init.body));
      if (operation === 'InitiateAuth') hunt.bytes('random bytes', random.at(-1));
      app.operations.push(operation);
      await app.meanwhile(operation, app.operations.length);
      const reply = await fetch(url, init);
      const { typed } = app;
      hunt.reply(await reply.clone().json(), { ...ids, password: typed, exponent: random.at(-1).subarray(0, 32) });
      return reply;
    },
  });
  return app;
}

test('the hunt finds a canary in each of its forms', async () => {
  const { hunt } = await person();
  const [text, key] = [passwordOf('Canary'), randomBytes(48)];
  hunt.text('canary', text);
  hunt.bytes('key', key);
  const [piece, part] = [text.slice(3, 30), key.subarray(5, 24)];
  for (const form of [text, piece, Buffer.from(piece, 'utf16le')])
    assert.deepEqual(planted(hunt, engines[0].memory, Buffer.from(form)), ['canary']);
  for (const form of [part, Buffer.from(part).reverse(), key.toString('hex'), key.toString('base64')])
    assert.deepEqual(planted(hunt, engines[0].memory, Buffer.from(form)), ['key']);
  assert.deepEqual(planted(hunt, engines[0].memory, Buffer.from('another text')), []);
});

test('no secret is left after a sign-in by SRP, and while it runs the password is there', async () => {
  const app = await person();
  const seen = [];
  app.meanwhile = () => seen.push(app.found());
  const { status } = await app.signIn();
  assert.equal(status, 'signedIn');
  assert.ok(
    seen.every((found) => found.includes('password')),
    'what is in use is found',
  );
  assert.ok(seen[1].includes('proof'), seen[1].join());
  app.clean('the sign-in');
  assert.deepEqual(app.hunt.names.sort(), [
    'ID token',
    'S of SRP',
    'access token',
    'exponent of SRP',
    'extracted of SRP',
    'identity of SRP',
    'key of SRP',
    'password',
    'proof',
    'random bytes',
    'refresh token',
    'verifier of SRP',
    'x of SRP',
  ]);
});

test('no secret is left after a sign-in by password', async () => {
  const app = await person();
  assert.equal((await app.signIn({ flow: 'password' })).status, 'signedIn');
  app.clean('the sign-in');
});

test('no secret is left after a refresh', async () => {
  const app = await person();
  const { user } = await app.signIn();
  await Promise.all([user.session({ forceRefresh: true }), user.session({ forceRefresh: true })]);
  assert.ok(app.operations.includes('GetTokensFromRefreshToken'));
  app.clean('the refresh');
});

test('no secret is left after a sign-in that was refused or failed', async () => {
  const app = await person();
  app.typed = passwordOf('Wrong');
  app.hunt.text('wrong password', app.typed);
  for (const flow of ['srp', 'password']) {
    await assert.rejects(app.signIn({ flow }), { name: 'AuthError', code: 'NotAuthorizedException' });
    app.clean(`a wrong password by the flow ${flow}`);
  }
  app.meanwhile = () => {
    throw new TypeError('the connection broke');
  };
  await assert.rejects(app.signIn({ timeoutMs: 100 }), /./);
  app.clean('a broken connection');
});

test('no secret is left after a sign-in that its signal or its timeout stopped at any request', async () => {
  for (const last of [1, 2]) {
    const app = await person();
    const controller = new AbortController();
    app.meanwhile = (_, count) => {
      if (count === last) controller.abort();
    };
    await assert.rejects(app.signIn({ signal: controller.signal }), { name: 'AuthError', code: 'Aborted' });
    app.clean(`an abort at request ${last}`);
    const late = await person();
    late.meanwhile = (_, count) => (count === last ? new Promise(() => {}) : undefined);
    await assert.rejects(late.signIn({ timeoutMs: 500 }), { name: 'AuthError', code: 'Timeout' });
    assert.equal(late.operations.length, last);
    late.clean(`a timeout at request ${last}`);
  }
});

test('no secret is left after a change of the password, granted or refused', async () => {
  const app = await person();
  const { user } = await app.signIn();
  const [next, wrong] = [passwordOf('Next'), passwordOf('Wrong')];
  app.hunt.text('new password', next);
  app.hunt.text('wrong password', wrong);
  const seen = [];
  app.meanwhile = () => seen.push(...app.found());
  const refused = user.changePassword({ previousPassword: wrong, proposedPassword: next });
  await assert.rejects(refused, { name: 'AuthError', code: 'NotAuthorizedException' });
  assert.ok(seen.includes('new password') && seen.includes('access token'), seen.join());
  app.clean('a refused change');
  await user.changePassword({ previousPassword: app.password, proposedPassword: next });
  app.clean('the change');
});

test('no secret is left after the first password was replaced', async () => {
  const app = await person({ temporary: true });
  const step = await app.signIn();
  assert.equal(step.status, 'newPasswordRequired');
  app.clean('the step');
  const newPassword = passwordOf('Chosen');
  app.hunt.text('new password', newPassword);
  assert.equal((await step.respond({ newPassword })).status, 'signedIn');
  app.clean('the answer');
});

test('no secret is left after a device was remembered and proven', async () => {
  const app = await person({
    pool: { DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false } },
  });
  await app.signIn();
  assert.ok(app.operations.includes('ConfirmDevice'));
  app.clean('the first sign-in');
  const confirmed = app.operations.length;
  await app.signIn();
  assert.ok(app.operations.length >= confirmed + 4, 'the device is proven by two requests more');
  app.clean('the second sign-in');
});

test('no secret is left after signing out, here and everywhere', async () => {
  const app = await person();
  for (const global of [false, true]) {
    const { user } = await app.signIn();
    await user.signOut({ global });
    app.clean(`signing out${global ? ' everywhere' : ''}`);
  }
});
