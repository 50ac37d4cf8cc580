// Three tabs of one origin: what one of them does, each is told once, in order, within a second.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { makePool, makeUser, ROTATING, startLocal } from '../js/local/server-process.mjs';
import { race } from '../js/rounds.mjs';
import { launch } from './chromium.mjs';
import { bundleClient, serve } from './modern-page.mjs';

const PASSWORD = 'Correct-Horse-7';
const WITHIN_MS = 1_000;

let browser;
let local;
let site;
let ids;

before(async () => {
  const script = await bundleClient();
  [site, local, browser] = await Promise.all([serve(script), startLocal(), launch()]);
  const pool = await makePool(local.endpoint, { client: ROTATING });
  for (const username of ['ada', 'ben']) await makeUser(local.endpoint, { ...pool, username, password: PASSWORD });
  ids = { userPoolId: pool.userPoolId, clientId: pool.clientId, endpoint: local.endpoint };
});
after(async () => {
  await browser?.close();
  site?.server.close();
  await local?.stop();
});

/** Tabs of one window that subscribed, and what each was told. */
async function tabs(t, count, options = {}) {
  const context = await browser.newContext();
  t.after(() => context.close());
  const pages = await Promise.all(Array.from({ length: count }, () => context.newPage()));
  for (const page of pages) {
    await page.goto(site.origin);
    await page.waitForFunction(() => globalThis.client);
    await page.evaluate(
      (options) => {
        globalThis.pool = new globalThis.client.Pool(options);
        globalThis.told = [];
        globalThis.pool.subscribe(({ elsewhere, type, user }) => {
          globalThis.told.push({ text: `${type} ${user.username}${elsewhere ? ' elsewhere' : ''}`, at: Date.now() });
        });
      },
      { ...ids, ...options },
    );
  }
  return pages;
}

const signIn = (page, username = 'ada') =>
  page.evaluate((given) => globalThis.pool.signIn(given).then(() => Date.now()), { username, password: PASSWORD });
const refresh = (page) =>
  page.evaluate(() =>
    globalThis.pool
      .currentUser()
      .session({ forceRefresh: true })
      .then(() => Date.now()),
  );
const signOut = (page) =>
  page.evaluate(() =>
    globalThis.pool
      .currentUser()
      .signOut()
      .then(() => Date.now()),
  );

/** What a tab was told until it knows of that event; it is given back and forgotten. */
async function toldUntil(page, last) {
  await page.waitForFunction((last) => globalThis.told.some(({ text }) => text.startsWith(last)), last);
  return page.evaluate(() => globalThis.told.splice(0));
}
const texts = (told) => told.map(({ text }) => text);

test('three tabs, of which one signs in and out, one refreshes and one sleeps, are told of everything once and in order', async (t) => {
  const [one, two, three] = await tabs(t, 3);
  const devtools = await three.context().newCDPSession(three);
  await race(async () => {
    const times = { 'signedIn ada': await signIn(one) };
    await two.waitForFunction(() => globalThis.pool.currentUser());
    await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
    times['refreshed ada'] = await refresh(two);
    await one.waitForFunction(() => globalThis.told.length === 2);
    times['signedOut ada'] = await signOut(one);
    const here = await toldUntil(one, 'signedOut');
    const there = await toldUntil(two, 'signedOut');
    await devtools.send('Page.setWebLifecycleState', { state: 'active' });
    const asleep = await toldUntil(three, 'signedOut');
    assert.deepEqual(texts(here), ['signedIn ada', 'refreshed ada elsewhere', 'signedOut ada']);
    assert.deepEqual(texts(there), ['signedIn ada elsewhere', 'refreshed ada', 'signedOut ada elsewhere']);
    assert.deepEqual(texts(asleep), ['signedIn ada elsewhere', 'refreshed ada elsewhere', 'signedOut ada elsewhere']);
    for (const { at, text } of [...here, ...there]) {
      const late = at - times[text.replace(' elsewhere', '')];
      assert.ok(late < WITHIN_MS, `${text}: ${late} ms`);
    }
  });
});

test('a tab that another person took over is told, and shows that person', async (t) => {
  const [one, two] = await tabs(t, 2);
  await signIn(one);
  await toldUntil(two, 'signedIn');
  await signIn(one, 'ben');
  assert.deepEqual(texts(await toldUntil(two, 'changed')), ['changed ben elsewhere']);
  assert.equal(await two.evaluate(() => globalThis.pool.currentUser().username), 'ben');
  await one.evaluate(() => localStorage.clear());
  assert.deepEqual(texts(await toldUntil(two, 'signedOut')), ['signedOut ben elsewhere']);
});

test('sessions in memory are told by a channel, with a type and a name and nothing else; a tab that left hears nothing', async (t) => {
  const [one, two, three] = await tabs(t, 3, { storage: 'memory' });
  await three.evaluate(() => {
    globalThis.raw = [];
    const { clientId } = globalThis.pool.toJSON();
    const channel = new BroadcastChannel(`auth-session:CognitoIdentityServiceProvider.${clientId}.`);
    channel.onmessage = ({ data }) => globalThis.raw.push(data);
  });
  await signIn(one);
  await refresh(one);
  await signOut(one);
  assert.deepEqual(texts(await toldUntil(one, 'signedOut')), ['signedIn ada', 'refreshed ada', 'signedOut ada']);
  const there = ['signedIn ada elsewhere', 'refreshed ada elsewhere', 'signedOut ada elsewhere'];
  assert.deepEqual(texts(await toldUntil(two, 'signedOut')), there);
  assert.deepEqual(await three.evaluate(() => globalThis.raw), [
    ['signedIn', 'ada'],
    ['refreshed', 'ada'],
    ['signedOut', 'ada'],
  ]);
});

test('two pools of one tab with a memory each do not take each other for another tab', async (t) => {
  const [one, two] = await tabs(t, 2, { storage: 'memory' });
  await one.evaluate(
    (options) => {
      const other = new globalThis.client.Pool(options);
      globalThis.other = [];
      other.subscribe(({ elsewhere, type }) => globalThis.other.push(`${type} ${elsewhere}`));
    },
    { ...ids, storage: 'memory' },
  );
  await signIn(one);
  await toldUntil(two, 'signedIn');
  assert.deepEqual(texts(await toldUntil(one, 'signedIn')), ['signedIn ada']);
  assert.deepEqual(await one.evaluate(() => globalThis.other), []);
});

test('keepFresh sleeps in a hidden tab and wakes when it is shown; offline it waits for the network', async (t) => {
  const short = { AccessToken: 'seconds', IdToken: 'seconds' };
  const client = { AccessTokenValidity: 3, IdTokenValidity: 3, TokenValidityUnits: short };
  const made = await makePool(local.endpoint, { client });
  await makeUser(local.endpoint, { ...made, username: 'ada', password: PASSWORD });
  const [page] = await tabs(t, 1, { userPoolId: made.userPoolId, clientId: made.clientId });
  await page.evaluate(() => {
    globalThis.isHidden = false;
    Object.defineProperty(document, 'hidden', { get: () => globalThis.isHidden });
    globalThis.show = (isHidden) => {
      globalThis.isHidden = isHidden;
      document.dispatchEvent(new Event('visibilitychange'));
    };
  });
  await signIn(page);
  await page.evaluate(() => {
    globalThis.stop = globalThis.pool.currentUser().keepFresh();
  });
  const count = () => page.evaluate(() => globalThis.told.length);
  await page.waitForFunction(() => globalThis.told.length === 3);
  await page.evaluate(() => globalThis.show(true));
  const asleep = await count();
  await page.waitForTimeout(4_000);
  assert.equal(await count(), asleep, 'nothing is refreshed in a hidden tab');
  await page.evaluate(() => globalThis.show(false));
  await page.waitForFunction((before) => globalThis.told.length > before, asleep);
  await page.context().setOffline(true);
  const offline = await count();
  await page.waitForTimeout(4_000);
  assert.equal(await count(), offline);
  await page.context().setOffline(false);
  await page.waitForFunction((before) => globalThis.told.length > before, offline);
  await page.evaluate(() => globalThis.stop());
});
