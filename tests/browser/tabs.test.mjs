// Two tabs of one origin refresh at once, in a pool that rotates refresh tokens without a grace period: a race never signs anybody out.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { makePool, makeUser, ROTATING, startLocal } from '../js/local/server-process.mjs';
import { race } from '../js/rounds.mjs';
import { launch } from './chromium.mjs';
import { bundleClient, serve } from './modern-page.mjs';

const PASSWORD = 'Correct-Horse-7';

let browser;
let local;
let site;
let ids;

before(async () => {
  const script = await bundleClient();
  [site, local, browser] = await Promise.all([serve(script), startLocal(), launch()]);
  const pool = await makePool(local.endpoint, { client: ROTATING });
  await makeUser(local.endpoint, { ...pool, username: 'ada', password: PASSWORD });
  ids = { userPoolId: pool.userPoolId, clientId: pool.clientId, endpoint: local.endpoint };
});
after(async () => {
  await browser?.close();
  site?.server.close();
  await local?.stop();
});

/** Two tabs of one window, with a pool each; `prepare` runs in each before anything else. */
async function twoTabs(prepare) {
  const context = await browser.newContext();
  if (prepare) await context.addInitScript(prepare);
  const tabs = await Promise.all([context.newPage(), context.newPage()]);
  for (const tab of tabs) {
    await tab.goto(site.origin);
    await tab.waitForFunction(() => globalThis.client);
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
