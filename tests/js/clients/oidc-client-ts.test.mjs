// npm oidc-client-ts in Chromium against the served managed login: discovery, code with PKCE, userInfo, refresh, popup, revocation, sign-out.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { launch } from '../../browser/chromium.mjs';
import { PASSWORD, startLogin } from '../local/login/browser.mjs';
import { serveApp } from '../login/site.mjs';
import { refusesCodes } from './errors.mjs';

const PAGE = `
import { OidcClient, UserManager, WebStorageStateStore } from 'oidc-client-ts';
const store = () => new WebStorageStateStore({ store: localStorage });
const settings = { ...globalThis.options, userStore: store(), stateStore: store() };
const shown = (promise) => promise.then(
  (user) => user && { profile: user.profile, scopes: user.scopes, state: user.state, access: user.access_token, refresh: user.refresh_token },
  ({ name, message, error, error_description }) => ({ name, message, error, error_description }),
);
const manager = new UserManager(settings);
const client = (client_id = settings.client_id) => new OidcClient({ ...settings, client_id });
globalThis.app = { manager, shown, client };
if (location.pathname === '/callback') app.done = shown(manager.signinCallback());
document.querySelector('#popup').onclick = () => {
  app.popup = shown(manager.signinPopup());
};
document.title = 'ready';
`;

let browser;
let server;
let site;
before(async () => {
  site = await serveApp(PAGE, fileURLToPath(new URL('.', import.meta.url)));
  const client = (ClientId) => ({ ClientId, ClientName: ClientId });
  const callback = `${site.origin}/callback`;
  // The errors are asked for with the address that no browser opens.
  const login = { CallbackURLs: [callback, 'http://localhost:3000/callback'], LogoutURLs: [`${site.origin}/bye`] };
  [server, browser] = await Promise.all([startLogin({ clients: [client('app'), client('foreign')], login }), launch()]);
  site.options = {
    authority: server.issuer,
    client_id: 'app',
    redirect_uri: callback,
    scope: 'openid email profile aws.cognito.signin.user.admin',
    loadUserInfo: true,
    automaticSilentRenew: false,
    revokeTokenTypes: ['refresh_token'],
  };
});
after(async () => {
  await browser?.close();
  await server?.stop();
  await site?.stop();
});

async function openApp(t) {
  const context = await browser.newContext();
  t?.after(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(site.origin);
  await loaded(page);
  return page;
}

const loaded = (page) => page.waitForFunction(() => document.title === 'ready' && globalThis.app);

/** Leaves by a call of the library, and gives the heading of the page that is shown. */
async function leave(page, options = {}) {
  await page.evaluate((options) => void globalThis.app.manager.signinRedirect(options), options);
  await page.waitForURL(`${server.endpoint.replace(/\/$/, '')}/**`);
  return page.getByRole('heading', { level: 1 }).innerText();
}

async function signIn(page) {
  await page.getByLabel('User name').fill('ada');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function done(page) {
  await page.waitForURL(`${site.origin}/callback**`);
  await loaded(page);
  return page.evaluate(() => globalThis.app.done);
}

test('code with PKCE, userInfo, refresh, revocation', async (t) => {
  const page = await openApp(t);
  assert.equal(await leave(page, { state: { path: '/orders?a=ü' }, login_hint: 'ada' }), 'Sign in');
  assert.equal(await page.getByLabel('User name').inputValue(), 'ada');
  await signIn(page);
  const user = await done(page);
  assert.deepEqual([user.profile['cognito:username'], user.profile.email], ['ada', 'ada@example.com']);
  assert.equal(user.profile.username, 'ada', 'a member of userInfo alone');
  assert.deepEqual(user.state, { path: '/orders?a=ü' });
  const refreshed = await page.evaluate(() => globalThis.app.shown(globalThis.app.manager.signinSilent()));
  assert.ok(refreshed.access && refreshed.access !== user.access, JSON.stringify(refreshed));
  assert.equal(refreshed.profile.sub, user.profile.sub);
  await page.evaluate(() => globalThis.app.manager.revokeTokens(['refresh_token']));
  const ended = await server.call('GetTokensFromRefreshToken', { ClientId: 'app', RefreshToken: user.refresh });
  assert.equal(ended.body.__type, 'NotAuthorizedException');
});

test('who signs out over /logout is asked again; before, nobody is', async (t) => {
  const page = await openApp(t);
  await leave(page);
  await signIn(page);
  await done(page);
  await page.evaluate(() => void globalThis.app.manager.signinRedirect({ prompt: 'none', state: 2 }));
  await page.waitForFunction(() => globalThis.app?.done && location.search.length > 0);
  assert.equal((await done(page)).state, 2);
  await page.evaluate(() => {
    // The service knows these two, and not those of OpenID Connect's sign-out, which are sent besides.
    const extraQueryParams = { client_id: 'app', logout_uri: `${location.origin}/bye` };
    void globalThis.app.manager.signoutRedirect({ extraQueryParams });
  });
  await page.waitForURL(`${site.origin}/bye`);
  await loaded(page);
  assert.equal(await page.evaluate(() => globalThis.app.manager.getUser()), null);
  await page.evaluate(() => void globalThis.app.manager.signinRedirect({ prompt: 'none' }));
  assert.equal((await done(page)).error, 'login_required');
  assert.equal(await leave(page), 'Sign in');
});

test('a popup signs in the page that opened it', async (t) => {
  const page = await openApp(t);
  const opened = page.context().waitForEvent('page');
  await page.click('#popup');
  const popup = await opened;
  await signIn(popup);
  assert.equal((await page.evaluate(() => globalThis.app.popup)).profile['cognito:username'], 'ada');
  if (!popup.isClosed()) await popup.waitForEvent('close');
});

let shared;
refusesCodes(() => ({
  server,
  async begin() {
    shared ??= await openApp();
    return shared.evaluate(async (redirect_uri) => {
      const { url, state } = await globalThis.app.client().createSigninRequest({ redirect_uri });
      return { url, key: `oidc.${state.id}`, kept: localStorage.getItem(`oidc.${state.id}`) };
    }, 'http://localhost:3000/callback');
  },
  redeem({ key, kept }, address, changed) {
    return shared.evaluate(
      async ([key, kept, address, { verifier, redirectUri, clientId }]) => {
        const state = JSON.parse(kept);
        state.code_verifier = verifier ?? state.code_verifier;
        state.redirect_uri = redirectUri ?? state.redirect_uri;
        state.client_id = clientId ?? state.client_id;
        localStorage.setItem(key, JSON.stringify(state));
        const failed = await globalThis.app
          .client(clientId)
          .processSigninResponse(address)
          .then(
            () => undefined,
            (error) => error,
          );
        if (failed && !failed.error) throw failed;
        return failed && [failed.error, failed.error_description ?? undefined];
      },
      [key, kept, address, changed],
    );
  },
}));
