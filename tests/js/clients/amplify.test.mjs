// npm @aws-amplify/auth in Chromium against the served managed login, by the names that it must have: https, and the pool's domain. The
// session that it leaves is then ours.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request as forward } from 'node:http';
import { createServer } from 'node:https';
import { after, before, test } from 'node:test';
import { launch } from '../../browser/chromium.mjs';
import { PASSWORD, startLogin } from '../local/login/browser.mjs';
import { PACKAGE } from '../local/server-process.mjs';
import { serveApp } from '../login/site.mjs';
import { certificate } from '../server/tls.mjs';

const DOMAIN = 'shop.auth.us-east-1.amazoncognito.com';
const PAGE = `
import { Amplify, Hub } from '@aws-amplify/core';
import { fetchAuthSession, fetchUserAttributes, getCurrentUser, signInWithRedirect, signOut } from '@aws-amplify/auth';
import { cognitoUserPoolsTokenProvider } from '@aws-amplify/auth/cognito';
import '@aws-amplify/auth/enable-oauth-listener';
import { Pool } from '${PACKAGE}/dist/index.js';
import { signOutWithRedirect } from '${PACKAGE}/dist/login.js';
const { Cognito, pool } = globalThis.options;
const heard = [];
Hub.listen('auth', ({ payload }) => heard.push(payload));
cognitoUserPoolsTokenProvider.setAuthConfig({ Cognito });
globalThis.app = {
  heard, fetchAuthSession, fetchUserAttributes, getCurrentUser, signInWithRedirect, signOut, signOutWithRedirect,
  pool: new Pool(pool),
  user: () => getCurrentUser().then(({ username }) => username, ({ name }) => name),
};
if (sessionStorage.before) (0, eval)(sessionStorage.before);
Amplify.configure({ Auth: { Cognito } }, { Auth: { tokenProvider: cognitoUserPoolsTokenProvider } });
document.title = 'ready';
`;

let browser;
let front;
let server;
let site;
before(async () => {
  site = await serveApp(PAGE);
  const [callback, bye] = [`${site.origin}/callback`, `${site.origin}/bye`];
  const scopes = ['openid', 'email', 'profile', 'aws.cognito.signin.user.admin'];
  server = await startLogin({
    clients: [{ ClientId: 'app', ClientName: 'app' }],
    login: { domain: 'shop', CallbackURLs: [callback], LogoutURLs: [bye], identityProviders: ['Google'] },
  });
  front = await serveTls(server.endpoint);
  browser = await launch([
    `--host-resolver-rules=MAP ${DOMAIN} 127.0.0.1:${front.address().port}`,
    '--ignore-certificate-errors',
  ]);
  const oauth = { domain: DOMAIN, scopes, redirectSignIn: [callback], redirectSignOut: [bye], responseType: 'code' };
  const ids = { userPoolId: 'us-east-1_Login0001' };
  site.options = {
    Cognito: { ...ids, userPoolClientId: 'app', userPoolEndpoint: server.endpoint, loginWith: { oauth } },
    pool: {
      ...ids,
      clientId: 'app',
      endpoint: server.endpoint,
      login: { domain: `https://${DOMAIN}`, redirectUri: callback, logoutUri: bye },
    },
  };
});
after(async () => {
  await browser?.close();
  front?.closeAllConnections();
  front?.close();
  await server?.stop();
  await site?.stop();
});

/** What ends TLS in front of the local Cognito, under the name of the pool's domain. */
async function serveTls(endpoint) {
  const to = new URL(endpoint);
  const tls = createServer(certificate([DOMAIN]), (request, response) => {
    const { method, url, headers } = request;
    const onward = { host: to.hostname, port: to.port, method, path: url };
    const sent = forward({ ...onward, headers: { ...headers, 'x-forwarded-proto': 'https' } }, (reply) => {
      response.writeHead(reply.statusCode, reply.rawHeaders);
      reply.pipe(response);
    });
    sent.on('error', () => response.destroy());
    request.pipe(sent);
  });
  tls.listen(0, '127.0.0.1');
  await once(tls, 'listening');
  return tls;
}

async function openApp(t) {
  const context = await browser.newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(site.origin);
  await loaded(page);
  return page;
}

const loaded = (page) => page.waitForFunction(() => document.title === 'ready' && globalThis.app);

/** Leaves by the library for the pages, and waits for what a page there shows first. */
async function leave(page, options = {}) {
  await page.evaluate((options) => void globalThis.app.signInWithRedirect(options), options);
  await page.waitForURL(`https://${DOMAIN}/**`);
}

async function signIn(page) {
  await page.getByLabel('User name').fill('ada');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Back in the app: what its Hub hears of the sign-in. */
async function heard(page, ...events) {
  await page.waitForURL(`${site.origin}/**`);
  await loaded(page);
  const found = await page.waitForFunction(
    (events) => globalThis.app.heard.find(({ event }) => events.includes(event)),
    events,
  );
  return found.evaluate(({ event, data }) => ({ event, data, error: data?.error && String(data.error) }));
}

const user = (page) => page.evaluate(() => globalThis.app.user());

test('signInWithRedirect: code with PKCE, the API, refresh, the app’s own state', async (t) => {
  const page = await openApp(t);
  await leave(page, { customState: '{"path":"/orders?a=ü"}' });
  await signIn(page);
  assert.equal((await heard(page, 'signInWithRedirect', 'signInWithRedirect_failure')).event, 'signInWithRedirect');
  assert.equal((await heard(page, 'customOAuthState')).data, '{"path":"/orders?a=ü"}');
  assert.equal(page.url(), `${site.origin}/callback`);
  assert.equal(await user(page), 'ada');
  const { email, before, after } = await page.evaluate(async () => {
    const { fetchAuthSession, fetchUserAttributes } = globalThis.app;
    const before = String((await fetchAuthSession()).tokens.accessToken);
    const after = String((await fetchAuthSession({ forceRefresh: true })).tokens.accessToken);
    return { email: (await fetchUserAttributes()).email, before, after };
  });
  assert.equal(email, 'ada@example.com');
  assert.notEqual(after, before);
});

test('signOut leaves over /logout: the next person is asked', async (t) => {
  const page = await openApp(t);
  await leave(page, { provider: 'Google' });
  await page.getByRole('button', { name: 'Grace Hopper' }).click();
  await heard(page, 'signInWithRedirect');
  assert.match(await user(page), /^google_\d+$/);
  const refresh = await page.evaluate(
    () => Object.entries(localStorage).find(([key]) => key.endsWith('.refreshToken'))[1],
  );
  await page.evaluate(() => void globalThis.app.signOut());
  await page.waitForURL(`${site.origin}/bye`);
  await loaded(page);
  assert.equal(await user(page), 'UserUnAuthenticatedException');
  const ended = await server.call('GetTokensFromRefreshToken', { ClientId: 'app', RefreshToken: refresh });
  assert.equal(ended.body.__type, 'NotAuthorizedException');
  await leave(page);
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
});

test('a session of Amplify’s goes on in our client, which signs out of the domain, too', async (t) => {
  const page = await openApp(t);
  await leave(page);
  await signIn(page);
  await heard(page, 'signInWithRedirect');
  const seen = await page.evaluate(async () => {
    const user = globalThis.app.pool.currentUser();
    await user.session({ forceRefresh: true });
    return user.username;
  });
  assert.equal(seen, 'ada');
  await page.evaluate(() => void globalThis.app.signOutWithRedirect(globalThis.app.pool));
  await page.waitForURL(`${site.origin}/bye`);
  await loaded(page);
  assert.equal(await user(page), 'UserUnAuthenticatedException');
  assert.deepEqual(await page.evaluate(() => Object.keys(localStorage).filter((key) => /Token|oauth/i.test(key))), []);
  await leave(page);
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
});

/** Sends a page's request to the token endpoint before the page does. */
async function redeem(body) {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const reply = await fetch(`${server.endpoint}oauth2/token`, { method: 'POST', headers, body });
  assert.equal(reply.status, 200);
}

const everyKey = (ending, value) =>
  `for (const key of Object.keys(localStorage)) if (key.endsWith('.${ending}')) localStorage[key] = '${value}'`;

for (const [name, wrong, message] of [
  ['a wrong verifier', { before: everyKey('oauthPKCE', 'x'.repeat(43)) }, /invalid_grant/],
  ['a state that is not the app’s', { before: everyKey('oauthState', 'x') }, /state/i],
  ['a code that was used', { redeeming: (route) => redeem(route.request().postData()) }, /invalid_grant/],
  ['a code that has ended', { redeeming: () => server.faults({ clockSkewMs: 301_000 }) }, /invalid_grant/],
]) {
  test(`${name} signs nobody in`, async (t) => {
    const page = await openApp(t);
    await leave(page);
    await page.addInitScript((script) => {
      if (location.pathname === '/callback') sessionStorage.before = script;
    }, wrong.before ?? '');
    await page.route(`https://${DOMAIN}/oauth2/token`, async (route) => {
      await wrong.redeeming?.(route);
      await route.continue();
    });
    t.after(() => server.faults({}));
    await signIn(page);
    const { event, error } = await heard(page, 'signInWithRedirect', 'signInWithRedirect_failure');
    assert.equal(event, 'signInWithRedirect_failure');
    assert.match(error, message);
    assert.equal(await user(page), 'UserUnAuthenticatedException');
  });
}

test('an address that the app client does not have gets an error page, and no redirect', async (t) => {
  const page = await openApp(t);
  await page.evaluate(() => {
    sessionStorage.before = "options.Cognito.loginWith.oauth.redirectSignIn = [location.origin + '/elsewhere']";
  });
  await page.reload();
  await loaded(page);
  await leave(page);
  await page.getByRole('heading', { name: 'Something is wrong with this link' }).waitFor();
});
