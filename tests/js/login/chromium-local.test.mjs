// Managed login in Chromium with both ends ours: the functions of the package, and the pages of the local Cognito.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from '../../browser/chromium.mjs';
import { PASSWORD, startLogin } from '../local/login/browser.mjs';
import { comesBack, done, journeys, openApp, person, user } from './journeys.mjs';
import { serveApp } from './site.mjs';

let browser;
let server;
let site;
before(async () => {
  site = await serveApp();
  const [redirectUri, logoutUri] = [`${site.origin}/callback`, `${site.origin}/bye`];
  const login = { CallbackURLs: [redirectUri], LogoutURLs: [logoutUri], identityProviders: ['Google', 'Corporate'] };
  [server, browser] = await Promise.all([startLogin({ login }), launch()]);
  const domain = server.endpoint.replace(/\/$/, '');
  site.options = {
    userPoolId: 'us-east-1_Login0001',
    clientId: 'app',
    endpoint: server.endpoint,
    login: { domain, redirectUri, logoutUri },
  };
});
after(async () => {
  await browser?.close();
  await server?.stop();
  await site?.stop();
});

const asked = (page) => page.getByRole('heading', { name: 'Sign in', exact: true }).waitFor();

async function withPassword(page) {
  await page.getByLabel('User name').fill('ada');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function atGoogle(page, between) {
  await page.getByRole('link', { name: 'Continue with Google' }).click();
  await page.getByRole('heading', { name: 'Sign in at Google' }).waitFor();
  await between?.();
}

journeys(() => ({
  browser,
  site,
  usernames: [/^google_\d+$/, /^ada$/],
  asked,
  async signIn(page, between) {
    await atGoogle(page, between);
    await page.getByRole('button', { name: 'Grace Hopper' }).click();
  },
  signInAsOther: withPassword,
  async refuse(page) {
    await atGoogle(page);
    await page.getByRole('button', { name: 'Do not sign in' }).click();
  },
}));

/** Leaves with these options; the page of the domain that is shown, by its heading. */
async function leave(t, options) {
  const context = await person(browser);
  t.after(() => context.close());
  const page = await openApp(context, site);
  await page.evaluate((options) => void globalThis.app.signInWithRedirect(globalThis.app.pool, options), options);
  await page.waitForURL(`${server.endpoint}**`);
  return page;
}

const heading = (page) => page.getByRole('heading', { level: 1 }).innerText();

test('a provider, a page, a name and a language are asked for, and shown', async (t) => {
  assert.equal(await heading(await leave(t, { provider: 'Google' })), 'Sign in at Google');
  assert.equal(await heading(await leave(t, { provider: 'Corporate' })), 'Sign in at Corporate');
  assert.equal(await heading(await leave(t, { screen: 'signUp' })), 'Create an account');
  assert.equal(await heading(await leave(t, { screen: 'forgotPassword' })), 'Forgot your password?');
  const page = await leave(t, { loginHint: 'ada', lang: 'de', acrValues: ['urn:cognito:loa:1'] });
  assert.equal(await heading(page), 'Anmelden');
  assert.equal(await page.getByLabel('Benutzername').inputValue(), 'ada');
  await page.getByLabel('Passwort').fill(PASSWORD);
  await page.getByRole('button', { name: 'Anmelden' }).click();
  await comesBack(page, site);
  assert.equal((await done(page)).username, 'ada');
});

test('prompt=none signs in whoever has a session there, and is LoginRequired for others', async (t) => {
  const page = await leave(t, {});
  const silently = async () => {
    await page.evaluate(() => void globalThis.app.signInWithRedirect(globalThis.app.pool, { prompt: 'none' }));
    await page.waitForFunction(() => globalThis.app?.done && document.title === 'ready');
    await comesBack(page, site);
    return done(page);
  };
  await withPassword(page);
  await comesBack(page, site);
  await done(page);
  await page.evaluate(() => globalThis.app.pool.currentUser().signOut());
  await page.goto(site.origin);
  assert.equal((await silently()).username, 'ada');
  await page.evaluate(() => void globalThis.app.signOutWithRedirect(globalThis.app.pool));
  await page.waitForURL(`${site.origin}/bye`);
  assert.equal((await silently()).code, 'LoginRequired');
  assert.equal(await user(page), null);
});

test('a code that has ended is InvalidGrant, and the next sign-in works', async (t) => {
  const page = await leave(t, {});
  t.after(() => server.faults({}));
  await page.route(`${server.endpoint}oauth2/token`, async (route) => {
    await server.faults({ clockSkewMs: 301_000 });
    await route.continue();
  });
  await withPassword(page);
  await comesBack(page, site);
  assert.equal((await done(page)).code, 'InvalidGrant');
  await page.unroute(`${server.endpoint}oauth2/token`);
  await server.faults({});
  await page.evaluate(() => void globalThis.app.signInWithRedirect(globalThis.app.pool, { prompt: 'login' }));
  await asked(page);
  await withPassword(page);
  await comesBack(page, site);
  assert.equal((await done(page)).status, 'signedIn');
});
