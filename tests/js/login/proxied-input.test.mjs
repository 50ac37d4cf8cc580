// The functions for pages behind the proxy, outside of a page: what they take, what they ask the proxy, and which addresses are answers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { packageFile } from '../local/server-process.mjs';
import { Memory } from '../modern/world.mjs';

const { Pool } = await import(packageFile('dist/proxy.node.mjs'));
const login = await import(packageFile('dist/proxy-login.js'));
const PROXY = 'https://app.example.com/auth';
const BACK = 'https://app.example.com/orders';
const STATE = 'a'.repeat(43);

function poolOf({ custody = 'cookie', fetch = () => assert.fail('nothing is sent'), storage = new Memory() } = {}) {
  return { pool: new Pool({ proxy: PROXY, custody, fetch, storage }), storage };
}

async function begun(given) {
  const world = poolOf(given);
  const { url } = await login.authorize(world.pool, { redirectUri: BACK, state: { kept: 1 } });
  return { ...world, state: new URL(url).searchParams.get('state') };
}

const refused = (promise, code) =>
  promise.then(
    () => assert.fail(`it should fail with ${code}`),
    (error) => {
      assert.equal(error.code, code, String(error.stack));
      return error;
    },
  );
const kept = ({ items }) => [...items.keys()].filter((key) => /login/.test(key));

test('the address is the proxy’s, under neutral names, and the app’s state stays here', async () => {
  const { pool, storage } = poolOf();
  const { url } = await login.authorize(pool, {
    provider: 'Google',
    loginHint: 'a b+c',
    maxAge: 0,
    acrValues: ['one', 'two'],
    redirectUri: `${BACK}?page=2`,
    state: { secret: 'of the app' },
  });
  const { href, searchParams } = new URL(url);
  assert.ok(href.startsWith(`${PROXY}/login?`) && !href.includes('+'), href);
  const { state, ...asked } = Object.fromEntries(searchParams);
  assert.match(state, /^[\w-]{43}$/);
  assert.deepEqual(asked, {
    return: `${BACK}?page=2`,
    provider: 'Google',
    loginHint: 'a b+c',
    maxAge: '0',
    acrValues: 'one two',
  });
  assert.equal(kept(storage).length, 2);
});

test('what an address is not is null, and touches nothing', async () => {
  const { pool, storage, state } = await begun();
  for (const query of [
    '',
    'login=done',
    'login=done&login_state=short',
    `login=done&login_state=${'a'.repeat(44)}`,
    `login=other&login_state=${state}`,
    `login=done&login=done&login_state=${state}`,
    `login=done&login_state=${state}&login_state=${state}`,
    `login=refused&login_state=${state}`,
    `code=c&state=${state}`,
    `login=done&login_state=${state}%00`,
    'login=<script>&login_state=x',
  ])
    assert.equal(await login.completeRedirect(pool, `${BACK}?${query}`), null, query);
  assert.equal(await login.completeRedirect(pool, `${BACK}#login=done&login_state=${state}`), null);
  assert.equal(kept(storage).length, 2);
});

test('an answer to a sign-in that this browser did not begin is refused, and nothing is sent', async () => {
  const { pool } = await begun();
  for (const query of [`login=done&login_state=${STATE}`, `login=done&login_state=${STATE}&login_code=${STATE}`])
    await refused(login.completeRedirect(pool, `${BACK}?${query}`), 'UnknownState');
  await refused(login.completeRedirect(pool, `${BACK}?login=refused&login_code=UnknownState`), 'UnknownState');
});

test('a refusal comes with the app’s state, once', async () => {
  const { pool, storage, state } = await begun();
  const address = `${BACK}?login=refused&login_code=AccessDenied&login_state=${state}`;
  const error = await refused(login.completeRedirect(pool, address), 'AccessDenied');
  assert.deepEqual([error.state, error.kind], [{ kept: 1 }, 'service']);
  assert.deepEqual(kept(storage), []);
  const other = poolOf({ storage }).pool;
  assert.equal(
    login.completeRedirect(other, address),
    login.completeRedirect(pool, address),
    'the first one’s promise',
  );
});

test('a sign-in ends after ten minutes, and what nobody came back to is removed', async (t) => {
  const { pool, storage, state } = await begun();
  const { now } = Date;
  t.mock.method(Date, 'now', () => now() + 600_001);
  await refused(login.completeRedirect(pool, `${BACK}?login=done&login_state=${state}`), 'UnknownState');
  await login.authorize(pool, { redirectUri: BACK });
  assert.equal(kept(storage).length, 2);
});

test('a code is sent once, with the app’s state in what fails', async () => {
  for (const [answer, code] of [
    [() => Promise.reject(new TypeError('offline')), 'NetworkError'],
    [() => new Response('<html>', { status: 502 }), 'Internal'],
    [() => new Response('null'), 'Internal'],
    [
      () => Response.json({ error: { code: 'NotSignedIn', message: 'm', requestId: 'r1' } }, { status: 401 }),
      'NotSignedIn',
    ],
  ]) {
    const sent = [];
    const fetch = async (url, init) => {
      sent.push([url, init.method, init.body, init.credentials, init.headers['X-Auth-Csrf']]);
      return answer();
    };
    const { pool, state } = await begun({ custody: 'token', fetch });
    const address = `${BACK}?login=done&login_code=code1&login_state=${state}`;
    const error = await refused(login.completeRedirect(pool, address), code);
    assert.deepEqual(error.state, { kept: 1 });
    assert.ok(!JSON.stringify(error).includes('code1'));
    await refused(login.completeRedirect(pool, address), code);
    assert.deepEqual(sent, [[`${PROXY}/login/redeem`, 'POST', '{"code":"code1"}', 'include', '1']]);
  }
});

test('what does not fit is told by name', async () => {
  const { pool } = poolOf();
  for (const [options, message] of [
    [{ redirectUri: BACK, provider: 'a', idpIdentifier: 'b' }, /not both/],
    [{ redirectUri: BACK, maxAge: 1.5 }, /whole number/],
    [{ redirectUri: BACK, scopes: ['openid'] }, /Unknown option `scopes`/],
    [{ redirectUri: BACK, state: () => {} }, /`state` must be JSON/],
    [{}, /Outside of a page, give `redirectUri`/],
  ])
    assert.match((await refused(login.authorize(pool, options), 'InvalidArgument')).message, message);
  await refused(login.signInWithRedirect(pool, { redirectUri: BACK }), 'NotAvailable');
  for (const other of [undefined, {}, null]) await refused(login.authorize(other), 'InvalidArgument');
  await refused(login.authorize(new Pool({ proxy: PROXY }), { redirectUri: BACK }), 'NotAvailable');
  const { Pool: Direct } = await import(packageFile('dist/node.mjs'));
  const direct = new Direct({ userPoolId: 'eu-central-1_A', clientId: 'c', storage: new Memory() });
  await refused(login.authorize(direct, { redirectUri: BACK }), 'NotAvailable');
  const opened = [];
  const { url } = await login.signOutWithRedirect(pool, { open: (address) => opened.push(address) });
  assert.deepEqual([url, opened], [`${PROXY}/sign-out`, [url]]);
  const led = await login.signOutWithRedirect(pool, { logoutUri: `${BACK}?a=b c` });
  assert.equal(led.url, `${PROXY}/sign-out?return=https%3A%2F%2Fapp.example.com%2Forders%3Fa%3Db%20c`);
});
