// Signing out of app and domain; and sessions that Amplify's hosted sign-in has left.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signOutWithRedirect } from '../../../pkg/dist/login.node.mjs';
import { CLIENT, Memory, makePool, PREFIX, refused, signIn, world } from './world.mjs';

test('the session is revoked and cleared, and the address of the domain’s sign-out is opened', async () => {
  const { pool, storage } = makePool();
  await signIn(pool);
  let opened;
  const { base } = world.provider;
  const result = await signOutWithRedirect(pool, {
    logoutUri: `${base}/bye?a=b`,
    open: (url) => {
      opened = url;
    },
  });
  assert.deepEqual(result, { url: opened, revoked: true });
  assert.equal(opened, `${base}/logout?client_id=${CLIENT}&logout_uri=${encodeURIComponent(`${base}/bye?a=b`)}`);
  assert.equal(pool.currentUser(), null);
  assert.deepEqual([...storage.items], []);
  assert.equal(world.provider.count('RevokeToken'), 1);
});

test('whoever is signed out already still gets the address', async () => {
  const { pool } = makePool();
  const { revoked, url } = await signOutWithRedirect(pool);
  assert.equal(revoked, false);
  assert.match(url, /\/logout\?/);
});

test('without an address to come back to nobody is signed out', async () => {
  const { pool } = makePool({ login: { logoutUri: undefined } });
  await signIn(pool);
  const error = await refused(signOutWithRedirect(pool), 'InvalidArgument');
  assert.match(error.message, /`logoutUri`/);
  assert.equal(pool.currentUser().username, 'google_1234');
});

test('a service that is away keeps nobody signed in here', async () => {
  const { pool } = makePool({
    fetch: (url, init) =>
      /RevokeToken/.test(init.headers['X-Amz-Target'])
        ? Promise.reject(new TypeError('offline'))
        : globalThis.fetch(url, init),
  });
  await signIn(pool);
  const { revoked } = await signOutWithRedirect(pool);
  assert.equal(revoked, false);
  assert.equal(pool.currentUser(), null);
});

test('a session of Amplify’s hosted sign-in goes on, refreshes, and leaves nothing when it ends', async () => {
  const { pool, storage: from } = makePool();
  const { user, session } = await signIn(pool);
  const own = `${PREFIX}${user.username}.`;
  // As Amplify v6 leaves it: the same tokens under the same keys, its drift in milliseconds, and its marks.
  const storage = new Memory({
    [`${own}accessToken`]: session.accessToken.jwt,
    [`${own}idToken`]: session.idToken.jwt,
    [`${own}refreshToken`]: session.refreshToken,
    [`${own}clockDrift`]: '0',
    [`${PREFIX}LastAuthUser`]: user.username,
    [`${own}oauthMetadata`]: '{"oauthSignIn":true}',
    [`${PREFIX}oauthSignIn`]: 'true,false',
    [`${PREFIX}inflightOAuth`]: 'true',
    [`${PREFIX}oauthPKCE`]: 'verifier',
    [`${PREFIX}oauthState`]: 'state',
    'amplify-signin-with-hostedUI': 'true',
    other: 'stays',
  });
  assert.ok(from.items.size);
  const moved = makePool({ storage }).pool;
  assert.equal(moved.currentUser().username, user.username);
  const fresh = await moved.currentUser().session({ forceRefresh: true });
  assert.notEqual(fresh.accessToken.jwt, session.accessToken.jwt);
  assert.equal((await signOutWithRedirect(moved)).revoked, true);
  assert.deepEqual([...storage.items], [['other', 'stays']]);
});
