// npm @auth/core (Auth.js, next-auth) with its Cognito provider and the local issuer: an app over HTTP, and a person's browser.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, beforeEach, test } from 'node:test';
import { Auth, customFetch } from '@auth/core';
import Cognito from '@auth/core/providers/cognito';
import { Browser, startLogin } from '../local/login/browser.mjs';

const SECRET = 'a secret: +/& and %';
let server;
let app;
/** Of the app: which app client, and what its provider says besides. */
let options;
/** What Auth.js keeps to itself: the errors behind its error page, the requests to the service, what the sign-in brought. */
let seen;

before(async () => {
  app = await serveApp();
  const client = (ClientId, more) => ({ ClientId, ClientName: ClientId, ...more });
  server = await startLogin({
    clients: [client('public'), client('confidential', { ClientSecret: SECRET })],
    login: {
      CallbackURLs: [`${app.origin}/auth/callback/cognito`],
      LogoutURLs: [`${app.origin}/bye`],
      identityProviders: ['Google'],
    },
  });
});
after(async () => {
  await server?.stop();
  await app?.stop();
});
beforeEach(() => {
  seen = { errors: [], paths: [], account: undefined, profile: undefined };
  options = { clientId: 'public', clientSecret: '', client: { token_endpoint_auth_method: 'none' } };
});

const config = () => ({
  basePath: '/auth',
  secret: 'a key of this test, which is long enough',
  trustHost: true,
  logger: { error: (error) => seen.errors.push(error), warn() {} },
  providers: [
    Cognito({
      issuer: server.issuer,
      checks: ['pkce', 'state', 'nonce'],
      ...options,
      [customFetch](...request) {
        seen.paths.push(new URL(request[0]).pathname);
        return fetch(...request);
      },
    }),
  ],
  callbacks: {
    jwt({ token, account, profile }) {
      if (account) Object.assign(seen, { account, profile });
      return token;
    },
  },
});

/** An app that has Auth.js below /auth, and pages elsewhere. */
async function serveApp() {
  const http = createServer(async (request, response) => {
    const url = new URL(request.url, app.origin);
    if (!url.pathname.startsWith('/auth/')) return response.end('<h1>The app</h1>');
    const body = request.method === 'POST' ? request : undefined;
    const reply = await Auth(
      new Request(url, { method: request.method, headers: request.headers, body, duplex: 'half' }),
      config(),
    );
    response.writeHead(reply.status, [...reply.headers].flat());
    response.end(Buffer.from(await reply.arrayBuffer()));
  });
  http.listen(0, 'localhost');
  await once(http, 'listening');
  const stop = async () => {
    http.closeAllConnections();
    http.close();
    await once(http, 'close');
  };
  return { origin: `http://localhost:${http.address().port}`, stop };
}

/** Somebody, and the cookies that they have at the app and at the login domain. */
class Person {
  app = new Browser();
  domain = new Browser();

  at(path, init) {
    return this.app.open(`${app.origin}${path}`, init);
  }

  async post(path) {
    const { csrfToken } = JSON.parse((await this.at('/auth/csrf')).html);
    return this.at(path, { method: 'POST', body: new URLSearchParams({ csrfToken }) });
  }

  /** From the app's button to the address that leads back to it. */
  async leaves() {
    return this.domain.signIn((await this.post('/auth/signin/cognito')).url);
  }

  async session() {
    return JSON.parse((await this.at('/auth/session')).html);
  }
}

for (const [kind, own] of [
  ['a public client', {}],
  ['a confidential client', { clientId: 'confidential', clientSecret: SECRET, client: undefined }],
]) {
  test(`${kind} signs in with PKCE, state and nonce, and has a session`, async () => {
    Object.assign(options, own);
    const person = new Person();
    const page = await person.app.open(await person.leaves());
    assert.equal(page.url.href, `${app.origin}/`, JSON.stringify(seen.errors));
    assert.equal((await person.session()).user.email, 'ada@example.com');
    assert.deepEqual([seen.profile['cognito:username'], seen.profile.iss], ['ada', server.issuer]);
    assert.ok(seen.profile.nonce && seen.account.refresh_token && seen.account.access_token);
  });
}

test('the profile comes of userInfo where the app wants it so', async () => {
  options.idToken = false;
  const person = new Person();
  await person.app.open(await person.leaves());
  assert.ok(seen.paths.includes('/oauth2/userInfo'), seen.paths.join());
  assert.deepEqual([seen.profile.username, seen.profile.email], ['ada', 'ada@example.com']);
  assert.equal((await person.session()).user.email, 'ada@example.com');
});

test('a person of a provider signs in, too', async () => {
  const person = new Person();
  const page = await person.domain.open((await person.post('/auth/signin/cognito')).url);
  const [, google] = /href="([^"]*identity_provider=Google)"/.exec(page.html);
  const pretended = await person.domain.open(new URL(google.replaceAll('&amp;', '&'), page.url));
  const back = await person.domain.submit(pretended, { email: 'grace@example.com' });
  await person.app.open(back.url);
  assert.equal((await person.session()).user.email, 'grace@example.com', JSON.stringify(seen.errors));
  assert.equal(seen.profile.identities[0].providerName, 'Google');
});

test('signing out of the app and over /logout asks who it is again; without /logout nobody is asked', async () => {
  const person = new Person();
  await person.app.open(await person.leaves());
  await person.post('/auth/signout');
  assert.equal(await person.session(), null);
  const silent = await person.domain.open((await person.post('/auth/signin/cognito')).url);
  assert.equal(silent.html, undefined);
  const logout = new URL('logout', server.endpoint);
  logout.search = new URLSearchParams({ client_id: 'public', logout_uri: `${app.origin}/bye` });
  assert.equal((await person.domain.open(logout)).url.href, `${app.origin}/bye`);
  const asked = await person.domain.open((await person.post('/auth/signin/cognito')).url);
  assert.match(asked.html, /<h1>Sign in<\/h1>/);
});

/** What the service said to the sign-in that failed. */
const reason = ({ cause }) => (cause.err?.cause ?? cause.err ?? cause).error;

/** What Auth.js throws for a way back that must fail. */
async function refused(person, back) {
  const { url } = await person.app.open(back);
  assert.match(url.href, /\/auth\/(error|signin)\?error=/, 'it was not refused');
  assert.equal(await person.session(), null);
  return seen.errors.at(-1);
}

test('a wrong verifier is refused', async () => {
  options.checks = ['pkce'];
  const person = new Person();
  const back = await person.leaves();
  // The next way out has another verifier.
  await person.post('/auth/signin/cognito');
  assert.equal(reason(await refused(person, back)), 'invalid_grant');
});

test('a code is good once', async () => {
  options.checks = ['none'];
  const person = new Person();
  const back = await person.leaves();
  const elsewhere = new Person();
  await elsewhere.app.open(back);
  assert.equal((await elsewhere.session()).user.email, 'ada@example.com');
  assert.equal(reason(await refused(person, back)), 'invalid_grant');
});

test('a code ends after five minutes', async (t) => {
  const person = new Person();
  const back = await person.leaves();
  await server.faults({ clockSkewMs: 301_000 });
  t.after(() => server.faults({}));
  assert.equal(reason(await refused(person, back)), 'invalid_grant');
});

test('a code of another app client is refused', async () => {
  const person = new Person();
  const back = await person.leaves();
  Object.assign(options, { clientId: 'confidential', clientSecret: SECRET, client: undefined });
  assert.equal(reason(await refused(person, back)), 'invalid_grant');
});

test('a wrong secret and a wrong address are refused', async () => {
  Object.assign(options, { clientId: 'confidential', clientSecret: SECRET, client: undefined });
  const person = new Person();
  const back = await person.leaves();
  options.clientSecret = 'wrong';
  assert.equal(reason(await refused(person, back)), 'invalid_client');
  options.redirectProxyUrl = 'https://elsewhere.example/auth';
  const { html } = await person.domain.open((await person.post('/auth/signin/cognito')).url);
  assert.match(html, /Something is wrong with this link/);
});

test('a person who refuses comes back to the app’s error page', async () => {
  options.authorization = { params: { identity_provider: 'Google' } };
  const person = new Person();
  const page = await person.domain.open((await person.post('/auth/signin/cognito')).url);
  const back = (await person.domain.submit(page, { refuse: '1' })).url;
  assert.equal(back.searchParams.get('error'), 'access_denied');
  assert.equal((await refused(person, back)).type, 'OAuthCallbackError');
});
