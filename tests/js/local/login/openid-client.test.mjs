// npm openid-client against the served managed login: discovery, code with PKCE, refresh, userInfo, revocation, sign-out.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as client from 'openid-client';
import { packageFile } from '../server-process.mjs';
import { APP, Browser, PASSWORD, startLogin } from './browser.mjs';

const { LocalCognito } = await import(packageFile('dist/local.js'));

let server;
let config;

before(async () => {
  const app = { ClientId: 'app', ClientName: 'app' };
  const foreign = { ClientId: 'foreign', ClientName: 'foreign' };
  server = await startLogin({ clients: [app, foreign] });
  config = await discover('app');
});
after(() => server.stop());

async function discover(id, secret, authentication = client.None()) {
  const options = { execute: [client.allowInsecureRequests] };
  const found = await client.discovery(new URL(server.issuer), id, secret, authentication, options);
  // The signature of the ID token is checked, too.
  client.enableNonRepudiationChecks(found);
  return found;
}

/** Signs in; `redeem` takes what is different at the token endpoint. */
async function visit(browser = new Browser(), more = {}) {
  const [pkceCodeVerifier, expectedState, expectedNonce] = [
    client.randomPKCECodeVerifier(),
    client.randomState(),
    client.randomNonce(),
  ];
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: APP,
    scope: 'openid email profile aws.cognito.signin.user.admin',
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: expectedState,
    nonce: expectedNonce,
    ...more,
  });
  const checks = { pkceCodeVerifier, expectedState, expectedNonce };
  return { url, checks, back: () => browser.signIn(url) };
}

/** The error of the token endpoint. */
async function refused(promise) {
  const error = await promise.then(
    () => assert.fail('it was not refused'),
    (error) => error,
  );
  return [error.status, error.error, error.error_description];
}

test('code with PKCE, userInfo, refresh, the API, revocation', async () => {
  const { checks, back } = await visit();
  const tokens = await client.authorizationCodeGrant(config, await back(), checks);
  const { sub, email, 'cognito:username': username } = tokens.claims();
  assert.deepEqual([email, username], ['ada@example.com', 'ada']);
  const info = await client.fetchUserInfo(config, tokens.access_token, sub);
  assert.equal(info.email, 'ada@example.com');

  const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token);
  assert.equal(refreshed.claims().sub, sub);
  assert.equal(refreshed.refresh_token, undefined);
  const byApi = await server.call('GetTokensFromRefreshToken', { ClientId: 'app', RefreshToken: tokens.refresh_token });
  assert.equal(byApi.status, 200, JSON.stringify(byApi.body));
  const user = await server.call('GetUser', { AccessToken: byApi.body.AuthenticationResult.AccessToken });
  assert.equal(user.body.Username, 'ada');

  await client.tokenRevocation(config, tokens.refresh_token);
  assert.deepEqual((await refused(client.refreshTokenGrant(config, tokens.refresh_token))).slice(0, 2), [
    400,
    'invalid_grant',
  ]);
  const late = await client.fetchUserInfo(config, tokens.access_token, sub).catch((error) => error);
  assert.equal(late.cause[0].parameters.error, 'invalid_token');
});

test('a wrong verifier, a wrong address, a used, an expired and a foreign code get their errors', async (t) => {
  const grant = (on, url, checks, parameters) => client.authorizationCodeGrant(on, url, checks, parameters);
  const invalid = [400, 'invalid_grant', undefined];

  const wrong = await visit();
  const other = { ...wrong.checks, pkceCodeVerifier: client.randomPKCECodeVerifier() };
  assert.deepEqual(await refused(grant(config, await wrong.back(), other)), invalid);

  const elsewhere = await visit();
  const moved = new URL(await elsewhere.back());
  moved.pathname = '/elsewhere';
  assert.deepEqual(await refused(grant(config, moved, elsewhere.checks)), [
    400,
    'unauthorized_client',
    'invalid_redirect',
  ]);

  const used = await visit();
  const back = await used.back();
  await grant(config, back, used.checks);
  assert.deepEqual(await refused(grant(config, back, used.checks)), invalid);

  const stolen = await visit();
  const taken = await stolen.back();
  const foreign = await discover('foreign');
  assert.deepEqual(await refused(grant(foreign, taken, stolen.checks)), invalid);
  const nobody = await discover('nobody');
  assert.deepEqual((await refused(grant(nobody, taken, stolen.checks))).slice(0, 2), [400, 'invalid_client']);

  const slow = await visit();
  const late = await slow.back();
  await server.faults({ clockSkewMs: 301_000 });
  t.after(() => server.faults({}));
  assert.deepEqual(await refused(grant(config, late, slow.checks)), invalid);
});

test('a browser that is signed in needs no page, until it visits /logout', async () => {
  const browser = new Browser();
  const first = await visit(browser);
  await first.back();
  const silent = await visit(browser, { prompt: 'none' });
  const { url, html } = await browser.open(silent.url);
  assert.equal(html, undefined, 'no page');
  const tokens = await client.authorizationCodeGrant(config, url, silent.checks);
  assert.equal(tokens.claims()['cognito:username'], 'ada');

  const logout = new URL(config.serverMetadata().end_session_endpoint);
  logout.search = new URLSearchParams({ client_id: 'app', logout_uri: 'http://localhost:3000/' });
  assert.equal((await browser.open(logout)).url.href, 'http://localhost:3000/');
  const after = await visit(browser, { prompt: 'none' });
  const error = await client
    .authorizationCodeGrant(config, (await browser.open(after.url)).url, after.checks)
    .catch((error) => error);
  assert.equal(error.error, 'login_required');
});

test('a page of another origin may redeem its code, and reads neither the outbox nor a page', async () => {
  const headers = { origin: 'https://app.example.com', 'sec-fetch-site': 'cross-site' };
  const at = (path, init) => fetch(new URL(path, server.endpoint), { headers, ...init });
  const body = new URLSearchParams({ grant_type: 'authorization_code', client_id: 'app', code: 'x' });
  const token = await at('oauth2/token', { method: 'POST', body });
  assert.deepEqual([token.status, await token.json()], [400, { error: 'invalid_grant' }]);
  assert.equal(token.headers.get('access-control-allow-origin'), '*');
  assert.equal((await at('_local/outbox')).status, 403);
  const { url } = await visit();
  const page = await at(url.href);
  assert.match(await page.text(), /<h1>Sign in<\/h1>/);
  assert.equal(page.headers.get('access-control-allow-origin'), null);
});

test('the token endpoint fails as the switches want', async (t) => {
  const { checks, back } = await visit();
  const url = await back();
  await server.faults({ serverError: { operation: '/oauth2/token', status: 503, body: 'busy', times: 1 } });
  t.after(() => server.faults({}));
  const error = await client.authorizationCodeGrant(config, url, checks).catch((error) => error);
  assert.equal(error.cause?.status ?? error.status, 503);
  assert.ok((await client.authorizationCodeGrant(config, url, checks)).access_token);
});

test('a LocalCognito of the same process serves it, too', async () => {
  const endpoint = 'http://localhost:9400';
  const local = new LocalCognito({
    endpoint,
    pools: [
      {
        pool: { Id: 'us-east-1_Local0001' },
        clients: [{ ClientId: 'app' }],
        login: { CallbackURLs: [APP] },
        users: [{ Username: 'ada', Password: PASSWORD }],
      },
    ],
  });
  assert.deepEqual(local.pools[0].domains, ['login-1.auth.us-east-1.amazoncognito.com']);
  const options = { execute: [client.allowInsecureRequests], [client.customFetch]: local.fetch };
  const found = await client.discovery(
    new URL(`${endpoint}/us-east-1_Local0001`),
    'app',
    undefined,
    client.None(),
    options,
  );
  client.enableNonRepudiationChecks(found);
  const url = client.buildAuthorizationUrl(found, { redirect_uri: APP, scope: 'openid', state: 's' });
  const back = await new Browser(local.fetch).signIn(url);
  const tokens = await client.authorizationCodeGrant(found, back, { expectedState: 's' });
  assert.equal(tokens.claims()['cognito:username'], 'ada');
  const body = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: 'app',
    refresh_token: tokens.refresh_token,
  });
  assert.equal((await local.fetch(`${endpoint}/oauth2/token`, { method: 'POST', body })).status, 200);
  local.close();
});
