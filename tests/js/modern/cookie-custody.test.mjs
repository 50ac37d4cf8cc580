// What is special where the auth proxy keeps the tokens: an app that never sees one.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { packageFile, startLocal } from '../local/server-process.mjs';
import { BASE, behindProxy, browsing } from './behind-proxy.mjs';
import { CONFIG } from './in-node.mjs';
import { Memory, makeWorld, PASSWORD, tap } from './world.mjs';

const api = await import(packageFile('dist/node.mjs'));
const { AuthProxy } = await import(packageFile('dist/server.node.mjs'));
const { Pool, Session, isAuthError } = api;
const code = (wanted) => (error) => isAuthError(error) && error.code === wanted;

let local;
let world;
before(async () => {
  local = await startLocal(['--config', CONFIG]);
  const behind = behindProxy({ AuthProxy, custody: 'cookie', endpoint: local.endpoint });
  world = makeWorld({ api, other: api, endpoint: local.endpoint, where: 'node', behind });
});
after(() => local.stop());

test('the app sees claims and times, and no token: not in a session, a storage or a request', async () => {
  const { net, session, storage, user } = await world.signedIn({ attributes: { email: 'ada@example.com' } });
  assert.equal(session.accessToken.jwt, undefined);
  assert.equal(session.idToken.jwt, undefined);
  assert.equal(session.refreshToken, undefined);
  assert.equal(session.idToken.claims.email, 'ada@example.com');
  assert.ok(session.isValid() && session.accessToken.expiresAt > Date.now());
  assert.doesNotMatch(JSON.stringify([...storage.items]), /eyJ/);
  assert.doesNotMatch(JSON.stringify([session, user, session.idToken]), /eyJ/);
  const before = session.accessToken.claims.jti;
  const renewed = await user.session({ forceRefresh: true });
  assert.notEqual(renewed.accessToken.claims.jti, before);
  assert.doesNotMatch(JSON.stringify([...storage.items]), /eyJ/);
  assert.equal(net.count('GetTokensFromRefreshToken'), 1);
});

test('who is signed in stands in the storage, and signing out revokes and clears', async () => {
  const { net, pool, storage } = await world.signedIn();
  assert.equal(pool.currentUser().username, 'ada');
  net.clear();
  assert.deepEqual(await pool.currentUser().signOut(), { revoked: true });
  assert.deepEqual([net.names, storage.names, pool.currentUser()], [['RevokeToken'], [], null]);
});

test('restoring, and tokens from elsewhere, are not available', async () => {
  const { pool, realm } = await world.signedIn();
  const direct = new Pool({
    userPoolId: realm.userPoolId,
    clientId: realm.clientId,
    endpoint: local.endpoint,
    storage: 'memory',
  });
  const { session } = await direct.signIn({ username: 'ada', password: PASSWORD });
  const tokens = { accessToken: session.accessToken.jwt, refreshToken: session.refreshToken };
  await assert.rejects(pool.restore(tokens), code('NotAvailable'));
  // A pool that was not told of the custody finds out when it sends one.
  const { custody: _, ...untold } = realm.reach(tap(), {});
  const stranger = await new Pool({ ...untold, storage: 'memory' }).restore(tokens);
  await assert.rejects(stranger.attributes(), code('NotAvailable'));
  await assert.rejects(stranger.session({ forceRefresh: true }), code('NotAvailable'));
  const claims = JSON.stringify(session.accessToken.claims);
  await assert.rejects(new Pool(untold).restore({ accessToken: claims }), code('MalformedToken'));
  assert.throws(() => new Session({ accessToken: claims }), code('MalformedToken'));
});

test('one browser holds one person: who was signed in before cannot act as who is now', async () => {
  const { pool, realm, storage, user } = await world.signedIn();
  await realm.add({ username: 'ben' });
  const ben = (await pool.signIn({ username: 'ben', password: PASSWORD })).user;
  await assert.rejects(user.attributes(), code('NotSignedIn'));
  await assert.rejects(user.delete(), code('NotSignedIn'));
  assert.deepEqual(await user.signOut(), { revoked: false }, 'nothing was ended');
  assert.equal((await ben.attributes()).sub.length, 36, 'the other session lives on');
  assert.equal(pool.currentUser().username, 'ben');
  await assert.rejects(user.session({ forceRefresh: true }), code('NotSignedIn'));
  assert.deepEqual(
    storage.names.filter((name) => name.startsWith('ada.')),
    [],
  );
});

test('session.fetch reaches an upstream of the proxy, and nothing else', async (t) => {
  const seen = [];
  const upstream = createServer((request, response) => {
    seen.push({ url: request.url, ...request.headers });
    response.end('{"orders":[]}');
  });
  await new Promise((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  t.after(() => upstream.close());
  const realm = await world.realm();
  await realm.add({ username: 'ada' });
  for (const custody of ['cookie', 'token']) {
    const proxy = new AuthProxy({
      pools: [
        {
          userPoolId: realm.userPoolId,
          clientId: realm.clientId,
          endpoint: local.endpoint,
          path: '/auth',
        },
      ],
      custody,
      keys: [{ id: 'k1', secret: Buffer.alloc(32, 7).toString('base64url') }],
      upstreams: { '/api': `http://127.0.0.1:${upstream.address().port}` },
    });
    const options = { proxy: `${BASE}/`, custody, storage: new Memory() };
    const sent = [];
    const keeping = browsing(proxy.fetch, new Map());
    const fetch = (url, init) => {
      sent.push([url, init]);
      return keeping(url, init);
    };
    const { session } = await new Pool({ ...options, fetch }).signIn({ username: 'ada', password: PASSWORD });
    for (const url of ['api/orders?open=1', `${BASE}/api/orders?open=1`, new URL(`${BASE}/api/orders?open=1`)]) {
      seen.length = 0;
      const reply = await session.fetch(url, { headers: { 'X-Own': '1', Cookie: 'mine=1' } });
      assert.deepEqual([reply.status, await reply.text()], [200, '{"orders":[]}']);
      assert.equal(seen[0].url, '/orders?open=1'.replace('/orders', '/api/orders'));
      assert.match(seen[0].authorization, /^Bearer eyJ/);
      assert.deepEqual([seen[0]['x-own'], seen[0].cookie, seen[0]['x-auth-subject']], ['1', undefined, undefined]);
    }
    const [, { headers, credentials }] = sent.at(-1);
    assert.equal(headers.has('authorization'), custody === 'token');
    assert.deepEqual([headers.get('x-auth-csrf'), credentials], ['1', 'include']);
    for (const url of ['https://api.example.com/', `${BASE}ority/api`, '//evil.example/auth/api', '../api'])
      await assert.rejects(session.fetch(url), code('InvalidArgument'), String(url));
    const wide = { ...options, audienceOrigins: ['https://api.example.com'], fetch };
    const elsewhere = await new Pool(wide).currentUser().session();
    if (custody === 'cookie') await assert.rejects(elsewhere.fetch('https://api.example.com/'), code('NotAvailable'));
  }
});

test('what a pool takes for a proxy, and what it refuses', () => {
  assert.deepEqual(new Pool({ proxy: 'https://x.example/auth/' }).toJSON(), { proxy: 'https://x.example/auth' });
  for (const options of [
    { proxy: '/auth' },
    { proxy: '' },
    { proxy: '//x.example/auth' },
    { proxy: 'ftp://x.example' },
    { proxy: 'auth' },
    { proxy: 7 },
    { proxy: '/auth', clientId: 'abc' },
    { proxy: '/auth', userPoolId: 'eu-central-1_A' },
    { proxy: '/auth', clientSecret: 's' },
    { proxy: '/auth', custody: 'jar' },
  ])
    assert.throws(() => new Pool(options), code('InvalidArgument'), JSON.stringify(options));
});
