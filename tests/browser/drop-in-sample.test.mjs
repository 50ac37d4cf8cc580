// The sample for amazon-cognito-identity-js in Chromium: the same sources on the package that they were written for, and on ours.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { examine, SIZES } from './examine.mjs';
import { browser, local, site } from './page/site.mjs';
import { totp } from './page/totp.mjs';
import { button, said, send, shownProblem, signedInAs, signIn, visit } from './page/visit.mjs';

const SOURCES = new URL('../../www-example/drop-in/src/', import.meta.url);

const heading = (page, name) => page.getByRole('heading', { name, level: 1, exact: true }).waitFor();
const open = (t, path, options) => visit(browser, t, `${site.url}${path}/`, { refused: [400], ...options });

async function script(path) {
  const page = await (await fetch(`${site.url}${path}/`)).text();
  const [, name] = /src="([^"]+\.js)"/.exec(page);
  return (await fetch(new URL(name, site.url))).text();
}

test('the sources name the incumbent alone, and the alias decides what they run on', async () => {
  for (const name of await readdir(SOURCES)) {
    const imports = [...(await readFile(new URL(name, SOURCES), 'utf8')).matchAll(/ from '([^'.][^']*)'/g)];
    for (const [, from] of imports) assert.equal(from, 'amazon-cognito-identity-js', name);
  }
  assert.match(await script('drop-in'), /WebAssembly/);
  assert.doesNotMatch(await script('incumbent'), /WebAssembly/);
});

for (const app of ['drop-in', 'incumbent']) {
  test(`${app}: somebody signs in, edits the profile, changes the password, and is still there after a reload`, async (t) => {
    const page = await open(t, app);
    const username = `nora-${app}`;
    await button(page, 'Create an account').click();
    await heading(page, 'Create an account');
    const who = { 'User name': username, Name: 'Nora', 'E-mail': `${username}@example.com` };
    await send(page, { ...who, 'New password': 'short' });
    assert.match(await shownProblem(page), /[Pp]assword/);
    await send(page, { 'New password': 'correct-horse-1' });
    await heading(page, 'Confirm your account');
    await button(page, 'Send another code').click();
    await said(page, 'Another code is on its way.');
    await send(page, { Code: '000000' });
    await shownProblem(page);
    await send(page, { Code: await local.lastCode(username) });
    await said(page, 'Your account is confirmed.');

    await signIn(page, username, 'wrong-horse-1');
    assert.equal(await shownProblem(page), 'Incorrect username or password.');
    await signIn(page, username);
    await signedInAs(page, username);
    await said(page, /^Signed in in \d+ ms\.$/);
    await send(page, { Name: 'Nora Lang' });
    await said(page, 'Saved.');
    await page.locator('dd', { hasText: 'Nora Lang' }).waitFor();
    await button(page, 'Refresh').click();
    await said(page, 'The tokens are new.');
    await page.reload();
    await said(page, 'Welcome back.');

    await send(page, { 'Current password': 'wrong-horse-1', 'New password': 'better-horse-2' });
    await shownProblem(page);
    await send(page, { 'Current password': 'correct-horse-1', 'New password': 'better-horse-2' });
    await said(page, 'The new password holds.');
    await button(page, 'Sign out').click();
    await said(page, 'Signed out.');
    const kept = await page.evaluate(() => Object.keys(localStorage));
    assert.deepEqual(
      kept.filter((key) => !/\.(deviceKey|deviceGroupKey|randomPasswordKey)$/.test(key)),
      [],
      'the device is all that stays',
    );

    await button(page, 'Forgot your password?').click();
    await send(page, { 'User name': username });
    await heading(page, 'Choose a new password');
    await send(page, { Code: await local.lastCode(username), 'New password': 'newest-horse-3' });
    await said(page, 'Your new password holds.');
    await signIn(page, username, 'newest-horse-3');
    await signedInAs(page, username);
    await button(page, 'Sign out everywhere').click();
    await said(page, 'Signed out everywhere.');
  });

  test(`${app}: each question of the service has its screen`, async (t) => {
    const page = await open(t, app);
    const out = async (username) => {
      await signedInAs(page, username);
      await button(page, 'Sign out').click();
      await said(page, 'Signed out.');
    };
    await signIn(page, 'cleo');
    // A code is good once, so the second run takes the next one.
    const later = app === 'drop-in' ? 0 : 30_000;
    await heading(page, 'One more step');
    await send(page, { Code: await local.lastCode('cleo') });
    await out('cleo');

    await signIn(page, 'dan');
    await page.getByText('Your authenticator shows a code.').waitFor();
    await send(page, { Code: '000000' });
    await shownProblem(page);
    await send(page, { Code: totp('JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', Date.now() + later) });
    await out('dan');

    await signIn(page, 'finn');
    await heading(page, 'How do you want to prove it?');
    await button(page, 'A code by SMS').click();
    await heading(page, 'One more step');
    await send(page, { Code: await local.lastCode('finn') });
    await out('finn');

    await signIn(page, 'gina', '');
    await heading(page, 'A question');
    const [, a, b] = /(\d+) × (\d+)/.exec(await page.locator('.lead').innerText());
    await send(page, { Answer: String(a * b) });
    await out('gina');

    const username = `ben-${app}`;
    const input = { UserPoolId: local.userPoolId, Username: username, TemporaryPassword: 'only-for-today-1' };
    assert.equal((await local.call('AdminCreateUser', input)).status, 200);
    await signIn(page, username, 'only-for-today-1');
    await heading(page, 'Choose a password');
    await send(page, { name: 'Ben', 'New password': 'correct-horse-1' });
    await out(username);
  });

  test(`${app}: an authenticator is enrolled where the pool wants one`, async (t) => {
    const person = app === 'drop-in' ? 'kim' : 'lou';
    const query = `?userPoolId=us-east-1_Example02&clientId=examplepageclient000000002&endpoint=${local.endpoint}`;
    const page = await visit(browser, t, `${site.url}${app}/${query}`);
    await signIn(page, person);
    await heading(page, 'Set up your authenticator');
    const [, secret] = /: (\w+)$/.exec(await page.locator('.lead').innerText());
    await send(page, { Code: totp(secret) });
    await signedInAs(page, person);
  });
}

test('a session of one goes on in the other, both ways', async (t) => {
  const page = await open(t, 'incumbent');
  await signIn(page, 'ada');
  await signedInAs(page, 'ada');
  await page.getByRole('link', { name: 'on cognito-identity-wasm' }).click();
  await page.waitForURL(/drop-in/);
  await said(page, 'Welcome back.');
  await button(page, 'Refresh').click();
  await said(page, 'The tokens are new.');
  await page.getByRole('link', { name: 'as written' }).click();
  await page.waitForURL(/incumbent/);
  await said(page, 'Welcome back.');
  await signedInAs(page, 'ada');
});

for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ['light', 'dark']) {
    test(`its screens are accessible: ${size}, ${colorScheme}`, async (t) => {
      const page = await open(t, 'drop-in', { viewport, colorScheme });
      const seen = (name) => examine(page, `drop-in-${name}-${size}-${colorScheme}`);
      await heading(page, 'Sign in');
      await seen('sign-in');
      await signIn(page, 'ada', 'wrong-horse-1');
      await shownProblem(page);
      await seen('refused');
      await signIn(page, 'ada');
      await signedInAs(page, 'ada');
      await seen('account');
      await button(page, 'Sign out').click();
      await button(page, 'Create an account').click();
      await heading(page, 'Create an account');
      await seen('sign-up');
    });
  }
}
