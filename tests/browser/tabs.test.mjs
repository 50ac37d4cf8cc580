// Two tabs of one origin refresh at once, in a pool that rotates refresh tokens without a grace period: a race never signs anybody out.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { build } from 'esbuild';
import { PACKAGE, startLocal } from '../js/local/server-process.mjs';
import { race } from '../js/rounds.mjs';
import { launch } from './chromium.mjs';

const PASSWORD = 'Correct-Horse-7';

let browser;
let local;
let site;
let ids;

before(async () => {
  const source = `export * from ${JSON.stringify(`${PACKAGE}/dist/index.js`)};`;
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: PACKAGE },
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'client',
    external: ['node:*'],
    logLevel: 'error',
  });
  const script = outputFiles[0].text;
  site = createServer((request, reply) => {
    const isScript = request.url === '/client.js';
    reply.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    reply.end(isScript ? script : '<!doctype html><title>tab</title><script src="/client.js"></script>');
  });
  await new Promise((listening) => site.listen(0, '127.0.0.1', listening));
  local = await startLocal();
  const { UserPool } = await local.call('CreateUserPool', { PoolName: 'tabs' }).then(({ body }) => body);
  const { UserPoolClient } = await local
    .call('CreateUserPoolClient', {
      UserPoolId: UserPool.Id,
      ClientName: 'tabs',
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 },
    })
    .then(({ body }) => body);
  const UserPoolId = UserPool.Id;
  await local.call('AdminCreateUser', { UserPoolId, Username: 'ada', MessageAction: 'SUPPRESS' });
  await local.call('AdminSetUserPassword', { UserPoolId, Username: 'ada', Password: PASSWORD, Permanent: true });
  ids = { userPoolId: UserPoolId, clientId: UserPoolClient.ClientId, endpoint: local.endpoint };
  browser = await launch();
});
after(async () => {
  await browser?.close();
  site?.close();
  site?.closeAllConnections();
  await local?.stop();
});

/** Two tabs of one window, with a pool each; `prepare` runs in each before anything else. */
async function twoTabs(prepare) {
  const context = await browser.newContext();
  if (prepare) await context.addInitScript(prepare);
  const tabs = await Promise.all([context.newPage(), context.newPage()]);
  for (const tab of tabs) {
    await tab.goto(`http://127.0.0.1:${site.address().port}/`);
    await tab.evaluate((ids) => {
      const { CognitoUserPool, Pool } = globalThis.client;
      globalThis.pool = new Pool(ids);
      const { clientId: ClientId, endpoint, userPoolId: UserPoolId } = ids;
      globalThis.dropIn = new CognitoUserPool({ UserPoolId, ClientId, endpoint });
    }, ids);
  }
  await tabs[0].evaluate((password) => globalThis.pool.signIn({ username: 'ada', password }), PASSWORD);
  return { tabs, close: () => context.close() };
}

/** What a tab has after a refresh that begins at that time, by one of the two APIs. */
const refresh = (tab, at, api = 'modern') =>
  tab.evaluate(
    async ([at, api]) => {
      await new Promise((resolve) => setTimeout(resolve, at - Date.now()));
      const byDropIn = () =>
        new Promise((resolve, reject) => {
          const user = globalThis.dropIn.getCurrentUser();
          const { CognitoRefreshToken } = globalThis.client;
          const prefix = `CognitoIdentityServiceProvider.${globalThis.dropIn.getClientId()}.${user.username}`;
          const RefreshToken = localStorage.getItem(`${prefix}.refreshToken`);
          const done = (error, session) => (error ? reject(error) : resolve(session));
          user.refreshSession(new CognitoRefreshToken({ RefreshToken }), done);
        });
      try {
        const session =
          api === 'modern' ? await globalThis.pool.currentUser().session({ forceRefresh: true }) : await byDropIn();
        return session.isValid() ? 'valid' : 'not valid';
      } catch (error) {
        return `${error.code}: ${error.message}`;
      }
    },
    [at, api],
  );

const jitter = () => Math.random() * 50;

for (const [name, prepare] of [
  ['with locks', undefined],
  ['without locks', () => Object.defineProperty(navigator, 'locks', { value: undefined })],
  [
    'with locks that refuse',
    () => Object.defineProperty(navigator, 'locks', { value: { request: () => Promise.reject(new Error('no')) } }),
  ],
]) {
  test(`two tabs that refresh at once both have tokens, ${name}`, async () => {
    const { close, tabs } = await twoTabs(prepare);
    try {
      await race(async () => {
        const at = Date.now() + 60;
        const results = await Promise.all(tabs.map((tab) => refresh(tab, at + jitter())));
        assert.deepEqual(results, ['valid', 'valid']);
        for (const tab of tabs) assert.equal(await tab.evaluate(() => globalThis.pool.currentUser()?.username), 'ada');
      });
    } finally {
      await close();
    }
  });
}

for (const apis of [
  ['drop-in', 'drop-in'],
  ['modern', 'drop-in'],
]) {
  test(`two tabs that refresh at once both have tokens, ${apis.join(' and ')}`, async () => {
    const { close, tabs } = await twoTabs();
    try {
      await race(async () => {
        const at = Date.now() + 60;
        const results = await Promise.all(tabs.map((tab, index) => refresh(tab, at + jitter(), apis[index])));
        assert.deepEqual(results, ['valid', 'valid']);
        for (const tab of tabs) assert.equal(await tab.evaluate(() => globalThis.pool.currentUser()?.username), 'ada');
      });
    } finally {
      await close();
    }
  });
}

test('two tabs with locks ask the service once', async () => {
  const { close, tabs } = await twoTabs();
  try {
    let requests = 0;
    for (const tab of tabs) tab.on('request', (request) => (requests += request.method() === 'POST' ? 1 : 0));
    const at = Date.now() + 100;
    assert.deepEqual(await Promise.all(tabs.map((tab) => refresh(tab, at))), ['valid', 'valid']);
    assert.equal(requests, 1);
  } finally {
    await close();
  }
});
