// Managed login behind the proxy, in Chromium: an app with the proxy on its own origin, the provider on another, and a hostile page on a third.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, afterEach, before, test } from 'node:test';
import { launch } from '../../browser/chromium.mjs';
import { start } from './provider.mjs';
import { listening, proxyOf } from './proxied.mjs';
import { pageOf } from './proxied-site.mjs';

const state = { custody: 'cookie' };
let browser;
let provider;
let site;
before(async () => {
  site = await listening();
  [provider, browser, site.page] = await Promise.all([
    start({ redirectUris: [site.callback] }),
    launch(),
    pageOf(state),
  ]);
});
after(async () => {
  await browser?.close();
  await provider?.stop();
  await site?.stop();
});
const ends = [];
afterEach(async () => {
  provider.reset();
  await Promise.all(ends.splice(0).map((end) => end()));
});

/** The app behind a proxy of this custody. */
function serve(custody) {
  const { handler, proxy } = proxyOf(site, provider, custody);
  state.custody = custody;
  site.handler = handler;
  ends.push(() => proxy.close());
}

/** A person with a browser of their own. */
async function person() {
  const context = await browser.newContext();
  ends.push(() => context.close());
  return context;
}

const loaded = (page) => page.waitForFunction(() => document.title === 'ready' && globalThis.app);

async function openApp(context, path = '/') {
  const page = await context.newPage();
  await page.goto(site.origin + path);
  await loaded(page);
  return page;
}

/** Leaves for the login pages, and waits for the app that comes back. */
async function roundTrip(page, options) {
  const back = page.waitForURL((url) => url.origin === site.origin && url.searchParams.has('login'));
  await page.evaluate((options) => void globalThis.app.signInWithRedirect(globalThis.app.pool, options), options);
  await back;
  await loaded(page);
}

const done = (page) => page.evaluate(() => globalThis.app.done);
const user = (page) => page.evaluate(() => globalThis.app.user());
/** Everywhere an address is kept in this tab. */
const addresses = (page) =>
  page.evaluate(() =>
    [location.href, document.URL, ...globalThis.navigation.entries().map(({ url }) => url)].join('\n'),
  );
const TRACES = /[?&#](login\w*|code|state|iss)=|eyJ/;
/** Who is signed in, by what the proxy says. */
const session = (page) =>
  page.evaluate(async () => {
    const reply = await fetch('/auth/session', { headers: { 'X-Auth-Csrf': '1' } });
    return reply.status;
  });

for (const custody of ['cookie', 'token']) {
  test(`people come back signed in, and nothing of it stays in the address: ${custody}`, async () => {
    serve(custody);
    const page = await openApp(await person(), '/shop?code=SAVE10&page=2');
    await roundTrip(page, { state: { path: '/orders' } });
    assert.deepEqual(await done(page), {
      status: 'signedIn',
      username: 'google_1234',
      state: { path: '/orders' },
      identities: 1,
      jwt: custody === 'cookie' ? 'undefined' : 'string',
    });
    assert.equal(await page.evaluate(() => globalThis.app.same), true);
    assert.equal(page.url(), `${site.origin}/shop?code=SAVE10&page=2`, 'what is the app’s own stays');
    const all = (await addresses(page)).replaceAll('code=SAVE10', '');
    assert.ok(!TRACES.test(all), all);
    const kept = await page.evaluate(() => Object.keys(localStorage).filter((key) => /login/.test(key)));
    assert.deepEqual(kept, []);
    await page.reload();
    await loaded(page);
    assert.equal(await done(page), null);
    assert.equal(await user(page), 'google_1234');
    if (custody === 'cookie') assert.equal(await page.evaluate(() => document.cookie), '');
    // The session is one like any other.
    const isNew = await page.evaluate(async () => {
      const user = globalThis.app.pool.currentUser();
      const { accessToken } = await user.session();
      return (await user.session({ forceRefresh: true })).accessToken.claims.jti !== accessToken.claims.jti;
    });
    assert.equal(isNew, true);
  });

  test(`two tabs at once, a window of its own and the back button: ${custody}`, async () => {
    serve(custody);
    const context = await person();
    const tabs = [await openApp(context), await openApp(context)];
    provider.waitForEachOther();
    await Promise.all(tabs.map((tab, index) => roundTrip(tab, { state: index, prompt: 'login' })));
    for (const [index, tab] of tabs.entries()) {
      const result = await done(tab);
      assert.deepEqual([result.status, result.state], ['signedIn', index], JSON.stringify(result));
    }
    await tabs[0].goBack();
    await loaded(tabs[0]);
    assert.equal(await user(tabs[0]), 'google_1234');
    provider.reset();
    const page = await openApp(await person(), '/popup');
    await page.click('#popup');
    const result = await page.evaluate(() => globalThis.app.popup);
    assert.deepEqual([result.status, result.state], ['signedIn', 'popup'], JSON.stringify(result));
    assert.equal(page.url(), `${site.origin}/popup`);
  });

  test(`signing out leads over the login pages: the next person is asked who they are: ${custody}`, async () => {
    serve(custody);
    const page = await openApp(await person());
    await roundTrip(page);
    await done(page);
    await page.evaluate(
      (logoutUri) => void globalThis.app.signOutWithRedirect(globalThis.app.pool, { logoutUri }),
      `${site.origin}/home`,
    );
    await page.waitForURL(`${site.origin}/home`);
    await loaded(page);
    assert.equal(await user(page), null);
    assert.equal(provider.count('logout'), 1);
    provider.person = 'mia';
    await roundTrip(page);
    assert.equal((await done(page)).username, 'mia');
  });

  test(`a refusal and a silent sign-in come back with the app’s state: ${custody}`, async () => {
    serve(custody);
    const page = await openApp(await person());
    await roundTrip(page, { prompt: 'none', state: 'silent' });
    const silent = await done(page);
    assert.deepEqual([silent.name, silent.code, silent.state], ['AuthError', 'LoginRequired', 'silent']);
    provider.person = undefined;
    await roundTrip(page, { state: ['kept'] });
    const refused = await done(page);
    assert.deepEqual([refused.code, refused.state], ['AccessDenied', ['kept']]);
    assert.equal(page.url(), `${site.origin}/`);
    assert.equal(await user(page), null);
  });

  test(`login CSRF: neither an answer nor what it led to is worth anything in another browser: ${custody}`, async () => {
    serve(custody);
    const mallory = await openApp(await person());
    await mallory.evaluate(() => {
      sessionStorage.manual = '1';
    });
    await roundTrip(mallory);
    const led = new URL(mallory.url());
    const mia = await openApp(await person(), led.pathname + led.search);
    assert.equal((await done(mia)).code, 'UnknownState');
    assert.equal(await user(mia), null);
    assert.ok(!TRACES.test(await addresses(mia)));
    // The address of the callback, before Mallory's browser opens it.
    let answer;
    provider.tamper.answer = (url) => {
      answer ??= url;
      return `${site.origin}/held`;
    };
    await mallory.evaluate(() => void globalThis.app.signInWithRedirect(globalThis.app.pool));
    await mallory.waitForURL(`${site.origin}/held`);
    await mia.goto(answer);
    await loaded(mia);
    assert.equal((await done(mia)).code, 'UnknownState');
    assert.equal(await user(mia), null);
  });
}

test('a hostile page begins no login in a frame, and ends no session', async (t) => {
  serve('cookie');
  const hostile = createServer((request, response) => {
    const url = new URL(request.url, 'http://x');
    const to = `${site.origin}/auth/sign-out?return=/home`;
    const pages = {
      '/get': `<meta http-equiv="refresh" content="0; url=${to}">`,
      '/post': `<form method="post" action="${to}"></form><script>document.forms[0].submit()</script>`,
      '/frame': `<iframe src="${site.origin}/auth/login?return=/"></iframe><img src="${to}"><title>framed</title>`,
    };
    response.writeHead(200, { 'Content-Type': 'text/html' }).end(pages[url.pathname] ?? '');
  });
  hostile.listen(0, '127.0.0.1');
  await once(hostile, 'listening');
  t.after(() => hostile.closeAllConnections() ?? hostile.close());
  const evil = `http://127.0.0.1:${hostile.address().port}`;

  const context = await person();
  const page = await openApp(context);
  await roundTrip(page);
  await done(page);
  const other = await context.newPage();
  await other.goto(`${evil}/get`);
  await other.waitForURL(`${site.origin}/home`);
  assert.equal(provider.count('logout'), 1, 'it can do what it could do at the login pages');
  assert.equal(await session(page), 200);
  const posted = other.waitForResponse((reply) => reply.request().method() === 'POST');
  await other.goto(`${evil}/post`);
  assert.equal((await posted).status(), 403);
  assert.equal(await session(page), 200);
  const framed = other.waitForResponse((reply) => reply.url().includes('/auth/login'));
  await other.goto(`${evil}/frame`);
  assert.equal((await framed).status(), 403);
  assert.equal(await session(page), 200);
  // A link of the app's own ends it.
  await page.click('#out');
  await page.waitForURL(`${site.origin}/home`);
  assert.equal(await session(page), 401);
});
