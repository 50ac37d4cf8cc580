// Passkeys in Chromium, with its virtual authenticator: the page, React and Vue, and both behind the auth proxy.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addAuthenticator } from './authenticator.mjs';
import { examine, SIZES } from './examine.mjs';
import { browser, local, site } from './page/site.mjs';
import { button, challenge, said, shownProblem, signedInAs, signIn, visit } from './page/visit.mjs';

const PASSWORD = 'correct-horse-1';
let made = 0;

async function somebody() {
  const username = `pat-${++made}`;
  const UserPoolId = local.userPoolId;
  const UserAttributes = [{ Name: 'name', Value: 'Pat' }];
  for (const [operation, input] of [
    ['AdminCreateUser', { UserAttributes, MessageAction: 'SUPPRESS' }],
    ['AdminSetUserPassword', { Password: PASSWORD, Permanent: true }],
  ]) {
    const { status, body } = await local.call(operation, { UserPoolId, Username: username, ...input });
    assert.equal(status, 200, JSON.stringify(body));
  }
  return username;
}

const PLACES = {
  'the page': { path: '', passkeys: '#/passkeys' },
  React: { path: 'react/', passkeys: '#/account' },
  Vue: { path: 'vue/', passkeys: '#/account' },
  'React, tokens in cookies': { path: 'react/?custody=cookie', passkeys: '#/account' },
  'Vue behind the proxy, tokens here': { path: 'vue/?custody=token', passkeys: '#/account' },
};

const go = (page, hash) =>
  page.evaluate((wanted) => {
    location.hash = wanted;
  }, hash);

/** Somebody new, signed in, who has added a passkey at that place. */
async function registered(page, place) {
  const keys = await addAuthenticator(page);
  const username = await somebody();
  await signIn(page, username);
  await signedInAs(page, username);
  await go(page, place);
  await button(page, 'Add a passkey').click();
  await said(page, 'Your passkey is there.');
  return { keys, username };
}

/** The apps show their ways at once, the page behind a word of its own. */
async function signInByChoice(page, username) {
  await page.getByLabel('Password', { exact: true }).waitFor();
  const ways = page.locator('details summary', { hasText: /ways|Other/ });
  if (await ways.count()) await ways.first().click();
  await page.getByLabel('Way to sign in', { exact: true }).selectOption('user-auth');
  const field = page.getByLabel('User name', { exact: true });
  await field.fill(username);
  await field.press('Enter');
  await challenge(page, 'selectChallenge');
  await page.getByRole('radio', { name: /^Passkey/ }).check();
  await button(page, 'Continue').click();
  await challenge(page, 'webAuthn');
}

for (const [name, { path, passkeys }] of Object.entries(PLACES)) {
  test(`${name}: a passkey is added, signs in without a password, and is deleted`, async (t) => {
    const page = await visit(browser, t, `${site.url}${path}`, { refused: [400, 401] });
    const { keys, username } = await registered(page, passkeys);
    assert.equal((await keys.credentials()).length, 1);
    assert.equal((await keys.credentials())[0].rpId, 'localhost');

    await button(page, 'Sign out').click();
    await signInByChoice(page, username);
    await button(page, 'Use the passkey').click();
    await signedInAs(page, username);

    await go(page, passkeys);
    await page
      .getByRole('button', { name: /^Delete/ })
      .first()
      .click();
    await said(page, 'The passkey is deleted.');
    const { body } = await local.call('AdminGetUserAuthFactors', { UserPoolId: local.userPoolId, Username: username });
    assert.deepEqual(body.ConfiguredUserAuthFactors, ['PASSWORD']);
  });
}

test('a passkey that the authenticator has lost is told, and the password goes on working', async (t) => {
  const page = await visit(browser, t, site.url);
  const { keys, username } = await registered(page, '#/passkeys');
  await button(page, 'Sign out').click();
  await keys.forget();
  await signInByChoice(page, username);
  await button(page, 'Use the passkey').click();
  await shownProblem(page);
  await page.goto(site.url);
  await page.evaluate(() => sessionStorage.clear());
  await page.goto(`${site.url}#/sign-in`);
  await page.reload();
  await signIn(page, username);
  await signedInAs(page, username);
});

for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ['light', 'dark']) {
    test(`the view of passkeys is accessible: ${size}, ${colorScheme}`, async (t) => {
      const page = await visit(browser, t, site.url, { viewport, colorScheme });
      await registered(page, '#/passkeys');
      await examine(page, `passkeys-${size}-${colorScheme}`);
    });
  }
}
