// The example page in headless Chromium on the local Cognito: sign-up, each challenge, the way out.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readQr } from './page/qr.mjs';
import { browser, local, site } from './page/site.mjs';
import { totp } from './page/totp.mjs';
import { challenge, send, shownProblem, signedInAs, signIn, visit } from './page/visit.mjs';

const open = (t, route = '', options) => visit(browser, t, `${site.url}${route}`, options);
const authenticatorOf = (name) =>
  ({ dan: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', finn: 'KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU' })[name];
const wrongCode = (code) => String((Number(code) + 1) % 10 ** code.length).padStart(code.length, '0');

test('one click on a seeded person fills the form, and the sign-in by SRP shows the claims', async (t) => {
  const page = await open(t);
  const sent = [];
  page.on('request', (request) => sent.push(request.postData() ?? ''));
  await page.locator('[data-person=ada]').click();
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await signedInAs(page, 'ada');
  assert.match(await page.getByLabel('Claims of the ID token').innerText(), /"email": "ada@example.com"/);
  assert.match(await page.getByLabel('Claims of the access token').innerText(), /"cognito:groups": \["admins"\]/);
  assert.ok(sent.some((body) => body.includes('PASSWORD_CLAIM_SIGNATURE')));
  assert.ok(!sent.some((body) => body.includes('correct-horse-1')), 'the password stays on the device');
});

test('a wrong password is said kindly, keeps what was typed, and the next attempt works', async (t) => {
  const page = await open(t);
  await signIn(page, 'ada', 'wrong-horse-1');
  assert.match(await shownProblem(page), /Incorrect username or password\./);
  assert.equal(await page.getByLabel('User name').inputValue(), 'ada');
  await signIn(page, 'ada');
  await signedInAs(page, 'ada');
});

test('an empty field is marked, and the cursor goes there', async (t) => {
  const page = await open(t);
  await page.getByLabel('User name').fill('ada');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  const password = page.getByLabel('Password', { exact: true });
  assert.equal(await password.getAttribute('aria-invalid'), 'true');
  assert.equal(await password.evaluate((input) => input === document.activeElement), true);
  await page.getByText('Please fill this in.').waitFor();
});

test('the countdown runs, and a refresh gives new tokens', async (t) => {
  const page = await open(t);
  await signIn(page, 'ada');
  const figures = page.getByRole('timer', { name: 'Access token' });
  await figures.waitFor();
  const first = await figures.innerText();
  assert.match(first, /^1[45]:\d\d\b/);
  await page.waitForFunction((shown) => document.querySelector('[role=timer]').innerText !== shown, first);
  const claims = page.getByLabel('Claims of the access token');
  const jti = async () => /"jti": "([^"]+)"/.exec(await claims.innerText())[1];
  const before = await jti();
  await page.getByRole('button', { name: 'Refresh now' }).click();
  await page.getByText('You have new tokens.').waitFor();
  assert.notEqual(await jti(), before);
});

test('a new account: a wrong code, another code, and the person is signed in at once', async (t) => {
  const page = await open(t, '#/sign-up');
  await send(page, { 'User name': 'nora', 'E-mail': 'nora@example.com', Name: 'Nora', Password: 'short' });
  assert.match(await shownProblem(page), /[Pp]assword/);
  await send(page, { Password: 'correct-horse-1' });
  await page.getByText('A code was sent by e-mail to n***@e***').waitFor();
  const first = await local.lastCode('nora');
  await send(page, { Code: wrongCode(first) });
  assert.match(await shownProblem(page), /That code is not right/);
  await page.getByRole('button', { name: 'Send another code' }).click();
  await page.locator('.toast').waitFor();
  await send(page, { Code: await local.lastCode('nora') });
  await signedInAs(page, 'nora');
});

test('whoever signs in before confirming is led to the confirmation', async (t) => {
  const page = await open(t);
  await signIn(page, 'ivy');
  assert.match(await shownProblem(page), /not confirmed yet/);
  await page.getByRole('button', { name: 'Confirm it now' }).click();
  await page.getByRole('button', { name: 'Send another code' }).click();
  await page.locator('.toast').waitFor();
  await send(page, { Code: await local.lastCode('ivy') });
  await page.getByText('Your account is confirmed. Sign in.').waitFor();
  await signIn(page, 'ivy');
  await signedInAs(page, 'ivy');
});

test('newPasswordRequired asks for a password and the attributes that the pool wants', async (t) => {
  const page = await open(t);
  await signIn(page, 'ben', 'only-for-today-1');
  await challenge(page, 'newPasswordRequired');
  await send(page, { 'New password': 'weak', Name: 'Ben' });
  assert.match(await shownProblem(page), /[Pp]assword/);
  await page.reload();
  await challenge(page, 'newPasswordRequired');
  await send(page, { 'New password': 'bens-own-horse-2', Name: 'Ben' });
  await signedInAs(page, 'ben');
  assert.match(await page.getByLabel('Claims of the ID token').innerText(), /"name": "Ben"/);
});

test('smsMfa: a wrong code, a reload in the middle, then the code of the outbox by one click', async (t) => {
  const page = await open(t);
  await signIn(page, 'cleo');
  await challenge(page, 'smsMfa');
  await page.getByText('A code was sent by SMS to').waitFor();
  const code = await local.lastCode('cleo');
  await send(page, { Code: wrongCode(code) });
  assert.match(await shownProblem(page), /That code is not right/);
  await page.reload();
  await challenge(page, 'smsMfa');
  await page.getByRole('button', { name: `Use the code ${code}` }).click();
  assert.equal(await page.getByLabel('Code', { exact: true }).inputValue(), code);
  await page.keyboard.press('Enter');
  await signedInAs(page, 'cleo');
});

test('softwareTokenMfa takes the code of an authenticator; the demo shows the same', async (t) => {
  const page = await open(t);
  await signIn(page, 'dan');
  await challenge(page, 'softwareTokenMfa');
  await send(page, { Code: '12345' });
  await shownProblem(page);
  // The demo draws its code once a second, so around the turn of a half minute it is late.
  const shown = page.locator('.authenticator .totp');
  const same = async () => (await shown.innerText()) === totp(authenticatorOf('dan'));
  for (let attempt = 0; attempt < 100 && !(await same()); attempt += 1) await page.waitForTimeout(200);
  assert.equal(await same(), true);
  await send(page, { Code: totp(authenticatorOf('dan')) });
  await signedInAs(page, 'dan');
});

test('emailOtp as second factor', async (t) => {
  const page = await open(t);
  await signIn(page, 'eve');
  await challenge(page, 'emailOtp');
  await page.getByText('A code was sent by e-mail to e***@e***').waitFor();
  await send(page, { Code: await local.lastCode('eve') });
  await signedInAs(page, 'eve');
});

for (const [choice, status] of [
  ['Code by SMS', 'smsMfa'],
  ['Code by e-mail', 'emailOtp'],
  ['Authenticator app', 'softwareTokenMfa'],
]) {
  test(`selectMfaType leads to ${status}`, async (t) => {
    const page = await open(t);
    await signIn(page, 'finn');
    await challenge(page, 'selectMfaType');
    await page.reload();
    await page.getByLabel(choice).check();
    await page.getByRole('button', { name: 'Continue' }).click();
    await challenge(page, status);
    const code = status === 'softwareTokenMfa' ? totp(authenticatorOf('finn')) : await local.lastCode('finn');
    await send(page, { Code: code });
    await signedInAs(page, 'finn');
  });
}

/** Solves the sum that the pool asks. */
async function solve(page) {
  const [, a, b] = /(\d+) × (\d+)/.exec(await page.locator('h1').innerText());
  await send(page, { 'Your answer': String(a * b) });
}

test('customChallenge: a wrong answer brings another question, a right one signs in', async (t) => {
  const page = await open(t);
  await page.locator('[data-person=gina]').click();
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await challenge(page, 'customChallenge');
  const first = await page.locator('[data-status] .facts').innerText();
  await send(page, { 'Your answer': '1' });
  await page.waitForFunction((shown) => document.querySelector('[data-status] .facts').innerText !== shown, first);
  await page.reload();
  await challenge(page, 'customChallenge');
  await solve(page);
  await signedInAs(page, 'gina');
});

/** Signs in by another way than the first. */
async function signInBy(page, flow, values) {
  await page.getByText('Other ways to sign in').click();
  await page.getByLabel('Way to sign in').selectOption(flow);
  await send(page, values);
}

test('a custom challenge after a proof of the password', async (t) => {
  const page = await open(t);
  await signInBy(page, 'custom-srp', { 'User name': 'ada', Password: 'correct-horse-1' });
  await challenge(page, 'customChallenge');
  await solve(page);
  await signedInAs(page, 'ada');
});

test('the password over TLS', async (t) => {
  const page = await open(t);
  await signInBy(page, 'password', { 'User name': 'ada', Password: 'correct-horse-1' });
  await signedInAs(page, 'ada');
});

for (const [choice, status] of [
  ['Code by e-mail', 'emailOtp'],
  ['Code by SMS', 'smsOtp'],
  ['Password, by SRP', 'passwordSrp'],
  ['Password, over TLS', 'password'],
]) {
  test(`selectChallenge leads to ${status}`, async (t) => {
    const page = await open(t);
    await page.locator('[data-person=hugo]').click();
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await challenge(page, 'selectChallenge');
    await page.reload();
    await page.getByLabel(choice).check();
    await page.getByRole('button', { name: 'Continue' }).click();
    await challenge(page, status);
    await page.reload();
    await challenge(page, status);
    if (status.startsWith('password')) {
      await send(page, { Password: 'wrong-horse-1' });
      await shownProblem(page);
      await page.getByRole('button', { name: 'Start over' }).click();
      await page.locator('[data-person=hugo]').click();
      await page.getByLabel('Begin with').selectOption(status === 'password' ? 'PASSWORD' : 'PASSWORD_SRP');
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await challenge(page, status);
      await send(page, { Password: 'correct-horse-1' });
    } else {
      await send(page, { Code: await local.lastCode('hugo') });
    }
    await signedInAs(page, 'hugo');
  });
}

/** Has the service answer the next sign-in with a challenge that the local Cognito does not have. */
async function answerWith(page, answer) {
  await page.route(local.endpoint, async (route) => {
    const operation = route.request().headers()['x-amz-target']?.split('.')[1];
    if (operation !== 'InitiateAuth') return route.fallback();
    const headers = { 'access-control-allow-origin': '*', 'content-type': 'application/x-amz-json-1.1' };
    return route.fulfill({ status: 200, headers, body: JSON.stringify(answer) });
  });
}

test('webAuthn asks the browser for a passkey; a refusal is said kindly', async (t) => {
  const page = await open(t);
  const publicKey = { challenge: 'AAECAwQFBgcICQoLDA0ODw', rpId: 'example.com', allowCredentials: [], timeout: 1000 };
  await answerWith(page, {
    ChallengeName: 'WEB_AUTHN',
    Session: 'x'.repeat(40),
    ChallengeParameters: { USERNAME: 'hugo', CREDENTIAL_REQUEST_OPTIONS: JSON.stringify(publicKey) },
  });
  await signInBy(page, 'user-auth', { 'User name': 'hugo' });
  await challenge(page, 'webAuthn');
  await page.getByRole('button', { name: 'Use the passkey' }).click();
  await shownProblem(page);
});

test('a challenge that nobody knows yet is shown as it came, and can be answered', async (t) => {
  const page = await open(t);
  await answerWith(page, {
    ChallengeName: 'PALM_READING',
    Session: 'x'.repeat(40),
    ChallengeParameters: { USERNAME: 'hugo', HAND: 'left' },
  });
  await signInBy(page, 'user-auth', { 'User name': 'hugo' });
  await challenge(page, 'other');
  assert.match(await page.locator('[data-status]').innerText(), /PALM_READING[\s\S]*HAND[\s\S]*left/);
  await send(page, { Answer: 'long life line' });
  await shownProblem(page);
});

test('mfaSetup by authenticator: the QR code holds the URI, and its codes are asked for from then on', async (t) => {
  const page = await open(t);
  await page.locator('[data-person=kim]').click();
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await challenge(page, 'mfaSetup');
  // Before and after the secret was given out.
  for (const _ of [1, 2]) {
    await page.reload();
    await page.getByLabel('Authenticator app').check();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.locator('.qr svg').waitFor();
  }
  const uri = await readQr(page);
  assert.equal(uri, await page.locator('[data-otpauth]').getAttribute('href'));
  assert.match(uri, /^otpauth:\/\/totp\//);
  const secret = new URL(uri).searchParams.get('secret');
  await send(page, { Code: wrongCode(totp(secret)) });
  assert.match(await shownProblem(page), /That code is not right/);
  await send(page, { Code: totp(secret) });
  await signedInAs(page, 'kim');
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await signIn(page, 'kim');
  await challenge(page, 'softwareTokenMfa');
});

test('mfaSetup by e-mail', async (t) => {
  const page = await open(t);
  await page.locator('[data-person=lou]').click();
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await challenge(page, 'mfaSetup');
  await page.getByLabel('Code by e-mail').check();
  await page.getByRole('button', { name: 'Continue' }).click();
  await send(page, { 'E-mail': 'lou@example.com' });
  await challenge(page, 'emailOtp');
  await send(page, { Code: await local.lastCode('lou') });
  await signedInAs(page, 'lou');
});

test('a forgotten password: a wrong code, then a new password that works', async (t) => {
  const page = await open(t, '#/forgot');
  await send(page, { 'User name': 'dan' });
  await page.getByText('A code was sent by e-mail to d***@e***').waitFor();
  const code = await local.lastCode('dan');
  await send(page, { Code: wrongCode(code), 'New password': 'dans-new-horse-3' });
  assert.match(await shownProblem(page), /That code is not right/);
  await send(page, { Code: code, 'New password': 'dans-new-horse-3' });
  await page.getByText('Your password was changed.').waitFor();
  await signIn(page, 'dan', 'dans-new-horse-3');
  await challenge(page, 'softwareTokenMfa');
});

test('a pending challenge ends with “Start over”', async (t) => {
  const page = await open(t);
  await signIn(page, 'eve');
  await challenge(page, 'emailOtp');
  await page.getByRole('button', { name: 'Start over' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
});
