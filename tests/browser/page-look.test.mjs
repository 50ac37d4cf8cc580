// How the example page looks and reads: axe on every view in both colour schemes, pictures for the eye, and the policy.
import assert from 'node:assert/strict';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { examine, SIZES } from './examine.mjs';
import { startPage } from './page/servers.mjs';
import { browser, local, site } from './page/site.mjs';
import { challenge, send, shownProblem, signedInAs, signIn, visit } from './page/visit.mjs';

// Pictures are taken in any case: whoever looks at a failure wants them.
before(async () => {
  process.env.SCREENSHOTS ??= await mkdtemp(join(tmpdir(), 'ciw-page-'));
  console.log(`# screenshots in ${process.env.SCREENSHOTS}`);
});

for (const colorScheme of ['light', 'dark']) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    test(`every view is accessible and fits: ${colorScheme}, ${size}`, async (t) => {
      const page = await visit(browser, t, site.url, { colorScheme, viewport, reducedMotion: 'reduce' });
      const look = (name) => examine(page, `${name}-${colorScheme}-${size}`);
      const go = async (route, heading) => {
        await page.goto(`${site.url}#/${route}`);
        await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
      };
      await page.locator('.people').waitFor();
      await look('sign-in');
      await signIn(page, 'ada', 'wrong-horse-1');
      await shownProblem(page);
      await look('wrong-password');
      await page.locator('[data-person=gina]').click();
      await look('other-ways');
      await go('sign-up', 'Create an account');
      await look('sign-up');
      await go('confirm', 'Confirm your account');
      await look('confirm');
      await go('forgot', 'Reset your password');
      await look('forgot');
      await go('settings', 'Settings');
      await look('settings');

      await go('sign-in', 'Sign in');
      await signIn(page, 'cleo');
      await challenge(page, 'smsMfa');
      await page.locator('.message').first().waitFor();
      await look('sms-mfa');
      await page.getByRole('button', { name: 'Start over' }).click();
      await signIn(page, 'finn');
      await challenge(page, 'selectMfaType');
      await page.locator('.authenticator').waitFor();
      await look('select-mfa-type');
      await page.getByRole('button', { name: 'Start over' }).click();
      await signIn(page, 'ben', 'only-for-today-1');
      await challenge(page, 'newPasswordRequired');
      await look('new-password');
      await page.getByRole('button', { name: 'Start over' }).click();

      await signIn(page, 'ada');
      await signedInAs(page, 'ada');
      await look('session');
      await go('attributes', 'Your profile');
      await look('profile');
      await go('mfa', 'Second factor');
      await page.getByRole('button', { name: 'Set up an authenticator' }).click();
      await page.locator('.qr').waitFor();
      await page.getByText('Can’t scan it?').click();
      await look('second-factor');
      await go('password', 'Change your password');
      await look('password');
      await go('devices', 'Devices');
      await look('devices');
    });
  }
}

test('the focus goes to the heading of a new view, and “Skip to the content” goes there, too', async (t) => {
  const page = await visit(browser, t, site.url);
  const focused = () => page.evaluate(() => document.activeElement?.tagName);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.equal(await focused(), 'MAIN');
  await signIn(page, 'ada');
  await signedInAs(page, 'ada');
  assert.equal(await focused(), 'H1');
  assert.match(await page.title(), /^Session/);
});

test('the policy allows the service, no inline code, and no host that a link names', async () => {
  const policyOf = async (query) => (await fetch(`${site.url}${query}`)).headers.get('content-security-policy');
  const own = await policyOf('');
  assert.match(own, /script-src 'self' 'wasm-unsafe-eval';/);
  assert.match(own, /style-src 'self';/);
  assert.ok(own.includes(`connect-src 'self' ${new URL(local.endpoint).origin}`));
  assert.doesNotMatch(own, /unsafe-inline|unsafe-eval'.*'unsafe-eval'|\*/);
  assert.match(
    await policyOf('?userPoolId=eu-central-1_AbCdEf123&clientId=x'),
    /https:\/\/cognito-idp\.eu-central-1\.amazonaws\.com/,
  );
  assert.doesNotMatch(await policyOf('?userPoolId=x&clientId=x&endpoint=https://evil.example'), /evil/);
  assert.doesNotMatch(await policyOf('?userPoolId=evil.example/_x'), /evil/);
});

test('without a pool the page asks for one', async (t) => {
  const bare = await startPage();
  t.after(() => bare.stop());
  const page = await visit(browser, t, bare.url);
  await page.getByRole('heading', { name: 'Connect to a user pool' }).waitFor();
  await send(page, {
    'User pool ID': local.userPoolId,
    'App client ID': local.clientId,
    'Endpoint (optional)': local.endpoint,
  });
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await signIn(page, 'ada');
  await signedInAs(page, 'ada');
});

test('a service that cannot be reached is said kindly', async (t) => {
  const bare = await startPage();
  t.after(() => bare.stop());
  const context = await browser.newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  await page.route('http://127.0.0.1:9/**', (route) => route.abort());
  await page.goto(`${bare.url}?userPoolId=${local.userPoolId}&clientId=${local.clientId}&endpoint=http://127.0.0.1:9`);
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await signIn(page, 'ada');
  assert.match(await shownProblem(page), /cannot be reached/);
});
