// The modern API in Chromium behind real auth proxies, in both custodies: real cookies, set and kept by the browser.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { packageFile, startLocal } from '../js/local/server-process.mjs';
import { different } from '../js/modern/other-behind-proxy.mjs';
import { scenarios } from '../js/modern/scenarios/index.mjs';
import { launch } from './chromium.mjs';
import { bundle, folder, serve } from './modern-page.mjs';

const { AuthProxy, toNodeHandler } = await import(packageFile('dist/server.node.mjs'));

/** The cookies of a browser are one person's session, and this one stands for two browsers. */
const TWO_BROWSERS = 'a sign-out ends this session and no other';
/** Scenarios that watch or script the traffic behind the proxy run in Node, where the proxy is in the same process. */
const watches = (scenario) => /\bnet\b|\bscript\b|\btap\(|Proxy\(|endpoint/.test(scenario.toString());

let browser;
let script;
before(async () => {
  [script, browser] = await Promise.all([bundle(), launch()]);
});
after(() => browser?.close());

/** A site with its page, and with an auth proxy for each app client that the page asks for. */
async function startSite(custody, local) {
  const proxies = [];
  const cookies = [];
  let origin = '';
  const site = await serve(script, async (request, response) => {
    const index = /^\/auth-(\d+)\//.exec(request.url)?.[1];
    if (index) {
      response.on('finish', () => cookies.push(...[response.getHeader('set-cookie') ?? []].flat()));
      proxies[index](request, response);
      return true;
    }
    if (request.url !== '/mount') return false;
    let body = '';
    for await (const chunk of request) body += chunk;
    const { userPoolId, clientId, clientSecret } = JSON.parse(body);
    const name = `auth-${proxies.length}`;
    const clientSecrets = clientSecret ? [clientSecret] : [];
    const pool = { userPoolId, clientId, clientSecrets, endpoint: local.endpoint, path: `/${name}`, cookieName: name };
    const proxy = new AuthProxy({
      pools: [pool],
      custody,
      keys: [{ id: 'k1', secret: Buffer.alloc(32, 7).toString('base64url') }],
      passwordSignIn: true,
    });
    proxies.push(toNodeHandler(proxy));
    response.end(`${origin}/${name}`);
    return true;
  });
  // Browsers take Secure cookies over http from this name alone.
  origin = site.origin.replace('127.0.0.1', 'localhost');
  return { ...site, origin, cookies };
}

for (const custody of ['token', 'cookie']) {
  describe(`custody ${custody}`, () => {
    let local;
    let site;
    let page;
    const complaints = [];
    before(async () => {
      local = await startLocal(['--config', join(folder, 'local.config.json')]);
      site = await startSite(custody, local);
      page = await browser.newPage();
      page.on('pageerror', (error) => complaints.push(String(error)));
      await page.goto(site.origin);
      await page.waitForFunction(() => globalThis.modern);
      const custom = { userPoolId: local.userPoolId, clientId: local.clientId };
      await page.evaluate((settings) => globalThis.modern.prepare(settings), {
        endpoint: local.endpoint,
        custom,
        custody,
      });
    });
    after(async () => {
      site?.server.close();
      await local?.stop();
    });
    const run = async (subject, name) => {
      // Each scenario has a pool of its own, and a server takes 16 kB of headers.
      await page.context().clearCookies();
      const failure = await page.evaluate((what) => globalThis.modern.run(...what), [subject, name]);
      assert.equal(failure, undefined);
    };
    for (const [subject, named] of Object.entries(scenarios)) {
      for (const [name, scenario] of Object.entries(named)) {
        if (name in different[custody] || watches(scenario) || name === TWO_BROWSERS) continue;
        test(`${subject}: ${name}`, () => run(subject, name));
      }
    }

    test('the page’s scripts see no cookie, and in cookie custody no token anywhere', async () => {
      await run('user', 'attributes are read, written and deleted');
      assert.equal(await page.evaluate(() => document.cookie), '');
      assert.deepEqual(complaints, []);
      const kept = await page.context().cookies(site.origin);
      if (custody === 'token') return assert.deepEqual([kept, site.cookies], [[], []]);
      assert.ok(site.cookies.length > 0);
      for (const line of site.cookies)
        assert.match(line, /^__Host-auth-\d+\.\d=.*; Path=\/; .*Secure; HttpOnly; SameSite=Lax/);
      assert.ok(kept.length > 0 && kept.every(({ httpOnly, secure }) => httpOnly && secure));
      const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
      assert.doesNotMatch(stored, /eyJ/);
    });
  });
}
