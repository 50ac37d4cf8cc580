// The React and the Vue app in headless Chromium, under the example's policy: one journey for both.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { examine, SIZES } from './examine.mjs';
import { readQr } from './page/qr.mjs';
import { browser, local, site } from './page/site.mjs';
import { totp } from './page/totp.mjs';
import { button, challenge, said, send, shownProblem, signedInAs, signIn, visit } from './page/visit.mjs';

const APPS = ['react', 'vue'];

const heading = (page, name) => page.getByRole('heading', { name, level: 1 }).waitFor();
const to = (page, name) => page.getByRole('navigation').getByRole('link', { name }).click();

for (const app of APPS) {
  const open = (t, hash = '', options) => visit(browser, t, `${site.url}${app}/${hash}`, options);

  test(`${app}: a new account is confirmed, enrols an authenticator, changes its password, and signs in with both`, async (t) => {
    const username = `nora-${app}`;
    const page = await open(t, '#/sign-up');
    const sent = [];
    page.on('request', (request) => sent.push(request.postData() ?? ''));
    await send(page, { 'User name': username, 'E-mail': `${username}@example.com`, Name: 'Nora', Password: 'weak' });
    assert.match(await shownProblem(page), /[Pp]assword/);
    await send(page, { Password: 'correct-horse-1' });
    await heading(page, 'Confirm your account');
    await send(page, { Code: '000000x' });
    await shownProblem(page);
    sent.length = 0;
    await send(page, { Code: await local.lastCode(username) });
    await signedInAs(page, username);
    assert.ok(sent.some((body) => body.includes('PASSWORD_CLAIM_SIGNATURE')));
    assert.ok(!sent.some((body) => body.includes('correct-horse-1')), 'the password stays on the device');
    assert.match(await page.getByLabel('Claims of the ID token').innerText(), /"name": "Nora"/);

    await to(page, 'Account');
    await button(page, 'Set up an authenticator').click();
    const secret = new URL(await readQr(page)).searchParams.get('secret');
    await send(page, { Code: totp(secret) });
    await said(page, 'Your authenticator is on.');
    await send(page, { 'Current password': 'wrong-horse-1', 'New password': 'a-better-horse-2' });
    assert.match(await shownProblem(page), /Incorrect/);
    await send(page, { 'Current password': 'correct-horse-1', 'New password': 'a-better-horse-2' });
    await said(page, 'Your password was changed.');

    await button(page, 'Sign out').click();
    await page.getByText('You are signed out on this device.').waitFor();
    assert.deepEqual(await page.evaluate(() => Object.keys(localStorage).filter((key) => /Token$/.test(key))), []);
    await signIn(page, username, 'correct-horse-1');
    assert.match(await shownProblem(page), /Incorrect/);
    await signIn(page, username, 'a-better-horse-2');
    await challenge(page, 'softwareTokenMfa');
    await page.reload();
    await challenge(page, 'softwareTokenMfa');
    // The server takes each code once: this is the one of the next half minute.
    await send(page, { Code: totp(secret, Date.now() + 30_000) });
    await signedInAs(page, username);
  });

  test(`${app}: a protected view is seen after the sign-in that it asked for, and outlives a reload`, async (t) => {
    const page = await open(t, '#/members');
    await heading(page, 'Sign in');
    assert.equal(await page.getByText('Members only').count(), 0);
    await signIn(page, 'ada');
    await heading(page, 'Members only');
    await page.reload();
    await heading(page, 'Members only');
    await button(page, 'Sign out').click();
    await heading(page, 'Sign in');
  });

  test(`${app}: the session counts down and is refreshed`, async (t) => {
    const page = await open(t);
    await signIn(page, 'ada');
    const timer = page.getByRole('timer');
    const first = await timer.innerText();
    assert.match(first, /^1[45]:\d\d$/);
    await page.waitForFunction((shown) => document.querySelector('[role=timer]').innerText !== shown, first);
    const jti = async () => /"jti": "([^"]+)"/.exec(await page.getByLabel('Claims of the access token').innerText())[1];
    const before = await jti();
    await button(page, 'Refresh now').click();
    await said(page, 'You have new tokens.');
    assert.notEqual(await jti(), before);
  });

  test(`${app}: new password, forgotten password, a choice of factors, the pool's own question`, async (t) => {
    // The apps share one local Cognito: the person of a first sign-in exists once for each.
    const username = `first-${app}`;
    await local.call('AdminCreateUser', {
      UserPoolId: local.userPoolId,
      Username: username,
      TemporaryPassword: 'only-for-today-1',
      MessageAction: 'SUPPRESS',
      UserAttributes: [
        { Name: 'email', Value: `${username}@example.com` },
        { Name: 'email_verified', Value: 'true' },
      ],
    });
    const page = await open(t);
    await signIn(page, username, 'only-for-today-1');
    await challenge(page, 'newPasswordRequired');
    await send(page, { 'New password': 'my-own-horse-2', Name: 'First' });
    await signedInAs(page, username);
    await button(page, 'Sign out').click();

    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    await send(page, { 'User name': username });
    await heading(page, 'Choose a new password');
    await send(page, { Code: await local.lastCode(username), 'New password': 'my-third-horse-3' });
    await page.getByText('Your password was changed. Sign in with the new one.').waitFor();
    await signIn(page, username, 'my-third-horse-3');
    await signedInAs(page, username);
    await button(page, 'Sign out').click();

    await signIn(page, 'finn');
    await challenge(page, 'selectMfaType');
    await page.getByLabel('Code by SMS').check();
    await button(page, 'Continue').click();
    await challenge(page, 'smsMfa');
    await send(page, { Code: await local.lastCode('finn') });
    await signedInAs(page, 'finn');
    await button(page, 'Sign out').click();

    await page.getByLabel('Way to sign in').selectOption('custom');
    await send(page, { 'User name': 'gina' });
    await challenge(page, 'customChallenge');
    const [, a, b] = /(\d+) × (\d+)/.exec(await page.locator('h1').innerText());
    await send(page, { 'Your answer': String(a * b) });
    await signedInAs(page, 'gina');
  });

  for (const colorScheme of ['light', 'dark']) {
    for (const [size, viewport] of Object.entries(SIZES)) {
      test(`${app}: accessible and fitting, ${colorScheme}, ${size}`, async (t) => {
        const page = await open(t, '', { colorScheme, viewport, reducedMotion: 'reduce' });
        const look = (name) => examine(page, `${app}-${name}-${colorScheme}-${size}`);
        await look('sign-in');
        await signIn(page, 'ada', 'wrong-horse-1');
        await shownProblem(page);
        await look('wrong-password');
        await signIn(page, 'cleo');
        await challenge(page, 'smsMfa');
        await look('sms-mfa');
        await button(page, 'Start over').click();
        await signIn(page, 'ada');
        await signedInAs(page, 'ada');
        assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'H1');
        await look('session');
        await to(page, 'Account');
        await button(page, 'Set up an authenticator').click();
        await page.locator('.qr svg').waitFor();
        await look('account');
      });
    }
  }
}
