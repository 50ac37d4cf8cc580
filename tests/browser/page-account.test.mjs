// The example page for a person who is signed in: profile, second factor, password, devices, settings, sign-out.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readQr } from './page/qr.mjs';
import { browser, local, site } from './page/site.mjs';
import { totp } from './page/totp.mjs';
import { challenge, send, shownProblem, signedInAs, signIn, visit } from './page/visit.mjs';

const PASSWORD = 'correct-horse-1';

/** Makes an account, and signs it in on a fresh page. */
async function signedIn(t, username, attributes = {}) {
  const given = { name: username, email: `${username}@example.com`, ...attributes };
  const { status } = await local.call('SignUp', {
    ClientId: local.clientId,
    Username: username,
    Password: PASSWORD,
    UserAttributes: Object.entries(given).map(([Name, Value]) => ({ Name, Value })),
  });
  assert.equal(status, 200);
  await local.call('ConfirmSignUp', {
    ClientId: local.clientId,
    Username: username,
    ConfirmationCode: await local.lastCode(username),
  });
  const page = await visit(browser, t, site.url);
  await signIn(page, username);
  await signedInAs(page, username);
  return page;
}

const to = (page, place) => page.getByRole('navigation').getByRole('link', { name: place }).click();
const said = (page, text) => page.locator('.toast', { hasText: text }).waitFor();

async function signOutAndIn(page, username, password = PASSWORD) {
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await signIn(page, username, password);
}

test('the profile is edited, a new address is confirmed by its code, an emptied field is deleted', async (t) => {
  const page = await signedIn(t, 'olga', { phone_number: '+15550150' });
  await to(page, 'Profile');
  await page.getByLabel('E-mail').fill('olga@example.org');
  await send(page, { Name: 'Olga B.' });
  await said(page, 'Saved. A code was sent by e-mail to o***@e***');
  const proof = page.locator('[data-attribute=email]');
  const code = await local.lastCode('olga');
  await proof.getByLabel('Code for: E-mail').fill('000000' === code ? '000001' : '000000');
  await proof.getByRole('button', { name: 'Confirm' }).click();
  assert.match(await shownProblem(page), /That code is not right/);
  await proof.getByLabel('Code for: E-mail').fill(code);
  await proof.getByRole('button', { name: 'Confirm' }).click();
  await proof.getByText('confirmed', { exact: true }).waitFor();

  const phone = page.locator('[data-attribute=phone_number]');
  await phone.getByRole('button', { name: 'Send a code' }).click();
  await said(page, 'A code was sent by SMS');
  await phone.getByLabel('Code for: Phone number').fill(await local.lastCode('olga'));
  await phone.getByRole('button', { name: 'Confirm' }).click();
  await phone.getByText('confirmed', { exact: true }).waitFor();
  await send(page, { 'Phone number': '' });
  await said(page, 'Saved.');
  await phone.waitFor({ state: 'detached' });
  await page.reload();
  assert.equal(await page.getByLabel('Name').inputValue(), 'Olga B.');
  assert.equal(await page.getByLabel('Phone number').inputValue(), '');
});

test('an authenticator is set up by its QR code, is asked for at the next sign-in, and is turned off again', async (t) => {
  const page = await signedIn(t, 'paul');
  await to(page, 'Second factor');
  await page.getByRole('button', { name: 'Set up an authenticator' }).click();
  await page.locator('.qr svg').waitFor();
  const secret = new URL(await readQr(page)).searchParams.get('secret');
  await page.getByText('Can’t scan it?').click();
  assert.equal((await page.locator('[data-secret]').innerText()).replaceAll(' ', ''), secret);
  await send(page, { Code: String((Number(totp(secret)) + 1) % 1000000).padStart(6, '0') });
  assert.match(await shownProblem(page), /That code is not right/);
  await send(page, { Code: totp(secret) });
  await said(page, 'Your authenticator is on.');
  const setting = page.getByRole('group', { name: 'Authenticator app' });
  // The view may still be on its way to show what the service says.
  await setting.getByLabel('Preferred').and(page.locator(':checked')).waitFor();

  await page.getByRole('group', { name: 'Code by e-mail' }).getByLabel('On', { exact: true }).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await said(page, 'Saved.');
  await page
    .getByRole('group', { name: 'Code by e-mail' })
    .getByLabel('On', { exact: true })
    .and(page.locator(':checked'))
    .waitFor();

  await signOutAndIn(page, 'paul');
  await challenge(page, 'softwareTokenMfa');
  // The server takes each code once: this is the one of the next half minute, which a clock may be ahead by.
  await send(page, { Code: totp(secret, Date.now() + 30_000) });
  await signedInAs(page, 'paul');
  await to(page, 'Second factor');
  for (const method of ['Authenticator app', 'Code by e-mail'])
    await page.getByRole('group', { name: method }).getByLabel('Off').check();
  await page.getByRole('button', { name: 'Save' }).click();
  await said(page, 'Saved.');
  await signOutAndIn(page, 'paul');
  await signedInAs(page, 'paul');
});

test('the password is changed: a wrong old one and a weak new one are refused, the new one signs in', async (t) => {
  const page = await signedIn(t, 'quinn');
  await to(page, 'Password');
  await send(page, { 'Current password': 'wrong-horse-1', 'New password': 'a-better-horse-2' });
  assert.match(await shownProblem(page), /Incorrect username or password/);
  await send(page, { 'Current password': PASSWORD, 'New password': 'weak' });
  assert.match(await shownProblem(page), /[Pp]assword/);
  await send(page, { 'Current password': PASSWORD, 'New password': 'a-better-horse-2' });
  await said(page, 'Your password was changed.');
  await signOutAndIn(page, 'quinn');
  await shownProblem(page);
  await signIn(page, 'quinn', 'a-better-horse-2');
  await signedInAs(page, 'quinn');
});

test('a remembered device does without the second factor, a forgotten one does not', async (t) => {
  const page = await signedIn(t, 'rosa');
  await to(page, 'Second factor');
  await page.getByRole('group', { name: 'Code by e-mail' }).getByLabel('Preferred').check();
  await page.getByRole('button', { name: 'Save' }).click();
  await said(page, 'Saved.');
  await to(page, 'Devices');
  const device = page.locator('[data-device]', { hasText: 'this device' });
  await device.getByRole('button', { name: /^Remember/ }).click();
  await said(page, 'The device is remembered.');
  await device.getByText('remembered', { exact: true }).waitFor();

  await signOutAndIn(page, 'rosa');
  await signedInAs(page, 'rosa');
  await to(page, 'Devices');
  await device.waitFor();
  assert.equal(await page.locator('[data-device]').count(), 1, 'the same device again');
  await device.getByRole('button', { name: /^Forget/ }).click();
  await said(page, 'The device is forgotten.');
  await page.getByText('The pool knows no device of yours.').waitFor();

  await signOutAndIn(page, 'rosa');
  await challenge(page, 'emailOtp');
});

test('sign-out here leaves no token in the storage', async (t) => {
  const page = await signedIn(t, 'sven');
  const tokens = () => page.evaluate(() => Object.keys(localStorage).filter((key) => /Token$/.test(key)));
  assert.equal((await tokens()).length, 3);
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await said(page, 'You are signed out on this device.');
  assert.deepEqual(await tokens(), []);
  await page.goto(`${site.url}#/session`);
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
});

test('sign-out everywhere ends the session on another device, which says so', async (t) => {
  const page = await signedIn(t, 'tara');
  const elsewhere = await visit(browser, t, site.url);
  await signIn(elsewhere, 'tara');
  await signedInAs(elsewhere, 'tara');
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await said(page, 'You are signed out on every device.');
  await elsewhere.getByRole('button', { name: 'Refresh now' }).click();
  await elsewhere.getByText('Your session has ended.').waitFor();
  await elsewhere.reload();
  await elsewhere.getByRole('heading', { name: 'Sign in' }).waitFor();
});

test('an account is deleted only by typing its name', async (t) => {
  const page = await signedIn(t, 'vera');
  await to(page, 'Profile');
  await page.getByText('Delete it…').click();
  await send(page, { 'Type “vera” to confirm': 'nobody' });
  assert.match(await shownProblem(page), /not the name of this account/);
  await send(page, { 'Type “vera” to confirm': 'vera' });
  await page.getByText('The account was deleted.').waitFor();
  await signIn(page, 'vera');
  assert.match(await shownProblem(page), /Incorrect username or password|no such account/);
});

test('a session outlives a reload', async (t) => {
  const page = await signedIn(t, 'uma');
  await page.reload();
  await signedInAs(page, 'uma');
});

test('the settings lead to another pool, stay over a visit without them, and go back by “Reset”', async (t) => {
  const page = await visit(browser, t, site.url);
  await page.getByRole('link', { name: /Settings/ }).click();
  assert.equal(await page.getByLabel('User pool ID').inputValue(), local.userPoolId);
  await page.getByLabel('User pool ID').fill('us-east-1_Example02');
  await send(page, { 'App client ID': 'examplepageclient000000002' });
  await page.waitForURL(/userPoolId=us-east-1_Example02/);
  await page.goto(site.url);
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await signIn(page, 'kim');
  await challenge(page, 'mfaSetup');
  await page.getByRole('link', { name: /Settings/ }).click();
  await page.getByRole('button', { name: 'Reset' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await signIn(page, 'ada');
  await signedInAs(page, 'ada');
});
