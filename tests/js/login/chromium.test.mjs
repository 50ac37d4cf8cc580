// Managed login in Chromium: an app and a provider on two origins; what people do with tabs, windows, and the buttons of a browser.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { launch } from '../../browser/chromium.mjs';
import { race } from '../rounds.mjs';
import { CLIENT, POOL, start, browser as visitor } from './provider.mjs';
import { serveApp } from './site.mjs';

let browser;
let provider;
let site;
before(async () => {
  site = await serveApp();
  [provider, browser] = await Promise.all([start({ redirectUris: [`${site.origin}/callback`] }), launch()]);
  site.options = {
    userPoolId: POOL,
    clientId: CLIENT,
    endpoint: provider.base,
    login: { domain: provider.base, redirectUri: `${site.origin}/callback`, logoutUri: `${site.origin}/bye` },
  };
});
after(async () => {
  await browser?.close();
  await provider?.stop();
  await site?.stop();
});
const contexts = [];
afterEach(async () => {
  provider.reset();
  site.headers = {};
  await Promise.all(contexts.splice(0).map((context) => context.close()));
});

/** A person with a browser of their own. */
async function person() {
  const context = await browser.newContext();
  contexts.push(context);
  return context;
}

const part = (address) => new URL(address).searchParams.get('state');

const loaded = (page) => page.waitForFunction(() => document.title === 'ready' && globalThis.app);

async function openApp(context, path = '/') {
  const page = await context.newPage();
  await page.goto(site.origin + path);
  await loaded(page);
  return page;
}

/** Leaves for the provider, and waits for the app that comes back. */
async function roundTrip(page, options) {
  const back = page.waitForURL(`${site.origin}/callback**`);
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

/** What must be in no address of the app. */
const TRACES = /[?&#](code|state|iss|error|access_token|id_token|refresh_token)=/;

test('people come back signed in, and nothing of the answer stays in the address or the history', async () => {
  const page = await openApp(await person());
  const referers = [];
  provider.tamper.page = ({ headers }) => void referers.push(headers.referer ?? '');
  await roundTrip(page, { state: { path: '/orders' } });
  assert.deepEqual(await done(page), {
    status: 'signedIn',
    username: 'google_1234',
    state: { path: '/orders' },
    identities: 1,
  });
  assert.equal(page.url(), `${site.origin}/callback`);
  const all = await addresses(page);
  assert.ok(!TRACES.test(all), all);
  assert.ok(!/eyJ/.test(all), all);
  assert.equal(provider.count('token'), 1);
  assert.ok(referers.length > 2 && !referers.some((referer) => TRACES.test(referer)), referers.join());
});

/** Holds the answers of the token endpoint; gives what lets them go. */
function holdTokens() {
  let go;
  const held = new Promise((resolve) => {
    go = resolve;
  });
  provider.tamper.token = async () => {
    await held;
  };
  return go;
}

test('an app that runs its effects twice gets one promise, also with the address that is left', async () => {
  const page = await openApp(await person());
  const go = holdTokens();
  await roundTrip(page);
  await page.waitForFunction(() => !location.search);
  const again = page.evaluate(() => globalThis.app.complete());
  go();
  assert.equal(await page.evaluate(() => globalThis.app.same), true);
  assert.equal((await done(page)).status, 'signedIn');
  assert.equal((await again).status, 'signedIn');
  assert.equal(provider.count('token'), 1);
  assert.equal(await page.evaluate(() => globalThis.app.complete()), null);
});

test('what else is in the address stays, and so does the state of the history', async () => {
  const context = await person();
  const page = await openApp(context);
  await page.evaluate(() => {
    sessionStorage.manual = '1';
  });
  await roundTrip(page);
  await page.evaluate(() => history.replaceState({ own: 1 }, '', `${location.href}&tab=a%20b#part`));
  assert.equal((await page.evaluate(() => globalThis.app.complete())).status, 'signedIn');
  assert.equal(page.url(), `${site.origin}/callback?tab=a%20b#part`);
  assert.deepEqual(await page.evaluate(() => history.state), { own: 1 });
});

test('two tabs sign in at the same time, and each gets its own state back', async () => {
  const context = await person();
  const tabs = [await openApp(context), await openApp(context)];
  provider.waitForEachOther();
  await Promise.all(tabs.map((tab, index) => roundTrip(tab, { state: index, prompt: 'login' })));
  for (const [index, tab] of tabs.entries()) {
    const result = await done(tab);
    assert.equal(result.status, 'signedIn', JSON.stringify(result));
    assert.equal(result.state, index);
  }
  assert.equal(provider.count('token'), 2);
  // Their list may still name one, where both ended in the same instant: whoever comes by later clears it.
  const left = await tabs[0].evaluate(() => Object.keys(localStorage).filter((key) => key.endsWith('.login')));
  assert.deepEqual(left, []);
});

test('the back button and a reload find the person signed in, and complete nothing again', async () => {
  const page = await openApp(await person());
  await roundTrip(page);
  await done(page);
  await page.reload();
  await loaded(page);
  assert.equal(await done(page), null);
  assert.equal(await user(page), 'google_1234');
  await page.goBack();
  await loaded(page);
  assert.equal(await user(page), 'google_1234');
  assert.equal(provider.count('token'), 1);
});

test('a reload before the way out and one at the login page lose nothing', async () => {
  const page = await openApp(await person());
  await page.reload();
  await loaded(page);
  let pages = 0;
  provider.tamper.wait = async (_, response) => {
    if (++pages > 1) return false;
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<title>Sign in</title>');
    return true;
  };
  await page.evaluate(() => void globalThis.app.signInWithRedirect(globalThis.app.pool, { state: 1 }));
  await page.waitForFunction(() => document.title === 'Sign in');
  await page.reload();
  await page.waitForURL(`${site.origin}/callback**`);
  await loaded(page);
  assert.deepEqual((await done(page)).state, 1);
});

test('a reload while the code is redeemed asks for nothing again, and the next sign-in works', async () => {
  const page = await openApp(await person());
  let arrived;
  const asked = new Promise((resolve) => {
    arrived = resolve;
  });
  provider.tamper.token = () => {
    arrived();
    return true;
  };
  await roundTrip(page);
  await asked;
  assert.ok(!TRACES.test(await addresses(page)));
  await page.reload();
  await loaded(page);
  assert.equal(await done(page), null);
  assert.equal(await user(page), null);
  assert.equal(provider.count('token'), 1);
  provider.tamper.token = undefined;
  await roundTrip(page);
  assert.equal((await done(page)).status, 'signedIn');
});

test('offline at the callback is NetworkError with the app’s state, and the code is not sent later', async () => {
  const context = await person();
  const page = await openApp(context);
  await page.evaluate(() => {
    sessionStorage.manual = '1';
  });
  await roundTrip(page, { state: 'kept' });
  const address = page.url();
  await context.setOffline(true);
  const failed = await page.evaluate(() => globalThis.app.complete());
  assert.equal(failed.code, 'NetworkError');
  assert.equal(failed.state, 'kept');
  await context.setOffline(false);
  const other = await openApp(context);
  assert.equal((await other.evaluate((address) => globalThis.app.complete(address), address)).code, 'UnknownState');
  assert.equal(provider.count('token'), 0);
});

test('a callback address that two tabs open at once is redeemed once', async () => {
  const context = await person();
  const page = await openApp(context);
  await page.evaluate(() => {
    sessionStorage.manual = '1';
  });
  await roundTrip(page);
  const address = page.url();
  const tabs = await Promise.all([context.newPage(), context.newPage()]);
  await Promise.all(tabs.map((tab) => tab.goto(address)));
  await Promise.all(tabs.map(loaded));
  const results = await Promise.all(tabs.map(done));
  assert.deepEqual(results.map(({ status, code }) => status ?? code).sort(), ['UnknownState', 'signedIn']);
  assert.equal(provider.count('token'), 1);
  for (const tab of tabs) assert.ok(!TRACES.test(await addresses(tab)));
});

test('tabs that complete one answer in the same instant send its code once, and one of them is told that it was used', async () => {
  const context = await person();
  const tabs = [await openApp(context), await openApp(context)];
  const visit = visitor(`${site.origin}/callback`);
  await race(async () => {
    provider.seen = [];
    const { url } = await tabs[0].evaluate(() => globalThis.app.authorize(globalThis.app.pool));
    const address = await visit(url);
    // What one tab stores, another one sees some milliseconds later.
    await tabs[1].waitForFunction(
      (state) => Object.keys(localStorage).some((key) => key.includes(state)),
      part(address),
    );
    const at = Date.now() + 100;
    const complete = async ([address, at]) => {
      while (Date.now() < at);
      return globalThis.app.complete(address);
    };
    const results = await Promise.all(tabs.map((tab) => tab.evaluate(complete, [address, at])));
    assert.deepEqual(results.map(({ status, code }) => status ?? code).sort(), ['UnknownState', 'signedIn']);
    assert.equal(provider.count('token'), 1);
  });
});

test('what was altered on the way is refused, and signs nobody in', async () => {
  const alter = (name, value) => (address) => {
    const url = new URL(address);
    url.searchParams.set(name, value);
    return url.href;
  };
  for (const [tamper, code] of [
    [{ answer: alter('state', 'a'.repeat(43)) }, 'UnknownState'],
    [{ answer: alter('code', 'altered') }, 'InvalidGrant'],
    [{ answer: alter('iss', 'https://evil.example') }, 'IssuerMismatch'],
    [{ query: (query) => query.set('nonce', 'altered') }, 'NonceMismatch'],
  ]) {
    const page = await openApp(await person());
    provider.tamper = tamper;
    await roundTrip(page);
    assert.equal((await done(page)).code, code);
    assert.equal(await user(page), null);
    assert.ok(!TRACES.test(await addresses(page)));
  }
});

test('login CSRF: the answer to a sign-in that another browser began is refused', async () => {
  const mallory = await openApp(await person());
  await mallory.evaluate(() => {
    sessionStorage.manual = '1';
  });
  await roundTrip(mallory);
  const address = mallory.url();
  const mia = await openApp(await person(), new URL(address).pathname + new URL(address).search);
  assert.equal((await done(mia)).code, 'UnknownState');
  assert.equal(await user(mia), null);
  assert.equal(provider.count('token'), 0);
  assert.ok(!TRACES.test(await addresses(mia)));
});

test('a person who refuses comes back to the app with its state', async () => {
  provider.person = undefined;
  const page = await openApp(await person());
  await roundTrip(page, { state: ['kept'] });
  const { code, reason, state } = await done(page);
  assert.deepEqual([code, reason, state], ['AccessDenied', 'The person said "no", + so it is.', ['kept']]);
  assert.equal(page.url(), `${site.origin}/callback`);
});

test('signing out leaves over the login domain: the next person is asked who they are', async () => {
  const page = await openApp(await person());
  await roundTrip(page);
  await done(page);
  assert.equal(provider.count('page'), 1);
  // Without it, the domain's cookie signs the same person in again.
  await page.evaluate(() => globalThis.app.pool.currentUser().signOut());
  await roundTrip(page);
  assert.equal((await done(page)).username, 'google_1234');
  assert.equal(provider.count('page'), 1);
  await page.evaluate(() => void globalThis.app.signOutWithRedirect(globalThis.app.pool));
  await page.waitForURL(`${site.origin}/bye`);
  await loaded(page);
  assert.equal(await user(page), null);
  assert.equal(provider.count('logout'), 1);
  provider.person = 'mia';
  await roundTrip(page);
  assert.equal((await done(page)).username, 'mia');
  assert.equal(provider.count('page'), 2);
});

test('a popup hands its answer over and closes, and the page that stayed is signed in', async () => {
  const context = await person();
  const page = await openApp(context);
  const go = holdTokens();
  const popup = context.waitForEvent('page');
  await page.click('#popup');
  const window = await popup;
  // By itself: the page is still waiting for its tokens.
  if (!window.isClosed()) await window.waitForEvent('close');
  go();
  assert.deepEqual(await page.evaluate(() => globalThis.app.popup), {
    status: 'signedIn',
    username: 'google_1234',
    state: 'popup',
    identities: 1,
  });
  assert.equal(page.url(), `${site.origin}/`);
  assert.equal(provider.count('token'), 1);
});

test('a popup that the person closes is PopupClosed, with the app’s state', async () => {
  const context = await person();
  const page = await openApp(context);
  provider.tamper.wait = async (_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<title>Sign in</title>');
    return true;
  };
  const popup = context.waitForEvent('page');
  await page.click('#popup');
  const window = await popup;
  await window.waitForFunction(() => document.title === 'Sign in');
  await window.close();
  const { code, state } = await page.evaluate(() => globalThis.app.popup);
  assert.deepEqual([code, state], ['PopupClosed', 'popup']);
  assert.equal(await user(page), null);
});

test('a window that the browser does not open is PopupBlocked, and begins nothing', async () => {
  const page = await openApp(await person());
  const { code } = await page.evaluate(() => {
    globalThis.open = () => null;
    return globalThis.app.shown(globalThis.app.signInWithPopup(globalThis.app.pool));
  });
  assert.equal(code, 'PopupBlocked');
  assert.deepEqual(await page.evaluate(() => Object.keys(localStorage)), []);
});

test('a window is opened in the click itself: afterwards the browser would block it', async () => {
  const page = await openApp(await person());
  const opened = await page.evaluate(() => {
    let inTime = false;
    globalThis.open = () => {
      inTime = true;
      return null;
    };
    globalThis.app.signInWithPopup(globalThis.app.pool).catch(() => {});
    return inTime;
  });
  assert.equal(opened, true);
});

test('a popup whose page is gone completes the sign-in by itself', async () => {
  const context = await person();
  const page = await openApp(context);
  const popup = context.waitForEvent('page');
  let go;
  const gone = new Promise((resolve) => {
    go = resolve;
  });
  provider.tamper.wait = async () => {
    await gone;
  };
  await page.click('#popup');
  const window = await popup;
  await page.goto('about:blank');
  go();
  await window.waitForURL(`${site.origin}/callback**`);
  await loaded(window);
  assert.equal((await done(window)).status, 'signedIn');
  assert.equal(provider.count('token'), 1);
});

test('a window that is cut off from its page looks closed, and signs in all the same', async () => {
  site.headers = { 'Cross-Origin-Opener-Policy': 'same-origin' };
  const context = await person();
  const page = await openApp(context);
  let pages = 0;
  provider.tamper.wait = async (_, response) => {
    if (++pages > 1) return false;
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<title>Sign in</title>');
    return true;
  };
  const popup = context.waitForEvent('page');
  await page.click('#popup');
  const window = await popup;
  assert.equal((await page.evaluate(() => globalThis.app.popup)).code, 'PopupClosed');
  await window.reload();
  await window.waitForURL(`${site.origin}/callback**`);
  await loaded(window);
  assert.equal((await done(window)).status, 'signedIn');
  assert.equal(await user(page), 'google_1234');
});

test('what is kept in memory would end with the page: it is not left', async () => {
  const page = await openApp(await person());
  const { code } = await page.evaluate(() => {
    const { Pool } = globalThis.app;
    const pool = new Pool({ ...globalThis.options, storage: 'memory' });
    return globalThis.app.shown(globalThis.app.signInWithRedirect(pool));
  });
  assert.equal(code, 'NotAvailable');
  assert.equal(page.url(), `${site.origin}/`);
});

test('an answer that another origin sends to the page is nobody’s', async () => {
  const context = await person();
  const page = await openApp(context);
  provider.tamper.wait = async (_, response) => {
    const html = `<title>Evil</title><script>
      opener?.postMessage('${site.origin}/callback?code=x&state=' + new URL(location).searchParams.get('state'), '*');
      new BroadcastChannel('auth-login:x').postMessage('${site.origin}/callback?code=x');
    </script>`;
    response.writeHead(200, { 'Content-Type': 'text/html' }).end(html);
    return true;
  };
  const popup = context.waitForEvent('page');
  await page.click('#popup');
  const window = await popup;
  await window.waitForFunction(() => document.title === 'Evil');
  await window.close();
  assert.equal((await page.evaluate(() => globalThis.app.popup)).code, 'PopupClosed');
  assert.equal(provider.count('token'), 0);
});
