// The React and the Vue app behind the auth proxy, in both custodies: what a script of the page can get hold of.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { examine, SIZES } from './examine.mjs';
import { browser, local, site } from './page/site.mjs';
import { button, challenge, said, send, shownProblem, signedInAs, signIn, visit } from './page/visit.mjs';

const fact = (page, name) => page.locator('.facts > div', { has: page.getByText(name, { exact: true }) }).locator('dd');

/** Everything in which a script of the page could look for a token. */
const within = (page) =>
  page.evaluate(() => ({
    cookie: document.cookie,
    all: JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.documentElement.outerHTML]),
  }));

for (const app of ['react', 'vue']) {
  const open = (t, query, options = {}) =>
    visit(browser, t, `${site.url}${app}/${query}`, { refused: [400, 401], ...options });

  test(`${app}, cookies: a person signs in, reloads, changes the password and signs out, and no script sees a token`, async (t) => {
    assert.match(site.url, /^http:\/\/localhost:/, 'browsers take Secure cookies over http from this name alone');
    const page = await open(t, '?custody=cookie');
    const bodies = [];
    const hosts = new Set();
    page.on('request', (request) => {
      bodies.push(request.postData() ?? '');
      hosts.add(new URL(request.url()).origin);
    });
    const username = `nora-${app}`;
    await page.getByRole('link', { name: 'Create an account' }).click();
    const who = { 'User name': username, 'E-mail': `${username}@example.com`, Name: 'Nora' };
    await send(page, { ...who, Password: 'correct-horse-1' });
    await page.getByRole('heading', { name: 'Confirm your account' }).waitFor();
    bodies.length = 0;
    await send(page, { Code: await local.lastCode(username) });
    await signedInAs(page, username);
    assert.equal(await fact(page, 'Access token').innerText(), 'in a cookie that no script reads');
    assert.equal(await fact(page, 'document.cookie').innerText(), 'empty');
    assert.match(await page.getByLabel('Claims of the ID token').innerText(), /"name": "Nora"/);
    assert.ok(bodies.some((body) => body.includes('passwordClaimSignature')));
    assert.ok(!bodies.some((body) => body.includes('correct-horse-1')), 'the password stays on the device');

    const { cookie, all } = await within(page);
    assert.equal(cookie, '');
    assert.doesNotMatch(all, /eyJ/);
    const kept = await page.context().cookies(site.url);
    assert.ok(
      kept.length > 0 && kept.every(({ name, httpOnly, secure }) => /^__Host-/.test(name) && httpOnly && secure),
    );

    await page.reload();
    await signedInAs(page, username);
    await button(page, 'Refresh now').click();
    await said(page, 'You have new tokens.');
    await page.getByRole('navigation').getByRole('link', { name: 'Account', exact: true }).click();
    await send(page, { 'Current password': 'wrong-horse-1', 'New password': 'a-better-horse-2' });
    assert.match(await shownProblem(page), /Incorrect/);
    await send(page, { 'Current password': 'correct-horse-1', 'New password': 'a-better-horse-2' });
    await said(page, 'Your password was changed.');

    await button(page, 'Sign out').click();
    await page.getByText('You are signed out on this device.').waitFor();
    assert.deepEqual(await page.context().cookies(site.url), []);
    await signIn(page, username, 'a-better-horse-2');
    await signedInAs(page, username);
    assert.deepEqual([...hosts], [new URL(site.url).origin], 'the page knows no other service');
  });

  test(`${app}, tokens here: the page holds them, and the proxy sets no cookie`, async (t) => {
    const page = await open(t, '?custody=token');
    await signIn(page, 'ada');
    await signedInAs(page, 'ada');
    assert.equal(await fact(page, 'Access token').innerText(), 'held by this page');
    assert.equal(await fact(page, 'Refresh token').innerText(), 'held by this page');
    assert.match((await within(page)).all, /eyJ/);
    assert.deepEqual(await page.context().cookies(site.url), []);
  });

  test(`${app}: a challenge behind the proxy outlives a reload, and each way has a session of its own`, async (t) => {
    const page = await open(t, '?custody=cookie');
    await signIn(page, 'eve');
    await challenge(page, 'emailOtp');
    await page.reload();
    await challenge(page, 'emailOtp');
    await page.getByRole('link', { name: 'No proxy' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.getByRole('link', { name: 'Proxy, cookies' }).click();
    await challenge(page, 'emailOtp');
    await send(page, { Code: await local.lastCode('eve') });
    await signedInAs(page, 'eve');
    await page.getByRole('link', { name: 'Proxy, tokens here' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  for (const colorScheme of ['light', 'dark']) {
    test(`${app}, cookies: accessible and fitting, ${colorScheme}, phone`, async (t) => {
      const page = await open(t, '?custody=cookie', { colorScheme, viewport: SIZES.phone, reducedMotion: 'reduce' });
      await examine(page, `${app}-custody-sign-in-${colorScheme}`);
      await signIn(page, 'ada');
      await signedInAs(page, 'ada');
      await examine(page, `${app}-custody-session-${colorScheme}`);
    });
  }
}
