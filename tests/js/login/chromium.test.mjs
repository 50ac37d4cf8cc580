// Managed login in Chromium: an app and a provider on two origins; what people do with tabs, windows, and the buttons of a browser.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { launch } from '../../browser/chromium.mjs';
import { race } from '../rounds.mjs';
import {
  addresses,
  done,
  journeys,
  loaded,
  openApp as openAppOf,
  person as personOf,
  TRACES,
  user,
} from './journeys.mjs';
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
  const context = await personOf(browser);
  contexts.push(context);
  return context;
}

/** The provider asks nothing: where people should see a page, it has one with a link that goes on. */
const goOn = (page) => page.getByRole('link', { name: 'Go on' }).click();

journeys(() => {
  provider.tamper.wait ??= async ({ url, headers }, response) => {
    if (url.endsWith('?on') || headers.referer?.endsWith('?on')) return false;
    const html = '<title>Sign in</title><link rel="icon" href="data:,"><a href="?on">Go on</a>';
    response.writeHead(200, { 'Content-Type': 'text/html' }).end(html);
    return true;
  };
  return {
    browser,
    site,
    usernames: [/^google_1234$/, /^mia$/],
    asked: (page) => page.waitForFunction(() => document.title === 'Sign in'),
    async signIn(page, between) {
      await between?.();
      await goOn(page);
    },
    async signInAsOther(page) {
      provider.person = 'mia';
      await goOn(page);
    },
    async refuse(page) {
      provider.person = undefined;
      await goOn(page);
    },
  };
});

const part = (address) => new URL(address).searchParams.get('state');

const openApp = (context, path) => openAppOf(context, site, path);

/** Leaves for the provider, and waits for the app that comes back. */
async function roundTrip(page, options) {
  const back = page.waitForURL(`${site.origin}/callback**`);
  await page.evaluate((options) => void globalThis.app.signInWithRedirect(globalThis.app.pool, options), options);
  await back;
  await loaded(page);
}

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
