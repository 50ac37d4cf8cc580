// What `pool.subscribe` is told in one tab: each event once, after the write, in order, with nobody's token.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { makePool, makeUser, must, packageFile, startLocal } from '../local/server-process.mjs';
import { reported } from './reported.mjs';

const { Pool } = await import(packageFile('dist/node.mjs'));
const PASSWORD = 'Correct-Horse-7';

let server;
let ids;
before(async () => {
  server = await startLocal();
  ids = await makePool(server.endpoint);
  for (const username of ['ada', 'ben', 'eve'])
    await makeUser(server.endpoint, { ...ids, username, password: PASSWORD });
});
after(() => server.stop());

/** A pool with a storage of its own, and what was told of it. */
function watched(storage = 'memory', more = {}) {
  const { clientId, userPoolId } = ids;
  const pool = new Pool({ userPoolId, clientId, endpoint: server.endpoint, storage, ...more });
  const told = [];
  const leave = pool.subscribe(({ cause, elsewhere, type, user }) => {
    assert.equal(elsewhere, false);
    told.push(cause ? `${type} ${user.username} ${cause.code}` : `${type} ${user.username}`);
  });
  return { pool, told, leave, signIn: (username) => pool.signIn({ username, password: PASSWORD }) };
}

test('a sign-in, a refresh, another person and a sign-out are told once each, in order', async () => {
  const { pool, signIn, told } = watched();
  await signIn('ada');
  assert.deepEqual(told, ['signedIn ada']);
  await pool.currentUser().session();
  await pool.currentUser().attributes();
  assert.deepEqual(told, ['signedIn ada'], 'nothing changed');
  await pool.currentUser().session({ forceRefresh: true });
  await signIn('ben');
  await pool.currentUser().signOut();
  assert.deepEqual(told, ['signedIn ada', 'refreshed ada', 'changed ben', 'signedOut ben']);
});

test('concurrent callers of an expired session are told of one refresh', async () => {
  const { pool, signIn, told } = watched();
  await signIn('ada');
  const user = pool.currentUser();
  await Promise.all(Array.from({ length: 20 }, () => user.session({ forceRefresh: true })));
  assert.deepEqual(told, ['signedIn ada', 'refreshed ada']);
});

test('a session that the service ends is told with the reason, and a deleted account is a sign-out', async () => {
  const { pool, signIn, told } = watched();
  await signIn('ada');
  await must(server.endpoint, 'AdminUserGlobalSignOut', { UserPoolId: ids.userPoolId, Username: 'ada' });
  await assert.rejects(pool.currentUser().session({ forceRefresh: true }), { code: 'NotSignedIn' });
  assert.deepEqual(told, ['signedIn ada', 'ended ada NotSignedIn']);
  await signIn('eve');
  await pool.currentUser().delete();
  assert.deepEqual(told.slice(2), ['signedIn eve', 'signedOut eve']);
});

test('an outage tells nothing, and neither does a refused password', async () => {
  const failing = { on: false };
  const { pool, signIn, told } = watched('memory', {
    timeoutMs: 2000,
    fetch: (...args) => (failing.on ? Promise.reject(new TypeError('offline')) : fetch(...args)),
  });
  await assert.rejects(pool.signIn({ username: 'ada', password: 'Wrong-Horse-7' }), { code: 'NotAuthorizedException' });
  await signIn('ada');
  failing.on = true;
  await assert.rejects(pool.currentUser().session({ forceRefresh: true }));
  assert.deepEqual(told, ['signedIn ada']);
});

test('an event comes after the write and outside of locks: the listener may call anything', async () => {
  const { clientId, userPoolId } = ids;
  const pool = new Pool({ userPoolId, clientId, endpoint: server.endpoint, storage: 'memory' });
  const seen = [];
  const nested = new Promise((resolve) => {
    pool.subscribe(({ type, user }) => {
      seen.push([type, pool.currentUser() === user]);
      if (type === 'signedIn') user.session({ forceRefresh: true }).then(resolve);
    });
  });
  await pool.signIn({ username: 'ada', password: PASSWORD });
  await nested;
  assert.deepEqual(seen, [
    ['signedIn', true],
    ['refreshed', true],
  ]);
});

test('a listener that throws hides nothing from the others, nor from who made the change', async (t) => {
  const thrown = reported(t);
  const { pool, signIn, told } = watched();
  const leave = pool.subscribe(() => {
    throw new Error('of the listener');
  });
  pool.subscribe((event) => told.push(Object.isFrozen(event)));
  await signIn('ada');
  leave();
  leave();
  await pool.currentUser().signOut();
  assert.deepEqual(thrown, ['of the listener']);
  assert.deepEqual(told, ['signedIn ada', true, 'signedOut ada', true]);
});

test('pools of other app clients on one storage hear nothing, pools of the same hear all; a closed pool hears nothing', async () => {
  const items = new Map();
  const storage = {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => items.set(key, value),
    removeItem: (key) => items.delete(key),
  };
  const [one, same, closed] = [watched(storage), watched(storage), watched(storage)];
  closed.pool.close();
  const other = new Pool({
    userPoolId: ids.userPoolId,
    clientId: 'another1client2',
    endpoint: server.endpoint,
    storage,
  });
  const heard = [];
  other.subscribe((event) => heard.push(event));
  await one.signIn('ada');
  assert.deepEqual(one.told, ['signedIn ada']);
  assert.deepEqual(same.told, ['signedIn ada']);
  assert.deepEqual([closed.told, heard], [[], []]);
});

test('restored tokens that are stored are a sign-in; what is not stored is nobody’s event', async () => {
  const { pool, told } = watched();
  const source = watched();
  const { session } = await source.signIn('ada');
  const tokens = {
    accessToken: session.accessToken.jwt,
    idToken: session.idToken.jwt,
    refreshToken: session.refreshToken,
  };
  await pool.restore(tokens);
  assert.deepEqual(told, []);
  await pool.restore(tokens, { store: true });
  assert.deepEqual(told, ['signedIn ada']);
});

test('keepFresh refreshes ahead of expiry until it is stopped, and stops itself with the session', async () => {
  const short = {
    AccessTokenValidity: 3,
    IdTokenValidity: 3,
    TokenValidityUnits: { AccessToken: 'seconds', IdToken: 'seconds' },
  };
  const { clientId } = await makePool(server.endpoint, { client: short }).then(async (made) => {
    await makeUser(server.endpoint, { ...made, username: 'ada', password: PASSWORD });
    ids = { ...ids, short: made };
    return made;
  });
  const pool = new Pool({ userPoolId: ids.short.userPoolId, clientId, endpoint: server.endpoint, storage: 'memory' });
  await pool.signIn({ username: 'ada', password: PASSWORD });
  const user = pool.currentUser();
  const told = [];
  const twice = new Promise((resolve) => {
    pool.subscribe(({ type }) => {
      told.push(type);
      if (told.length === 2) resolve();
    });
  });
  const stop = user.keepFresh();
  await twice;
  assert.deepEqual(told, ['refreshed', 'refreshed']);
  assert.ok((await user.session()).isValid());
  stop();
  stop();
  const controller = new AbortController();
  user.keepFresh({ signal: controller.signal });
  controller.abort();
  await new Promise((resolve) => setTimeout(resolve, 3500));
  assert.equal(told.length, 2, 'it was stopped, both ways');
  assert.throws(() => user.keepFresh({ every: 3 }), { code: 'InvalidArgument' });
  assert.throws(() => user.keepFresh({ signal: 'now' }), { code: 'InvalidArgument' });
});
