// What callers pass: each mistake has an error that says what to do, before anything is sent or stored.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  authorize,
  clientCredentials,
  completeRedirect,
  signInWithPopup,
  signInWithRedirect,
  signOutWithRedirect,
} from '../../../pkg/dist/login.node.mjs';
import { Pool } from '../../../pkg/dist/node.mjs';
import { CLIENT, Memory, makePool, POOL, refused, world } from './world.mjs';

const functions = { authorize, completeRedirect, signInWithPopup, signInWithRedirect, signOutWithRedirect };

test('a domain is an origin with its scheme; http is for this machine alone', async () => {
  for (const domain of [
    'auth.example.com',
    'http://auth.example.com',
    'https://',
    'https://auth.example.com/path',
    'https://auth.example.com?x',
    'https://auth.example.com#x',
    'https://user@auth.example.com',
    'https://auth.example.com\\@evil.example',
    'http://localhost.evil.example',
    'http://127.0.0.1.evil.example',
    'http://localhost@evil.example',
    'http://localhost:80@evil.example',
    '//auth.example.com',
    'javascript:alert(1)',
    ' https://auth.example.com',
    'https://auth.example.com ',
  ]) {
    const error = await refused(authorize(makePool({ login: { domain } }).pool), 'InvalidArgument');
    assert.match(error.message, /`domain` must be an origin with its scheme/, domain);
  }
  for (const domain of [
    'https://auth.example.com',
    'https://auth.example.com/',
    'http://[::1]:9',
    'http://localhost',
  ]) {
    const { url } = await authorize(makePool({ login: { domain } }).pool);
    assert.ok(url.startsWith(`${domain.replace(/\/$/, '')}/oauth2/authorize?`), url);
  }
});

test('a redirect address is absolute, without a fragment, and runs no code', async () => {
  for (const redirectUri of [
    '/callback',
    'callback',
    'https://',
    'http://app.example.com/cb',
    'http://localhost.evil.example/cb',
    'https://app.example.com/cb#part',
    'https://app.example.com/a b',
    'https://user@app.example.com/',
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'blob:https://app.example.com/1',
    '1app:/cb',
    'app:',
  ]) {
    const pools = [makePool({ login: { redirectUri } }).pool, makePool().pool];
    for (const [pool, options] of [
      [pools[0], {}],
      [pools[1], { redirectUri }],
    ]) {
      const error = await refused(authorize(pool, options), 'InvalidArgument');
      assert.match(error.message, /`redirectUri` must be an absolute address/, redirectUri);
    }
    const error = await refused(signOutWithRedirect(pools[1], { logoutUri: redirectUri }), 'InvalidArgument');
    assert.match(error.message, /`logoutUri` must be/);
  }
  for (const redirectUri of [
    'https://app.example.com',
    'http://localhost:3000/cb?x=1',
    'myapp://',
    'com.example.app:/cb',
  ])
    await authorize(makePool({ login: { redirectUri } }).pool);
});

test('options that do not fit are refused, and nothing is stored', async () => {
  const { pool, storage } = makePool();
  const circle = {};
  circle.self = circle;
  for (const [options, message] of [
    [{ provider: 'Google', idpIdentifier: 'g' }, /not both/],
    [{ provider: 'COGNITO', prompt: 'none' }, /goes without/],
    [{ screen: 'signup' }, /`screen` must be/],
    [{ screen: 'constructor' }, /`screen` must be/],
    [{ maxAge: 1.5 }, /whole number/],
    [{ maxAge: -1 }, /`maxAge`/],
    [{ scopes: ['email'] }, /openid/],
    [{ scopes: [] }, /openid/],
    [{ scopes: 'openid' }, /`scopes` must be an array/],
    [{ prompt: 1 }, /`prompt` must be a string/],
    [{ provder: 'Google' }, /did you mean `provider`/],
    [{ state: circle }, /`state` must be JSON/],
    [{ state: () => 1 }, /`state` must be JSON/],
    [{ state: 'x'.repeat(2001) }, /2000/],
    [{ parameters: { state: 'x' } }, /`parameters` must not/],
    [{ parameters: { redirect_uri: 'https://evil.example' } }, /`parameters` must not/],
    [{ parameters: { response_mode: 'fragment' } }, /`parameters` must not/],
    [{ parameters: { x: 1 } }, /an object of strings/],
    [7, /one object of named options/],
  ]) {
    const error = await refused(authorize(pool, options), 'InvalidArgument');
    assert.match(error.message, message);
  }
  assert.deepEqual([...storage.items], []);
});

test('a pool without `login`, one that keeps nobody, one behind a proxy, a closed one and no pool are told so', async () => {
  const ids = { userPoolId: POOL, clientId: CLIENT, storage: 'memory' };
  const closed = makePool().pool;
  closed.close();
  const login = { domain: world.provider.base, redirectUri: world.provider.redirectUri };
  for (const [pool, code] of [
    [new Pool(ids), 'InvalidArgument'],
    [new Pool({ ...ids, login: {} }), 'InvalidArgument'],
    [new Pool({ ...ids, login: 'https://auth.example.com' }), 'InvalidArgument'],
    [new Pool({ ...ids, login: { ...login, scope: [] } }), 'InvalidArgument'],
    [new Pool({ ...ids, storage: 'none', login }), 'NotAvailable'],
    [new Pool({ proxy: 'https://app.example.com/auth', storage: 'memory', login }), 'NotAvailable'],
    [closed, 'Closed'],
    [{}, 'InvalidArgument'],
    [undefined, 'InvalidArgument'],
    [null, 'InvalidArgument'],
    ['pool', 'InvalidArgument'],
  ])
    for (const call of Object.values(functions)) await refused(call(pool, undefined), code);
});

test('outside of a page there is no address to read, none to leave, and no window', async () => {
  const { pool } = makePool();
  await refused(completeRedirect(pool), 'InvalidArgument');
  for (const address of [7, {}, [], null]) await refused(completeRedirect(pool, address), 'InvalidArgument');
  await refused(signInWithRedirect(pool), 'NotAvailable');
  await refused(signInWithRedirect(pool, { open: 'x' }), 'InvalidArgument');
  await refused(signInWithPopup(pool), 'PopupBlocked');
  await refused(signInWithPopup(pool, { timeoutMs: 'long' }), 'InvalidArgument');
});

test('what a pool shows has nothing of its inside', () => {
  const { pool } = makePool({ clientSecret: 'the-secret' });
  const { inspect } = process.getBuiltinModule('node:util');
  for (const text of [JSON.stringify(pool), inspect(pool), Object.keys(pool).join(), inspect({ ...pool })])
    assert.ok(!text.includes('secret') && !text.includes('domain'), text);
});

test('without random bytes or a digest nothing begins', async (t) => {
  const { pool, storage } = makePool();
  t.mock.method(crypto, 'getRandomValues', () => {
    throw new Error('none');
  });
  await refused(authorize(pool), 'EngineUnavailable');
  t.mock.restoreAll();
  t.mock.getter(Object.getPrototypeOf(crypto), 'subtle', () => undefined);
  const error = await refused(authorize(pool), 'NotAvailable');
  assert.match(error.message, /secure context/);
  t.mock.restoreAll();
  assert.deepEqual([...storage.items], []);
});

test('clientCredentials says at once what is missing', () => {
  for (const [options, message] of [
    [undefined, /one object/],
    [{ clientId: 'c', clientSecret: 's' }, /`userPoolId` must be given/],
    [{ domain: 'https://auth.example.com', clientId: 'c' }, /`clientSecret` must be given/],
    [{ domain: 'auth.example.com', clientId: 'c', clientSecret: 's' }, /`domain` must be an origin/],
    [{ userPoolId: 'x', clientId: 'c', clientSecret: 's' }, /`userPoolId` must look like/],
    [{ domain: 'https://a.example', clientId: 'c', clientSecret: 's', scope: 'x' }, /did you mean `scopes`/],
    [{ domain: 'https://a.example', clientId: 'c', clientSecret: 's', fetch: 1 }, /`fetch` must be a function/],
  ])
    assert.throws(() => clientCredentials(options), { code: 'InvalidArgument', message });
  assert.ok(new Memory());
});
