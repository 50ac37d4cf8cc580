// The Express example in Chromium: its page, the auth proxy that it mounts, and the API behind.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from './chromium.mjs';
import { examine, SIZES } from './examine.mjs';
import { inExample, startLocal, startServer } from './page/servers.mjs';
import { totp } from './page/totp.mjs';
import { button, send, shownProblem, signedInAs, signIn, visit } from './page/visit.mjs';

// The app client with a secret, of local.json.
const CLIENT = 'examplepageproxy0000000001';
const CLIENT_SECRET = 'only-for-the-local-cognito-of-the-demo';
const SEAL_KEY = Buffer.alloc(32, 7).toString('base64url');
let local;
let browser;
let server;

before(async () => {
  [local, browser] = await Promise.all([startLocal(), launch()]);
  server = await start();
});

after(async () => {
  await browser?.close();
  assert.equal(await server?.stop(), 0, 'server.mjs ends on SIGTERM');
  await local?.stop();
});

function start(port = '0') {
  const { endpoint, userPoolId } = local;
  const args = ['--pool', userPoolId, '--client', CLIENT, '--cognito', endpoint, '--port', port];
  const flags = ['--import', inExample('node/from-checkout.mjs')];
  return startServer('express/server.mjs', args, { flags, env: { CLIENT_SECRET, SEAL_KEY } });
}

const open = (t, options) => visit(browser, t, server.url, { refused: [400, 401], ...options });
const heading = (page, name) => page.getByRole('heading', { name, level: 1 }).waitFor();
const answer = async (page) => JSON.parse(await page.locator('.claims').innerText());

test('the API knows who asks, no script sees a token, and the session outlives the server', async (t) => {
  const page = await open(t);
  await heading(page, 'Sign in');
  await signIn(page, 'ada', 'wrong-horse-1');
  assert.equal(await shownProblem(page), 'Incorrect username or password.');
  const bodies = [];
  page.on('response', async (response) => bodies.push(await response.text().catch(() => '')));
  await signIn(page, 'ada');
  await signedInAs(page, 'ada');
  const { username, groups, expiresAt } = await answer(page);
  assert.deepEqual([username, groups], ['ada', ['admins']]);
  assert.ok(Date.parse(expiresAt) > Date.now());
  assert.equal(await page.evaluate(() => document.cookie), '');
  assert.doesNotMatch(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage })), /eyJ/);
  assert.doesNotMatch(bodies.join(), /eyJ/);

  await server.stop();
  server = await start(new URL(server.url).port);
  await page.reload();
  await signedInAs(page, 'ada');
  assert.equal((await answer(page)).username, 'ada');

  await button(page, 'Sign out').click();
  await heading(page, 'Sign in');
  await page.reload();
  await heading(page, 'Sign in');
});

test('a second factor is asked for', async (t) => {
  const page = await open(t);
  await signIn(page, 'dan');
  await heading(page, 'One more step');
  await send(page, { Code: '000000' });
  await shownProblem(page);
  await send(page, { Code: totp('JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP') });
  await signedInAs(page, 'dan');
});

test('with Google behind the proxy: no code and no token comes to the page, and people leave over the login domain', async (t) => {
  const page = await open(t);
  const bodies = [];
  page.on('response', async (response) => bodies.push(await response.text().catch(() => '')));
  await button(page, 'Sign in with Google').click();
  await heading(page, 'Sign in at Google');
  await button(page, 'Ada Lovelace ada@example.com').click();
  await signedInAs(page, 'google_');
  assert.match((await answer(page)).username, /^google_/);
  assert.equal(page.url(), server.url);
  const entries = await page.evaluate(() => globalThis.navigation.entries().map(({ url }) => url));
  for (const url of entries.filter((url) => url.startsWith(server.url)))
    assert.doesNotMatch(url, /[?&](code|login_code|login_state|state)=/);
  assert.equal(await page.evaluate(() => document.cookie), '');
  assert.doesNotMatch(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage })), /eyJ/);
  assert.doesNotMatch(bodies.join(), /eyJ/);
  await page.reload();
  await signedInAs(page, 'google_');
  const out = page.waitForRequest((request) => new URL(request.url()).pathname === '/logout');
  await button(page, 'Sign out').click();
  await out;
  await heading(page, 'Sign in');
  assert.equal(new URL(page.url()).origin, new URL(server.url).origin);
  await button(page, 'Sign in with Google').click();
  await heading(page, 'Sign in at Google');
});

test('who does not sign in at Apple comes back to the page and is told so', async (t) => {
  const page = await open(t);
  await button(page, 'Sign in with Apple').click();
  await button(page, 'Do not sign in').click();
  assert.equal(await shownProblem(page), 'You did not sign in there.');
  await heading(page, 'Sign in');
});

test('the API takes no token that is not one of the pool, and is not there without the proxy', async () => {
  const reply = await fetch(new URL('auth/api/me', server.url), { headers: { 'x-auth-csrf': '1' } });
  assert.equal(reply.status, 401);
  assert.equal((await fetch(new URL('api/me', server.url))).status, 404);
});

for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ['light', 'dark']) {
    test(`the page is accessible: ${size}, ${colorScheme}`, async (t) => {
      const page = await open(t, { viewport, colorScheme });
      await heading(page, 'Sign in');
      await examine(page, `express-sign-in-${size}-${colorScheme}`);
      await signIn(page, 'ada');
      await signedInAs(page, 'ada');
      await examine(page, `express-account-${size}-${colorScheme}`);
    });
  }
}
