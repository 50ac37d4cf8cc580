// The pages of the local Cognito's managed login in Chromium: how they look and read, and that whole ways through them end at the app.
import assert from 'node:assert/strict';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startLocal } from '../js/local/server-process.mjs';
import { launch } from './chromium.mjs';
import { examine, SIZES } from './examine.mjs';
import { totp } from './page/totp.mjs';
import { button, send, shownProblem, visit } from './page/visit.mjs';

const PASSWORD = 'Correct-Horse-7';
const NEW = 'Another-Horse-8';
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const REFUSED = { refused: [400, 403] };
let browser;
let app;
let server;
let base;

const user = (Username, more = {}) => ({
  Username,
  Password: PASSWORD,
  Attributes: { email: `${Username}@example.com`, email_verified: 'true' },
  ...more,
});

before(async () => {
  browser = await launch();
  app = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>app</title><h1>The app</h1>');
  });
  await new Promise((resolve) => app.listen(0, '127.0.0.1', resolve));
  const callback = `http://localhost:${app.address().port}/callback`;
  const login = (title) => ({ title, CallbackURLs: [callback], identityProviders: ['Google', 'SignInWithApple'] });
  const pools = [
    {
      pool: { PoolName: 'plain', AutoVerifiedAttributes: ['email'], MfaConfiguration: 'OPTIONAL' },
      clients: [{ ClientId: 'plain', ClientName: 'plain' }],
      login: login('Example Shop'),
      users: [
        user('ada'),
        user('ben', { UserStatus: 'FORCE_CHANGE_PASSWORD' }),
        user('cleo', { mfa: { email: true, softwareToken: { secretCode: SECRET } } }),
      ],
    },
    {
      pool: { PoolName: 'strict', MfaConfiguration: 'ON', SoftwareTokenMfaConfiguration: { Enabled: true } },
      clients: [{ ClientId: 'strict', ClientName: 'strict' }],
      login: { CallbackURLs: [callback] },
      users: [user('ada')],
    },
    {
      pool: {
        PoolName: 'passkeys',
        Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } },
        WebAuthnConfiguration: { RelyingPartyId: 'localhost', UserVerification: 'preferred' },
      },
      clients: [
        {
          ClientId: 'passkeys',
          ClientName: 'passkeys',
          ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_USER_PASSWORD_AUTH'],
        },
      ],
      login: { CallbackURLs: [callback] },
      users: [user('ada')],
    },
  ];
  const file = join(await mkdtemp(join(tmpdir(), 'ciw-login-')), 'config.json');
  await writeFile(file, JSON.stringify({ pools }));
  server = await startLocal(['--config', file]);
  base = server.endpoint.replace('127.0.0.1', 'localhost');
  process.env.SCREENSHOTS ??= await mkdtemp(join(tmpdir(), 'ciw-login-pages-'));
  console.log(`# screenshots in ${process.env.SCREENSHOTS}`);
});

after(async () => {
  await browser?.close();
  await server?.stop();
  app?.close();
});

function authorize(client = 'plain', more = {}) {
  const url = new URL('oauth2/authorize', base);
  const redirect_uri = `http://localhost:${app.address().port}/callback`;
  const asked = { client_id: client, response_type: 'code', scope: 'openid email', state: 's', redirect_uri, ...more };
  url.search = new URLSearchParams(asked);
  return url.href;
}

const headed = (page, name) => page.getByRole('heading', { name, level: 1 }).waitFor();

/** The parameters with which the app was called. */
async function atTheApp(page) {
  await headed(page, 'The app');
  return new URL(page.url()).searchParams;
}

async function code(username) {
  const sent = await server.outbox(username);
  return sent.at(-1).code;
}

const sign = (page, username, password = PASSWORD) => send(page, { 'User name': username, Password: password });

for (const colorScheme of ['light', 'dark']) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    test(`every page is accessible and fits: ${colorScheme}, ${size}`, async (t) => {
      const page = await visit(browser, t, authorize(), { ...REFUSED, colorScheme, viewport });
      const look = (name) => examine(page, `login-${name}-${colorScheme}-${size}`);
      await look('sign-in');
      await sign(page, 'ada', 'wrong');
      assert.equal(await shownProblem(page), 'Incorrect username or password.');
      await look('wrong-password');
      await page.getByRole('link', { name: 'Create an account' }).click();
      await headed(page, 'Create an account');
      await look('sign-up');
      const name = `new-${colorScheme}-${size}`;
      await send(page, { 'User name': name, 'E-mail address': `${name}@example.com`, Password: PASSWORD });
      await headed(page, 'Confirm your account');
      await look('confirm');
      await page.goto(authorize());
      await page.getByRole('link', { name: 'Forgot your password?' }).click();
      await look('forgot');
      await send(page, { 'User name': 'ada' });
      await headed(page, 'Choose a new password');
      await look('reset');
      await page.goto(authorize());
      await sign(page, 'ben');
      await headed(page, 'Choose a new password');
      await look('new-password');
      await page.goto(authorize());
      await sign(page, 'cleo');
      await headed(page, 'Choose a second factor');
      await look('choose-factor');
      await page.getByLabel('Code by e-mail').check();
      await button(page, 'Continue').click();
      await headed(page, 'Enter your code');
      await look('code');
      await page.goto(authorize());
      await page.getByRole('link', { name: 'Continue with Google' }).click();
      await headed(page, 'Sign in at Google');
      await look('pretend');
      await page.goto(authorize('strict'));
      await sign(page, 'ada');
      await headed(page, 'Set up a second factor');
      await look('set-up');
      await page.goto(authorize('plain', { redirect_uri: 'https://evil.example/' }));
      await headed(page, 'Something is wrong with this link');
      await look('error');
    });
  }
}

test('somebody signs up, signs out, forgets the password, and signs in again', async (t) => {
  const page = await visit(browser, t, authorize(), REFUSED);
  await page.getByRole('link', { name: 'Create an account' }).click();
  await send(page, { 'User name': 'grace', 'E-mail address': 'grace@example.com', Password: 'weak' });
  assert.match(await shownProblem(page), /policy/);
  await send(page, { Password: PASSWORD });
  await headed(page, 'Confirm your account');
  await send(page, { Code: await code('grace') });
  assert.equal((await atTheApp(page)).get('state'), 's');

  await page.goto(authorize('plain', { prompt: 'none' }));
  assert.ok((await atTheApp(page)).has('code'), 'signed in by the cookie');
  const callback = `http://localhost:${app.address().port}/callback`;
  await page.goto(`${base}logout?client_id=plain&logout_uri=${encodeURIComponent(callback)}`);
  await page.goto(authorize('plain', { prompt: 'none' }));
  assert.equal((await atTheApp(page)).get('error'), 'login_required');

  await page.goto(authorize());
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await send(page, { 'User name': 'grace' });
  await headed(page, 'Choose a new password');
  await send(page, { Code: await code('grace'), 'New password': NEW });
  assert.ok((await atTheApp(page)).has('code'));
});

test('every second factor is asked: a new password, a code, an authenticator that exists, one that is set up', async (t) => {
  const page = await visit(browser, t, authorize(), REFUSED);
  await sign(page, 'ben');
  await headed(page, 'Choose a new password');
  await send(page, { 'New password': NEW });
  assert.ok((await atTheApp(page)).has('code'));
  await page.goto(authorize('plain', { prompt: 'login' }));
  await sign(page, 'cleo');
  await page.getByLabel('Code by e-mail').check();
  await button(page, 'Continue').click();
  await headed(page, 'Enter your code');
  await send(page, { Code: '000000' });
  assert.match(await shownProblem(page), /Invalid code/);
  await send(page, { Code: await code('cleo') });
  assert.ok((await atTheApp(page)).has('code'));
  await page.goto(authorize('plain', { prompt: 'login' }));
  await sign(page, 'cleo');
  await page.getByLabel('Authenticator app').check();
  await button(page, 'Continue').click();
  await headed(page, 'Enter your code');
  await send(page, { Code: await totp(SECRET) });
  assert.ok((await atTheApp(page)).has('code'));
  await page.goto(authorize('strict'));
  await sign(page, 'ada');
  await headed(page, 'Set up a second factor');
  const secret = await page.locator('#secret').innerText();
  const uri = await page.getByRole('link', { name: 'Open in an authenticator app' }).getAttribute('href');
  assert.ok(uri.startsWith('otpauth://totp/') && uri.includes(secret));
  await send(page, { 'Code from the app': await totp(secret) });
  assert.ok((await atTheApp(page)).has('code'));
});

test('a pretended provider is pressed, or refused', async (t) => {
  const page = await visit(browser, t, authorize(), REFUSED);
  await page.getByRole('link', { name: 'Continue with Google' }).click();
  await button(page, 'Ada Lovelace ada@example.com').click();
  assert.ok((await atTheApp(page)).has('code'));
  await page.goto(authorize('plain', { identity_provider: 'SignInWithApple' }));
  await headed(page, 'Sign in at Apple');
  await button(page, 'Do not sign in').click();
  const back = await atTheApp(page);
  assert.deepEqual([back.get('error'), back.get('state')], ['access_denied', 's']);
});

test('a passkey signs in, and all else works without scripts', async (t) => {
  const page = await visit(browser, t, authorize('passkeys'), REFUSED);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const options = { protocol: 'ctap2', transport: 'internal', automaticPresenceSimulation: true };
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: { ...options, hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
  });
  const { body } = await server.call('InitiateAuth', {
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: 'passkeys',
    AuthParameters: { USERNAME: 'ada', PASSWORD },
  });
  const { AccessToken } = body.AuthenticationResult;
  const begun = await server.call('StartWebAuthnRegistration', { AccessToken });
  const credential = await page.evaluate(async (json) => {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(json);
    return (await navigator.credentials.create({ publicKey })).toJSON();
  }, begun.body.CredentialCreationOptions);
  const done = await server.call('CompleteWebAuthnRegistration', { AccessToken, Credential: credential });
  assert.equal(done.status, 200, JSON.stringify(done.body));

  await send(page, { 'User name': 'ada' });
  await headed(page, 'Choose how to sign in');
  await page.getByLabel('Passkey').check();
  await button(page, 'Continue').click();
  await headed(page, 'Sign in with a passkey');
  await examine(page, 'login-passkey');
  await button(page, 'Use your passkey').click();
  assert.ok((await atTheApp(page)).has('code'));
  await devtools.send('WebAuthn.clearCredentials', { authenticatorId });
  await page.goto(authorize('passkeys', { prompt: 'login' }));
  await send(page, { 'User name': 'ada' });
  await page.getByLabel('Passkey').check();
  await button(page, 'Continue').click();
  await button(page, 'Use your passkey').click();
  await page.getByText('The passkey was not used. Try again.').waitFor();

  const bare = await visit(browser, t, authorize('plain'), { ...REFUSED, javaScriptEnabled: false });
  await sign(bare, 'ada');
  assert.ok((await atTheApp(bare)).has('code'));
});
