// `pool.load()` behind an auth proxy that keeps the tokens: the cookies say who is signed in, whatever the storage says.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { packageFile } from '../local/server-process.mjs';
import { BASE, makeProxy, ORIGIN, PASSWORD } from '../server/world.mjs';
import { browsing } from './behind-proxy.mjs';
import { Memory } from './world.mjs';

let Pool;
before(async () => {
  ({ Pool } = await import(packageFile('dist/index.js')));
});

/** A browser with cookies for the proxy, and pools in it. */
function browser() {
  const { proxy } = makeProxy('cookie');
  const b = { cookies: new Map(), sent: [], script: undefined };
  const reach = async (url, init) => {
    b.sent.push(`${init.method} ${new URL(url).pathname}`);
    init.headers.set('origin', ORIGIN);
    return (await b.script?.()) ?? proxy.fetch(url, { ...init, remoteAddress: '198.51.100.7' });
  };
  const fetch = browsing(reach, b.cookies);
  b.open = (storage = new Memory()) => new Pool({ proxy: BASE, custody: 'cookie', fetch, storage });
  return b;
}

test('cookies without storage are somebody, who can sign out', async () => {
  const b = browser();
  await b.open().signIn({ username: 'ada', password: PASSWORD });
  const pool = b.open();
  assert.equal(pool.currentUser(), null);
  b.sent.length = 0;
  const user = await pool.load();
  assert.deepEqual([user.username, pool.currentUser() === user, b.sent], ['ada', true, ['GET /session']]);
  const session = await user.session();
  assert.deepEqual([session.accessToken.claims.username, session.accessToken.jwt], ['ada', undefined]);
  assert.equal((await user.attributes()).email, 'ada@example.com');
  assert.deepEqual(await user.signOut(), { revoked: true });
  assert.equal(b.cookies.size, 0);
});

test('storage without cookies is nobody', async () => {
  const b = browser();
  const storage = new Memory();
  await b.open(storage).signIn({ username: 'ada', password: PASSWORD });
  b.cookies.clear();
  const pool = b.open(storage);
  let heard = 0;
  pool.subscribe(() => heard++);
  assert.equal(pool.currentUser().username, 'ada');
  assert.equal(await pool.load(), null);
  assert.deepEqual([pool.currentUser(), heard], [null, 1]);
});

test('an outage changes nothing', async () => {
  const b = browser();
  const storage = new Memory();
  await b.open(storage).signIn({ username: 'ada', password: PASSWORD });
  const stored = storage.short;
  b.script = () => Promise.reject(new TypeError('fetch failed'));
  await assert.rejects(b.open(storage).load(), { code: 'NetworkError' });
  b.script = () => new Response('<html>', { status: 200 });
  await assert.rejects(b.open(storage).load(), { code: 'Internal' });
  assert.deepEqual(storage.short, stored);
});

test('without a proxy the storage is asked, and nothing is sent', async () => {
  const pool = new Pool({ userPoolId: 'us-east-1_A', clientId: 'abc', storage: 'memory', fetch: () => assert.fail() });
  assert.equal(await pool.load(), null);
  await assert.rejects(pool.load({ signal: AbortSignal.abort() }), { code: 'Aborted' });
});
