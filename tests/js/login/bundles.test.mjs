// The function takes the pool of any bundle of the package: inlined, without WebAssembly, CommonJS and modules mixed.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { CLIENT, Memory, POOL, transactions, visit, world } from './world.mjs';

const require = createRequire(import.meta.url);
const load = (file) => require(`../../../pkg/cjs/${file}.js`);

/** A storage that answers later, as React Native's. */
class Later {
  constructor() {
    this.own = new Memory();
    for (const name of ['getItem', 'setItem', 'removeItem'])
      this[name] = async (...args) => {
        await new Promise((resolve) => setImmediate(resolve));
        return this.own[name](...args);
      };
  }
}

async function journey({ Pool }, login, storage = 'memory') {
  const { base, redirectUri } = world.provider;
  const settings = { domain: base, redirectUri, logoutUri: `${base}/bye` };
  const pool = new Pool({ userPoolId: POOL, clientId: CLIENT, endpoint: base, storage, login: settings });
  const before = new Pool({ userPoolId: POOL, clientId: CLIENT, endpoint: base, storage, login: settings });
  if (storage instanceof Later) await Promise.all([pool.load(), before.load()]);
  // Two pools are as good as one, where they share a storage.
  const shared = storage === 'memory' ? pool : before;
  const { url } = await login.authorize(shared, { state: 7 });
  const done = await login.completeRedirect(pool, await visit(url));
  assert.deepEqual([done.status, done.state, done.user.username], ['signedIn', 7, 'google_1234']);
  assert.ok((await done.user.session({ forceRefresh: true })).isValid());
  assert.equal((await login.signOutWithRedirect(pool)).revoked, true);
  assert.equal(pool.currentUser(), null);
}

test('pools and functions of all bundles work together', async () => {
  for (const client of ['index', 'no-wasm', 'slim', 'react-native'])
    for (const login of ['login', 'login-no-wasm']) {
      const api = load(client);
      if (client === 'slim')
        await api.ready(require('node:fs').readFileSync(require.resolve('../../../pkg/dist/client.wasm')));
      await journey(api, load(login));
    }
});

test('a storage that answers later keeps transactions, in the builds without WebAssembly', async () => {
  const storage = new Later();
  await journey(load('no-wasm'), load('login-no-wasm'), storage);
  assert.deepEqual(transactions(storage.own), []);
  assert.deepEqual([...storage.own.items], []);
});

test('where the platform has no digest, the builds without WebAssembly have their own', async (t) => {
  t.mock.getter(Object.getPrototypeOf(crypto), 'subtle', () => undefined);
  const { base, redirectUri } = world.provider;
  const { Pool } = load('no-wasm');
  const login = { domain: base, redirectUri };
  const storage = new Memory();
  const pool = new Pool({ userPoolId: POOL, clientId: CLIENT, endpoint: base, storage, login });
  const { url } = await load('login-no-wasm').authorize(pool);
  const { createHash } = await import('node:crypto');
  const { verifier } = JSON.parse([...storage.items].find(([key]) => key.endsWith('.login'))[1]);
  const { searchParams } = new URL(url);
  assert.equal(searchParams.get('code_challenge'), createHash('sha256').update(verifier).digest('base64url'));
});

test('import and require give one instance, and importing starts nothing', async () => {
  const imported = await import('../../../pkg/dist/login.node.mjs');
  const required = load('login');
  assert.deepEqual(Object.keys(imported).sort(), Object.keys(required).sort());
  for (const name of Object.keys(imported)) assert.equal(imported[name], required[name], name);
});
