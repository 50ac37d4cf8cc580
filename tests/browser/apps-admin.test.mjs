// The admin page in Chromium: the proxy's admin surface, AWS's SDK behind it, and the local Cognito as witness.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { examine, SIZES } from './examine.mjs';
import { browser, local, site } from './page/site.mjs';
import { button, said, send, shownProblem, signedInAs, signIn, visit } from './page/visit.mjs';

const heading = (page, name) => page.getByRole('heading', { name, level: 1, exact: true }).waitFor();
const names = (page) => page.locator('.rows a').allInnerTexts();
const admin = async (operation, input) => {
  const { status, body } = await local.call(operation, { UserPoolId: local.userPoolId, ...input });
  assert.equal(status, 200, JSON.stringify(body));
  return body;
};
const found = (username) => admin('AdminGetUser', { Username: username });
const attribute = ({ UserAttributes }, name) => UserAttributes.find(({ Name }) => Name === name)?.Value;

async function open(t, query = '', options = {}) {
  const page = await visit(browser, t, `${site.url}admin/${query}`, { refused: [400, 401, 403], ...options });
  return page;
}

async function enter(t, query, options) {
  const page = await open(t, query, options);
  await signIn(page, 'ada');
  await signedInAs(page, 'ada');
  return page;
}

async function openPerson(page, username) {
  await page.evaluate((name) => {
    location.hash = `#/people/${name}`;
  }, username);
  await heading(page, username);
}

test('an administrator finds people by the start of an attribute, and turns pages', async (t) => {
  const page = await enter(t);
  await page.getByText('Page 1').waitFor();
  const first = await names(page);
  assert.equal(first.length, 6);
  await button(page, 'Next page').click();
  await page.getByText('Page 2').waitFor();
  const second = await names(page);
  assert.ok(second.length > 0 && !second.some((name) => first.includes(name)), String(second));
  await button(page, 'Previous page').click();
  await page.getByText('Page 1').waitFor();
  assert.deepEqual(await names(page), first);

  await page.getByLabel('Search by').selectOption('email');
  await send(page, { 'Begins with': 'gin' });
  await page.getByRole('link', { name: 'gina' }).waitFor();
  assert.deepEqual(await names(page), ['gina']);
  await send(page, { 'Begins with': 'no"body' });
  await page.getByText('Nobody is like that.').waitFor();
});

for (const custody of ['cookie', 'token']) {
  test(`somebody is invited, edited, put into a group, disabled, and deleted: custody ${custody}`, async (t) => {
    const page = await enter(t, `?custody=${custody}`);
    const sent = [];
    page.on('request', (request) => {
      if (request.url().includes('/admin/users')) sent.push(request.headers());
    });
    const username = `mia-${custody}`;
    await page.getByRole('link', { name: 'Invite somebody' }).click();
    await heading(page, 'Invite somebody');
    const who = { 'User name': username, Name: 'Mia', 'E-mail': `${username}@example.com` };
    await send(page, { ...who, 'Temporary password': 'only-for-today-1' });
    await heading(page, username);
    const [invitation] = await local.outbox(username);
    assert.equal((await found(username)).UserStatus, 'FORCE_CHANGE_PASSWORD');
    await button(page, 'Invite again').click();
    await said(page, 'A new invitation is on its way.');
    const temporary = await local.lastCode(username);
    assert.notEqual(temporary, invitation.code);

    await send(page, { Name: 'Mia Lang', 'E-mail': 'mia.lang@example.com' });
    await said(page, 'Saved.');
    const edited = await found(username);
    assert.deepEqual(
      ['name', 'email', 'email_verified'].map((name) => attribute(edited, name)),
      ['Mia Lang', 'mia.lang@example.com', 'true'],
    );

    await page.getByLabel('editors').check();
    await said(page, `${username} is in editors.`);
    const groups = async () => (await admin('AdminListGroupsForUser', { Username: username })).Groups;
    assert.deepEqual(
      (await groups()).map(({ GroupName }) => GroupName),
      ['editors'],
    );
    await page.getByLabel('editors').uncheck();
    await said(page, `${username} is out of editors.`);
    assert.deepEqual(await groups(), []);

    await page.getByLabel('New password', { exact: true }).fill('short');
    await button(page, 'Set the password').click();
    assert.match(await shownProblem(page), /[Pp]assword/);
    await page.getByLabel('New password', { exact: true }).fill('a-better-horse-2');
    await page.getByLabel('Always').check();
    await button(page, 'Set the password').click();
    await said(page, 'The password is set.');
    assert.equal((await found(username)).UserStatus, 'CONFIRMED');

    await button(page, 'Disable').click();
    await said(page, `${username} is disabled, and signed out.`);
    assert.equal((await found(username)).Enabled, false);
    await button(page, 'Enable').click();
    await said(page, `${username} is enabled.`);
    await button(page, 'Reset the password').click();
    await said(page, `A code is sent to ${username}.`);
    assert.equal((await found(username)).UserStatus, 'RESET_REQUIRED');

    await send(page, { [`Type “${username}” to confirm`]: 'somebody else' });
    await shownProblem(page);
    await send(page, { [`Type “${username}” to confirm`]: username });
    await heading(page, 'People');
    const gone = await local.call('AdminGetUser', { UserPoolId: local.userPoolId, Username: username });
    assert.equal(gone.body.__type, 'UserNotFoundException');

    assert.ok(sent.length > 8 && sent.every((headers) => headers['x-auth-csrf'] === '1'));
    assert.ok(sent.every(({ authorization }) => /^Bearer eyJ/.test(authorization ?? '') === (custody === 'token')));
  });
}

test('somebody is signed out everywhere by an administrator', async (t) => {
  const elsewhere = await visit(browser, t, `${site.url}react/`);
  await signIn(elsewhere, 'hugo');
  await signedInAs(elsewhere, 'hugo');
  const page = await enter(t, '#/people/hugo');
  await heading(page, 'hugo');
  await button(page, 'Sign out everywhere').click();
  await said(page, 'hugo is signed out everywhere.');
  await button(elsewhere, 'Refresh now').click();
  await elsewhere.getByText('Your session has ended. Sign in again.').waitFor();
});

test('in cookie custody the page’s scripts find no token, a reload keeps the session, and a sign-out ends it', async (t) => {
  const page = await enter(t);
  await page.reload();
  await signedInAs(page, 'ada');
  await page.getByText('Page 1').waitFor();
  const [cookies, stored] = await page.evaluate(() => [
    document.cookie,
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }]),
  ]);
  assert.equal(cookies, '');
  assert.doesNotMatch(stored, /eyJ/);
  const kept = await page.context().cookies(site.url);
  assert.ok(kept.length > 0 && kept.every(({ httpOnly, secure }) => httpOnly && secure));
  await button(page, 'Sign out').click();
  await heading(page, 'Sign in');
  assert.deepEqual(await page.context().cookies(site.url), []);
});

test('whoever is no administrator is told so, and sees nobody', async (t) => {
  const page = await open(t);
  await signIn(page, 'gina');
  await signedInAs(page, 'gina');
  assert.match(await page.getByRole('alert').innerText(), /This person may not do this/);
  await page.getByText('This page is for members of the group').waitFor();
  assert.equal(await page.locator('.rows').count(), 0);
});

test('an administrator with a second factor is asked for it', async (t) => {
  await admin('AdminAddUserToGroup', { Username: 'eve', GroupName: 'admins' });
  const page = await open(t);
  await signIn(page, 'eve');
  await page.locator('[data-status=emailOtp]').waitFor();
  await send(page, { Code: await local.lastCode('eve') });
  await signedInAs(page, 'eve');
  await page.getByText('Page 1').waitFor();
});

for (const colorScheme of ['light', 'dark']) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    test(`accessible and fitting, ${colorScheme}, ${size}`, async (t) => {
      const page = await open(t, '', { colorScheme, viewport, reducedMotion: 'reduce' });
      const look = (name) => examine(page, `admin-${name}-${colorScheme}-${size}`);
      await look('sign-in');
      await signIn(page, 'ada', 'wrong-horse-1');
      await shownProblem(page);
      await look('wrong-password');
      await signIn(page, 'ada');
      await page.getByText('Page 1').waitFor();
      assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'H1');
      await look('people');
      await openPerson(page, 'ada');
      await look('person');
      await page.getByRole('link', { name: 'Invite somebody' }).click();
      await heading(page, 'Invite somebody');
      await look('invite');
    });
  }
}
