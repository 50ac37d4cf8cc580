// The way out and back with a provider that is not ours, from the package as it is built.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { authorize, completeRedirect, signInWithRedirect } from '../../../pkg/dist/login.node.mjs';
import { Memory, makePool, PREFIX, part, roundTrip, signIn, transactions, visit, world } from './world.mjs';

test('a person who comes back is signed in, with a session like any other', async () => {
  const { pool, storage } = makePool();
  const state = { path: '/orders?a=b&c=ü', list: [1, 'two', null, { three: true }] };
  const done = await signIn(pool, { state });
  assert.equal(done.status, 'signedIn');
  assert.deepEqual(done.state, state);
  assert.equal(done.user, pool.currentUser());
  assert.equal(done.user.username, 'google_1234');
  assert.equal(done.user.identities[0].providerName, 'Google');
  assert.equal(await done.user.session(), done.session);
  assert.equal(done.session.idToken.claims.email, 'google_1234@example.com');
  assert.ok(done.session.isValid());
  assert.deepEqual(storage.names.filter((name) => name.startsWith('google_1234.')).sort(), [
    'google_1234.accessToken',
    'google_1234.clockDrift',
    'google_1234.idToken',
    'google_1234.refreshToken',
  ]);
  assert.deepEqual(transactions(storage), []);
});

test('the session refreshes by Cognito’s own API, is revoked by it, and a later pool finds it', async () => {
  const { pool, storage } = makePool();
  const { user, session } = await signIn(pool);
  const later = makePool({ storage }).pool.currentUser();
  assert.equal(later.username, user.username);
  const fresh = await later.session({ forceRefresh: true });
  assert.notEqual(fresh.accessToken.jwt, session.accessToken.jwt);
  assert.equal(world.provider.count('GetTokensFromRefreshToken'), 1);
  assert.deepEqual(await later.signOut(), { revoked: true });
  assert.equal(world.provider.count('RevokeToken'), 1);
  assert.equal(pool.currentUser(), null);
});

test('somebody of the pool alone has no identities', async () => {
  world.provider.person = 'mia';
  const { user } = await signIn(makePool().pool);
  assert.deepEqual(user.identities, []);
});

test('the request has PKCE by S256, a nonce, a state of URL-safe characters, and what was asked for', async () => {
  const { pool } = makePool({ login: { scopes: ['openid', 'email'] } });
  const { url } = await authorize(pool, {
    provider: 'My IdP & co',
    loginHint: 'mia+1@example.com',
    lang: 'pt-BR',
    prompt: 'select_account',
    acrValues: ['urn:cognito:loa:2', 'urn:cognito:loa:1'],
    maxAge: 300,
    resource: 'https://api.example.com/a b',
    parameters: { 'my param': 'x=y z' },
    state: { secret: 'stays here' },
  });
  const { origin, pathname, search, searchParams } = new URL(url);
  assert.equal(origin + pathname, `${world.provider.base}/oauth2/authorize`);
  const { code_challenge, nonce, state, ...rest } = Object.fromEntries(searchParams);
  assert.deepEqual(rest, {
    'my param': 'x=y z',
    response_type: 'code',
    client_id: 'client1',
    redirect_uri: world.provider.redirectUri,
    code_challenge_method: 'S256',
    scope: 'openid email',
    identity_provider: 'My IdP & co',
    login_hint: 'mia+1@example.com',
    lang: 'pt-BR',
    prompt: 'select_account',
    acr_values: 'urn:cognito:loa:2 urn:cognito:loa:1',
    max_age: '300',
    resource: 'https://api.example.com/a b',
  });
  for (const drawn of [code_challenge, nonce, state]) assert.match(drawn, /^[\w-]{43}$/);
  assert.equal(new Set([code_challenge, nonce, state]).size, 3);
  assert.ok(!search.includes('+') && !search.includes('stays'));
});

test('nothing drawn comes twice, and the challenge is the digest of the verifier that stays here', async () => {
  const { pool, storage } = makePool();
  const urls = await Promise.all(Array.from({ length: 8 }, () => authorize(pool)));
  for (const name of ['state', 'nonce', 'code_challenge'])
    assert.equal(new Set(urls.map(({ url }) => part(url, name))).size, 8);
  const { createHash } = await import('node:crypto');
  for (const { url } of urls) {
    const { verifier } = JSON.parse(storage.getItem(`${PREFIX}${part(url, 'state')}.login`));
    assert.match(verifier, /^[\w-]{43}$/);
    assert.ok(!url.includes(verifier));
    assert.equal(createHash('sha256').update(verifier).digest('base64url'), part(url, 'code_challenge'));
  }
});

test('the screens of sign-up and of a forgotten password begin the same sign-in', async () => {
  for (const [screen, path] of [
    ['signUp', '/signup'],
    ['forgotPassword', '/forgotPassword'],
  ]) {
    const done = await signIn(makePool().pool, { screen });
    assert.equal(done.status, 'signedIn');
    assert.equal(world.provider.count(path), 1);
  }
});

test('sign-ins that are under way at the same time do not disturb each other, in any order', async () => {
  const { pool, storage } = makePool();
  const answers = await Promise.all(['a', 'b', 'c'].map((state) => roundTrip(pool, { state })));
  assert.equal(transactions(storage).length, 4);
  for (const [index, state] of [
    [2, 'c'],
    [0, 'a'],
    [1, 'b'],
  ])
    assert.equal((await completeRedirect(pool, answers[index])).state, state);
  assert.deepEqual(transactions(storage), []);
});

test('a second call with the same address gets the first one’s promise, and the code is sent once', async () => {
  const { pool } = makePool();
  const address = await roundTrip(pool);
  const [first, second] = [completeRedirect(pool, address), completeRedirect(pool, new URL(address))];
  assert.equal(first, second);
  assert.equal(await first, await second);
  assert.equal(completeRedirect(pool, address), first);
  assert.equal(world.provider.count('token'), 1);
});

test('an address that is not an answer to us is null, and nothing is sent or removed', async () => {
  const { pool, storage } = makePool();
  const { redirectUri } = world.provider;
  const address = await roundTrip(pool);
  const state = part(address, 'state');
  for (const other of [
    redirectUri,
    `${redirectUri}?code=1`,
    `${redirectUri}?state=${state}`,
    `${redirectUri}?code=1&state=short`,
    `${redirectUri}?code=1&error=2&state=${state}`,
    `${redirectUri}?code=1&code=2&state=${state}`,
    `${redirectUri}?code=%zz&state=${state}`,
    `${redirectUri}#code=1&state=${state}`,
    `https://other.example/cb?code=1&state=${'a'.repeat(43)}`,
    `${redirectUri}/elsewhere?code=1&state=${'a'.repeat(43)}`,
    'not an address',
    '',
  ])
    assert.equal(await completeRedirect(pool, other), null, other);
  assert.equal(world.provider.count('token'), 0);
  assert.equal(transactions(storage).length, 2);
  assert.equal((await completeRedirect(pool, address)).status, 'signedIn');
});

test('another redirect address, and a scheme of the app’s own, work by `redirectUri` and `open`', async () => {
  const { pool } = makePool();
  const redirectUri = `${world.provider.base}/app/other`;
  assert.equal((await signIn(pool, { redirectUri })).status, 'signedIn');

  const own = 'com.example.app:/callback';
  const app = makePool({ clientId: 'app', login: { redirectUri: own } }).pool;
  let opened;
  const { url } = await signInWithRedirect(app, {
    open: async (address) => {
      opened = address;
    },
  });
  assert.equal(url, opened);
  assert.equal((await completeRedirect(app, await visit(opened, own))).status, 'signedIn');
});

test('an app client with a secret shows it to the token endpoint, and nowhere else', async () => {
  const { pool } = makePool({ clientId: 'withSecret', clientSecret: world.provider.secret });
  let authorization;
  world.provider.tamper.token = ({ headers }) => {
    ({ authorization } = headers);
  };
  const address = await roundTrip(pool);
  assert.ok(!address.includes(world.provider.secret));
  assert.equal((await completeRedirect(pool, address)).status, 'signedIn');
  assert.equal(authorization, `Basic ${btoa(`withSecret:${world.provider.secret}`)}`);
});

test('a clock that is wrong by hours keeps nobody out', async (t) => {
  const { now } = Date;
  for (const hours of [-5, 5]) {
    t.mock.method(Date, 'now', () => now() + hours * 3_600_000);
    const { pool } = makePool();
    const done = await signIn(pool);
    assert.equal(done.status, 'signedIn');
    assert.ok((await done.user.session()).isValid());
    t.mock.restoreAll();
  }
});

test('the storage of transactions is the pool’s own, and its listeners hear of the session alone', async () => {
  const storage = new Memory();
  const { pool } = makePool({ storage });
  let changes = 0;
  pool.subscribe(() => {
    changes++;
  });
  const address = await roundTrip(pool);
  assert.equal(changes, 0);
  await completeRedirect(pool, address);
  assert.equal(changes, 1);
});
