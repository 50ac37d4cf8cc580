// "Sign in with …" in the plain page, the React and the Vue app: providers that pretend, a real OpenID provider, the pool's own pages; back
// at the app without a trace in the address, and out over the login domain.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from './chromium.mjs';
import { examine } from './examine.mjs';
import { startLocal, startLocalPage, startServer } from './page/servers.mjs';
import { button, send, signedInAs, visit } from './page/visit.mjs';

let browser;
let company;
let local;
let site;
before(async () => {
  [local, browser] = await Promise.all([startLocal(), launch()]);
  site = await startLocalPage(local);
  const { endpoint, userPoolId, clientId } = local;
  company = await startServer('company/server.mjs', [
    '--cognito',
    endpoint,
    '--pool',
    userPoolId,
    '--client',
    clientId,
  ]);
});
after(async () => {
  await browser?.close();
  assert.equal(await company?.stop(), 0, 'company/server.mjs ends on SIGTERM');
  assert.equal(await site?.stop(), 0, 'serve.mjs ends on SIGTERM');
  await local?.stop();
});

const headed = (page, name) => page.getByRole('heading', { name, level: 1 }).waitFor();
const leave = (page, label) => button(page, `Sign in with ${label}`).click();

/** Where somebody came back to: the address has nothing of the answer, and neither has the history of this tab. */
async function address(page) {
  const entries = await page.evaluate(() => globalThis.navigation.entries().map(({ url }) => url));
  for (const url of entries.filter((url) => url.startsWith(site.url)))
    assert.doesNotMatch(url, /[?&](code|state|error)=/);
  return page.url();
}

for (const app of ['', 'react/', 'vue/']) {
  const name = app || 'plain/';
  const open = (t, hash = '') => visit(browser, t, `${site.url}${app}${hash}`);

  test(`${name}: with Google, out over the login domain, and the next person is asked`, async (t) => {
    const page = await open(t);
    await leave(page, 'Google');
    await headed(page, 'Sign in at Google');
    await button(page, 'Ada Lovelace ada@example.com').click();
    await signedInAs(page, 'google_');
    assert.equal((await address(page)).split('#')[0], `${site.url}${app}`);
    assert.match(await page.getByLabel('Claims of the ID token').innerText(), /"name": "Ada Lovelace"/);
    await examine(page, `login-${name.slice(0, -1)}-signed-in`);
    await page.reload();
    await signedInAs(page, 'google_');
    const out = page.waitForRequest((request) => new URL(request.url()).pathname === '/logout');
    await button(page, 'Sign out').click();
    assert.equal(new URL((await out).url()).searchParams.get('logout_uri'), `${site.url}${app}`);
    await headed(page, 'Sign in');
    assert.equal(page.url(), `${site.url}${app}`);
    assert.deepEqual(await page.evaluate(() => Object.keys(localStorage).filter((key) => /Token$/.test(key))), []);
    await examine(page, `login-${name.slice(0, -1)}-signed-out`);
    await leave(page, 'Google');
    await headed(page, 'Sign in at Google');
  });

  test(`${name}: who does not sign in at Apple is told so`, async (t) => {
    const page = await open(t);
    await leave(page, 'Apple');
    await button(page, 'Do not sign in').click();
    await page.getByText('You did not sign in there.').waitFor();
    assert.equal(await address(page), `${site.url}${app}`);
    await examine(page, `login-${name.slice(0, -1)}-refused`);
  });

  test(`${name}: at a real provider, and on the pool’s own pages`, async (t) => {
    const page = await open(t);
    await leave(page, 'Example Company');
    await headed(page, 'Example Company');
    assert.equal(new URL(page.url()).origin, new URL(company.url).origin);
    await examine(page, `login-company`);
    await button(page, 'Kay Antonelli').click();
    await signedInAs(page, 'Company_kay');
    assert.match(await page.getByLabel('Claims of the ID token').innerText(), /"email": "kay@company.example"/);
    await address(page);
    await button(page, 'Sign out').click();
    await headed(page, 'Sign in');
    await leave(page, 'the pool’s own pages');
    await send(page, { 'User name': 'ada' });
    await headed(page, 'Choose how to sign in');
    await page.getByLabel('Password').check();
    await button(page, 'Continue').click();
    await send(page, { Password: 'correct-horse-1' });
    await signedInAs(page, 'ada');
    await address(page);
  });

  if (app)
    test(`${name}: the view that asked for the sign-in is there afterwards`, async (t) => {
      const page = await open(t, '#/members');
      await leave(page, 'Google');
      await button(page, 'Grace Hopper grace@example.com').click();
      await headed(page, 'Members only');
      assert.equal(await address(page), `${site.url}${app}#/members`);
    });
}
