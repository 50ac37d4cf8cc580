// What people do with tabs, windows and the buttons of a browser between an app and the pages of a login domain. It is the same at every
// domain: at a provider that is not ours, and at our local Cognito.
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';

/** What must be in no address of the app. */
export const TRACES = /[?&#](code|state|iss|error|access_token|id_token|refresh_token)=/;

export const loaded = (page) => page.waitForFunction(() => document.title === 'ready' && globalThis.app);
export const done = (page) => page.evaluate(() => globalThis.app.done);
export const user = (page) => page.evaluate(() => globalThis.app.user());

/** Everywhere an address is kept in this tab. */
export const addresses = (page) =>
  page.evaluate(() =>
    [location.href, document.URL, ...globalThis.navigation.entries().map(({ url }) => url)].join('\n'),
  );

/** From the login pages, or without one, to the app that comes back. */
export async function comesBack(page, { origin }) {
  await page.waitForURL(`${origin}/callback**`);
  await loaded(page);
}

/** Somebody with a browser of their own, whose requests are kept. */
export async function person(browser) {
  const context = await browser.newContext();
  context.setDefaultTimeout(20_000);
  context.requests = [];
  context.on('request', (request) => context.requests.push(request));
  return context;
}

export async function openApp(context, { origin }, path = '/') {
  const page = await context.newPage();
  await page.goto(origin + path);
  await loaded(page);
  return page;
}

const redeemed = (context) =>
  context.requests.filter((request) => request.method() === 'POST' && request.url().endsWith('/oauth2/token')).length;

/**
 * Declares the tests. `world()` gives the browser, the app (`site`), and what people do at the login pages: `asked(page)` waits for the
 * page that asks who it is, `signIn(page)` signs in there with Google, `signInAsOther(page)` as somebody who is not, `refuse(page)` does not
 * want to. `usernames` are those of the two.
 */
export function journeys(world) {
  const contexts = [];
  afterEach(() => Promise.all(contexts.splice(0).map((context) => context.close())));

  /** A new browser that has the app open. */
  async function begins(manual = false) {
    const context = await person(world().browser);
    contexts.push(context);
    const page = await openApp(context, world().site);
    // The app then completes nothing by itself.
    if (manual) await page.evaluate(() => sessionStorage.setItem('manual', '1'));
    return { context, page };
  }

  const start = (page, options) =>
    page.evaluate((options) => void globalThis.app.signInWithRedirect(globalThis.app.pool, options), options);

  /** Leaves for the login pages. */
  async function leave(page, options) {
    await start(page, options);
    await world().asked(page);
  }

  /** The whole way. */
  async function roundTrip(page, options) {
    await leave(page, options);
    await world().signIn(page);
    await comesBack(page, world().site);
  }

  test('people come back signed in, and nothing of the answer stays in the address or the history', async () => {
    const { context, page } = await begins();
    await roundTrip(page, { state: { path: '/orders?a=b&c=ü' } });
    const { username, ...result } = await done(page);
    assert.deepEqual(result, { status: 'signedIn', state: { path: '/orders?a=b&c=ü' }, identities: 1 });
    assert.match(username, world().usernames[0]);
    assert.equal(page.url(), `${world().site.origin}/callback`);
    const all = await addresses(page);
    assert.ok(!TRACES.test(all) && !/eyJ/.test(all), all);
    assert.equal(redeemed(context), 1);
    const away = context.requests.filter((request) => !request.url().startsWith(world().site.origin));
    const referers = await Promise.all(away.map((request) => request.headerValue('referer')));
    assert.ok(referers.length > 2 && !referers.some((referer) => TRACES.test(referer)), referers.join());
  });

  test('two tabs sign in at the same time, and each gets its own state back', async () => {
    const { context, page } = await begins();
    const tabs = [page, await openApp(context, world().site)];
    for (const [index, tab] of tabs.entries()) await leave(tab, { state: index, prompt: 'login' });
    // The second way out is the first way back.
    for (const [index, tab] of [...tabs.entries()].reverse()) {
      await world().signIn(tab);
      await comesBack(tab, world().site);
      const result = await done(tab);
      assert.deepEqual([result.status, result.state], ['signedIn', index], JSON.stringify(result));
    }
    assert.equal(redeemed(context), 2);
    const left = await page.evaluate(() => Object.keys(localStorage).filter((key) => /\.logins?$/.test(key)));
    assert.deepEqual(left, []);
  });

  test('the back button and a reload find the person signed in, and complete nothing again', async () => {
    const { context, page } = await begins();
    await roundTrip(page);
    const { username } = await done(page);
    await page.reload();
    await loaded(page);
    assert.equal(await done(page), null);
    assert.equal(await user(page), username);
    // Back through the login pages, as far as they stayed in the history.
    for (let steps = 0; new URL(page.url()).pathname !== '/' && steps < 5; steps++) await page.goBack();
    await loaded(page);
    assert.equal(page.url(), `${world().site.origin}/`);
    assert.equal(await user(page), username);
    assert.equal(redeemed(context), 1);
  });

  test('a reload before the way out and one at each login page lose nothing', async () => {
    const { page } = await begins();
    await page.reload();
    await loaded(page);
    await leave(page, { state: 1 });
    await page.reload();
    await world().asked(page);
    await world().signIn(page, () => page.reload());
    await comesBack(page, world().site);
    assert.equal((await done(page)).state, 1);
  });

  test('who goes back from the login pages and leaves anew is signed in by the second way out', async () => {
    const { page } = await begins();
    await leave(page, { state: 1 });
    await page.goBack();
    await loaded(page);
    await leave(page, { state: 2 });
    await world().signIn(page);
    await comesBack(page, world().site);
    assert.equal((await done(page)).state, 2);
  });

  test('a callback address that two tabs open at once is redeemed once', async () => {
    const { context, page } = await begins(true);
    await roundTrip(page);
    const address = page.url();
    const tabs = await Promise.all([context.newPage(), context.newPage()]);
    await Promise.all(tabs.map((tab) => tab.goto(address)));
    await Promise.all(tabs.map(loaded));
    const results = await Promise.all(tabs.map(done));
    assert.deepEqual(results.map(({ status, code }) => status ?? code).sort(), ['UnknownState', 'signedIn']);
    assert.equal(redeemed(context), 1);
    for (const tab of tabs) assert.ok(!TRACES.test(await addresses(tab)));
  });

  for (const [name, value, code] of [
    ['state', 'a'.repeat(43), 'UnknownState'],
    ['code', 'altered', 'InvalidGrant'],
    ['iss', 'https://evil.example', 'IssuerMismatch'],
  ]) {
    test(`an answer whose ${name} was altered on the way is refused, and signs nobody in`, async () => {
      const { page } = await begins(true);
      await roundTrip(page);
      const url = new URL(page.url());
      url.searchParams.set(name, value);
      assert.equal((await page.evaluate((url) => globalThis.app.complete(url), url.href)).code, code);
      assert.equal(await user(page), null);
    });
  }

  test('a person who refuses comes back to the app with its state', async () => {
    const { page } = await begins();
    await leave(page, { state: ['kept'] });
    await world().refuse(page);
    await comesBack(page, world().site);
    const { code, state } = await done(page);
    assert.deepEqual([code, state], ['AccessDenied', ['kept']]);
    assert.equal(page.url(), `${world().site.origin}/callback`);
  });

  test('signing out leaves over the login domain: the next person is asked who they are', async () => {
    const { page } = await begins();
    await roundTrip(page);
    const { username } = await done(page);
    // Without it, the domain's cookie signs the same person in again, and asks nothing.
    await page.evaluate(() => globalThis.app.pool.currentUser().signOut());
    await start(page);
    await comesBack(page, world().site);
    assert.equal((await done(page)).username, username);
    await page.evaluate(() => void globalThis.app.signOutWithRedirect(globalThis.app.pool));
    await page.waitForURL(`${world().site.origin}/bye`);
    await loaded(page);
    assert.equal(await user(page), null);
    await leave(page);
    await world().signInAsOther(page);
    await comesBack(page, world().site);
    assert.match((await done(page)).username, world().usernames[1]);
  });

  test('a popup hands its answer over and closes, and the page that stayed is signed in', async () => {
    const { context, page } = await begins();
    const opened = context.waitForEvent('page');
    await page.click('#popup');
    const popup = await opened;
    await world().asked(popup);
    const closed = popup.waitForEvent('close');
    // It closes by itself: the page is still waiting for its tokens then.
    await page.route('**/oauth2/token', async (route) => {
      await closed;
      await route.continue();
    });
    await world().signIn(popup);
    const { username, ...result } = await page.evaluate(() => globalThis.app.popup);
    assert.deepEqual(result, { status: 'signedIn', state: 'popup', identities: 1 });
    assert.match(username, world().usernames[0]);
    assert.equal(page.url(), `${world().site.origin}/`);
    assert.equal(redeemed(context), 1);
  });

  test('a popup that the person closes is PopupClosed, with the app’s state', async () => {
    const { context, page } = await begins();
    const opened = context.waitForEvent('page');
    await page.click('#popup');
    const popup = await opened;
    await world().asked(popup);
    await popup.close();
    const { code, state } = await page.evaluate(() => globalThis.app.popup);
    assert.deepEqual([code, state], ['PopupClosed', 'popup']);
    assert.equal(await user(page), null);
  });
}
