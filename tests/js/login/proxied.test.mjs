// Managed login behind the proxy, over HTTP, against a provider that is not ours: so no side shares a mistake with the other.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasRedis, single } from '../server/stores.mjs';
import { start } from './provider.mjs';
import { Browser, listening, proxyOf } from './proxied.mjs';

const skip = hasRedis() ? false : 'apt-get install redis-server';
let site;
let provider;
before(async () => {
  site = await listening();
  provider = await start({ redirectUris: [site.callback] });
});
afterEach(() => provider.reset());
after(() => Promise.all([site.stop(), provider.stop()]));

/** A proxy of this custody at the site. */
function serve(t, custody, more) {
  const { handler, log, proxy } = proxyOf(site, provider, custody, more);
  site.handler = handler;
  t.after(() => proxy.close());
  return log;
}

const isCallback = (url) => url.startsWith(site.callback);
const isApp = (url) => url.startsWith(`${site.origin}/`) && !url.startsWith(`${site.origin}/auth/`);
const begin = (more = '') => `${site.origin}/auth/login?return=/orders${more}`;
const parts = (url) => Object.fromEntries(new URL(url).searchParams);

test('the proxy keeps the session of a login, refreshes it and ends it at the login pages, too', async (t) => {
  const log = serve(t, 'cookie');
  const browser = new Browser();
  const back = await browser.open(begin('&state=s-1&provider=Google'), isApp);
  assert.equal(back, `${site.origin}/orders?login=done&login_state=s-1`);
  assert.equal(provider.asked.identity_provider, undefined, 'npm oidc-provider does not know it');
  const session = await browser.call(site.origin, 'GET', `${site.origin}/auth/session`);
  assert.equal(session.body.tokens.idClaims.email, 'google_1234@example.com');
  assert.equal(session.body.tokens.idClaims.identities[0].providerName, 'Google');
  const fresh = await browser.call(site.origin, 'POST', `${site.origin}/auth/refresh`, {});
  assert.equal(fresh.status, 200, JSON.stringify(fresh.body));
  const kept = new Map(browser.jar(site.origin));

  const form = { method: 'POST', headers: { origin: site.origin, 'sec-fetch-dest': 'document' } };
  const reply = await browser.send(`${site.origin}/auth/sign-out?return=/home`, form);
  assert.equal(reply.status, 303);
  assert.equal(await browser.open(reply.headers.get('location'), isApp), `${site.origin}/home`);
  assert.equal(provider.count('logout'), 1);
  assert.equal(provider.count('RevokeToken'), 1);
  assert.equal(browser.jar(site.origin).size, 0);
  browser.jars.set(new URL(site.origin).host, kept);
  assert.equal((await browser.call(site.origin, 'GET', `${site.origin}/auth/session`)).status, 401);
  const shown = JSON.stringify(log);
  for (const secret of [provider.secret, 'eyJ', 's-1', 'google_1234@']) assert.ok(!shown.includes(secret), secret);
});

test('where the app holds the tokens it redeems a code of the proxy’s own, once', async (t) => {
  serve(t, 'token');
  const browser = new Browser();
  const back = await browser.open(begin(), isApp);
  const { login, login_code: code } = parts(back);
  assert.equal(login, 'done');
  assert.ok(!back.includes('eyJ'));
  const jar = new Map(browser.jar(site.origin));
  const redeem = () => browser.call(site.origin, 'POST', `${site.origin}/auth/login/redeem`, { code });
  const answers = await Promise.all([redeem(), redeem(), redeem()]);
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 401, 401]);
  const { tokens } = answers.find(({ status }) => status === 200).body;
  assert.ok(tokens.accessToken && tokens.idToken && tokens.refreshToken);
  browser.jars.set(new URL(site.origin).host, jar);
  assert.equal((await redeem()).status, 401);
});

test('a refusal of the person, and silent sign-in without a session, come back to the app', async (t) => {
  serve(t, 'cookie');
  const browser = new Browser();
  const silent = await browser.open(begin('&prompt=none'), isApp);
  assert.deepEqual(parts(silent), { login: 'refused', login_code: 'LoginRequired' });
  provider.person = undefined;
  const refused = await browser.open(begin(), isApp);
  assert.deepEqual(parts(refused), { login: 'refused', login_code: 'AccessDenied' });
  provider.person = 'mia';
  await browser.open(begin(), isApp);
  const known = await browser.open(begin('&prompt=none'), isApp);
  assert.deepEqual(parts(known), { login: 'done' });
});

test('an answer that comes twice at once is redeemed once', async (t) => {
  serve(t, 'cookie');
  const browser = new Browser();
  const answer = await browser.open(begin(), isCallback);
  const others = Array.from({ length: 4 }, () => {
    const other = new Browser();
    other.jars.set(new URL(site.origin).host, new Map(browser.jar(site.origin)));
    return other;
  });
  const back = await Promise.all(others.map((other) => other.open(answer, isApp)));
  assert.deepEqual(back.map((url) => parts(url).login).sort(), ['done', 'refused', 'refused', 'refused']);
  assert.equal(provider.count('token'), 1);
});

test('a token endpoint that redirects, hangs or answers with a page signs nobody in', async (t) => {
  serve(t, 'cookie', { limits: { timeoutMs: 300 } });
  const browser = new Browser();
  for (const [answer, code] of [
    [(response) => response.writeHead(307, { Location: `${provider.base}/elsewhere` }).end(), 'Internal'],
    [(response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end('<p>'), 'Internal'],
    [(response) => sleep(600).then(() => response.destroy()), 'ServiceUnavailable'],
  ]) {
    provider.tamper.token = (_, response) => {
      answer(response);
      return true;
    };
    const back = await browser.open(begin(), isApp);
    assert.deepEqual(parts(back), { login: 'refused', login_code: code });
    assert.equal(browser.jar(site.origin).size, 0);
  }
  assert.equal(provider.count('token'), 3);
});

test('instances with one Redis complete each other’s logins, each of them once', { skip }, async (t) => {
  const store = await single(t);
  for (const [custody, keys] of [
    ['cookie', []],
    ['token', []],
    ['token', undefined],
  ]) {
    const more = { sessions: { redis: store.redis }, ...(keys && { keys }) };
    const proxies = [0, 1].map(() => proxyOf(site, provider, custody, more));
    t.after(() => Promise.all(proxies.map(({ proxy }) => proxy.close())));
    let number = 0;
    // Each request reaches the other instance than the one before.
    site.handler = (request, response) => proxies[number++ % 2].handler(request, response);
    const browser = new Browser();
    const answer = await browser.open(begin(), isCallback);
    const others = [0, 1].map(() => {
      const other = new Browser();
      other.jars.set(new URL(site.origin).host, new Map(browser.jar(site.origin)));
      return other;
    });
    const back = await Promise.all(others.map((other) => other.open(answer, isApp)));
    const at = back.findIndex((url) => parts(url).login === 'done');
    assert.deepEqual(parts(back[1 - at]), { login: 'refused', login_code: 'UnknownState' }, custody);
    if (custody === 'cookie') {
      for (const _ of proxies)
        assert.equal((await others[at].call(site.origin, 'GET', `${site.origin}/auth/session`)).status, 200);
      continue;
    }
    const code = parts(back[at]).login_code;
    const jar = others[at].jar(site.origin);
    const twins = [0, 1].map(() => {
      const twin = new Browser();
      twin.jars.set(new URL(site.origin).host, new Map(jar));
      return twin;
    });
    const redeemed = await Promise.all(
      twins.map((twin) => twin.call(site.origin, 'POST', `${site.origin}/auth/login/redeem`, { code })),
    );
    assert.deepEqual(redeemed.map(({ status }) => status).sort(), [200, 401]);
  }
});
