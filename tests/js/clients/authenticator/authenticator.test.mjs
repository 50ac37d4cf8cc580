// npm @aws-amplify/ui-react's Authenticator in Chromium against the local Cognito: every step of a new person, from the account to the way
// out. Its 119 MB are installed here, by the lock file, and only where tests run in full.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { launch } from '../../../browser/chromium.mjs';
import { makePool, startLocal, totp } from '../../local/server-process.mjs';
import { serveApp } from '../../login/site.mjs';
import { thorough } from '../../rounds.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const [PASSWORD, NEW] = ['Correct-Horse-7', 'Another-Horse-8'];
const PAGE = `
import { createElement as h } from 'react';
import { createRoot } from 'react-dom/client';
import { Amplify } from 'aws-amplify';
import { Authenticator } from '@aws-amplify/ui-react';
Amplify.configure({ Auth: { Cognito: globalThis.options } });
const signedIn = ({ user, signOut }) =>
  h('main', null, h('h1', null, 'Signed in as ' + user.username), h('button', { onClick: signOut }, 'Sign out'));
const place = document.body.appendChild(document.createElement('div'));
document.querySelector('#popup').remove();
createRoot(place).render(h(Authenticator, { signUpAttributes: ['email'] }, signedIn));
`;

let browser;
let server;
let site;
before(async () => {
  if (!thorough) return;
  install();
  [server, site, browser] = await Promise.all([startLocal(), serveApp(PAGE, HERE), launch()]);
  const { userPoolId, clientId } = await makePool(server.endpoint, {
    pool: {
      MfaConfiguration: 'ON',
      SoftwareTokenMfaConfiguration: { Enabled: true },
      AutoVerifiedAttributes: ['email'],
    },
  });
  site.options = { userPoolId, userPoolClientId: clientId, userPoolEndpoint: server.endpoint };
});
after(async () => {
  await browser?.close();
  await site?.stop();
  await server?.stop();
});

/** What the lock file says, unless it is there. */
function install() {
  const [lock, stamp] = [join(HERE, 'package-lock.json'), join(HERE, 'node_modules/.installed-lock.json')];
  try {
    if (readFileSync(stamp, 'utf8') === readFileSync(lock, 'utf8')) return;
  } catch {}
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  execFileSync('npm', ['ci', ...quiet], { cwd: HERE, stdio: ['ignore', 'ignore', 'inherit'] });
  copyFileSync(lock, stamp);
}

test('a person signs up, sets up an authenticator, signs in with it, forgets the password, and signs out', {
  skip: thorough ? false : 'cargo xtask test all runs it',
}, async (t) => {
  const page = await (await browser.newContext()).newPage();
  page.setDefaultTimeout(20_000);
  const failed = [];
  page.on('pageerror', (error) => failed.push(error.stack));
  await page.goto(site.origin);
  let steps = 0;
  /** Fills in a form, by the names of its fields, and sends it. */
  const send = async (fields, name) => {
    for (const [field, value] of Object.entries(fields)) await page.locator(`input[name="${field}"]`).fill(value);
    await page.getByRole('button', { name, exact: true }).click();
    steps++;
  };
  const signedIn = () => page.getByRole('heading', { name: 'Signed in as nora' }).waitFor();
  const signOut = async () => {
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.locator('input[name="password"]').waitFor();
    steps++;
  };
  const code = () => server.lastCode('nora');

  await page.getByRole('tab', { name: 'Create Account' }).click();
  await send(
    { username: 'nora', email: 'nora@example.com', password: PASSWORD, confirm_password: PASSWORD },
    'Create Account',
  );
  await page.locator('input[name="confirmation_code"]').waitFor();
  await send({ confirmation_code: '000000' }, 'Confirm');
  await page.getByText('Invalid verification code provided').waitFor();
  await send({ confirmation_code: await code() }, 'Confirm');
  await page.getByRole('heading', { name: 'Setup TOTP' }).waitFor();
  const secret = (await page.locator('[data-amplify-authenticator]').innerText()).match(/\b[A-Z2-7]{32,}\b/)[0];
  await send({ confirmation_code: totp(secret) }, 'Confirm');
  await signedIn();
  await page.reload();
  await signedIn();
  steps++;
  await signOut();

  await send({ username: 'nora', password: 'Wrong-Horse-7' }, 'Sign in');
  await page.getByText('Incorrect username or password.').waitFor();
  await send({ username: 'nora', password: PASSWORD }, 'Sign in');
  await page.getByRole('heading', { name: 'Confirm TOTP Code' }).waitFor();
  // The server takes each code once: this is the one of the next half minute.
  await send({ confirmation_code: totp(secret, 1) }, 'Confirm');
  await signedIn();
  await signOut();

  await page.getByRole('button', { name: 'Forgot your password?' }).click();
  await send({ username: 'nora' }, 'Send code');
  await page.locator('input[name="confirmation_code"]').waitFor();
  await send({ confirmation_code: await code(), password: NEW, confirm_password: NEW }, 'Submit');
  await server.faults({ clockSkewMs: 90_000 });
  await send({ username: 'nora', password: NEW }, 'Sign in');
  await page.getByRole('heading', { name: 'Confirm TOTP Code' }).waitFor();
  await send({ confirmation_code: totp(secret, 3) }, 'Confirm');
  await signedIn();
  await signOut();
  assert.deepEqual(await page.evaluate(() => Object.keys(localStorage).filter((key) => /Token$/.test(key))), []);
  assert.deepEqual(failed, []);
  t.diagnostic(`Amplify UI's Authenticator: ${steps} steps`);
});
