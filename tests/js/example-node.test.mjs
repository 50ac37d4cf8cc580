// The Node example on the local Cognito, run as a person would: answers typed in line by line.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { totp } from '../browser/page/totp.mjs';
import { startLocal } from './local/server-process.mjs';

const example = (path) => fileURLToPath(new URL(`../../www-example/${path}`, import.meta.url));
let local;

before(async () => {
  local = await startLocal(['--config', example('local.json')]);
});
after(() => local?.stop());

function signIn(username, ...answers) {
  const { endpoint, userPoolId, clientId } = local;
  const child = spawn(process.execPath, [
    '--import',
    example('node/from-checkout.mjs'),
    example('node/sign-in.mjs'),
    '--endpoint',
    endpoint,
    '--pool',
    userPoolId,
    '--client',
    clientId,
    '--username',
    username,
  ]);
  let output = '';
  let asked = 0;
  child.stdout.on('data', (text) => {
    output += text;
  });
  child.stderr.on('data', async (text) => {
    output += text;
    for (const _ of String(text).matchAll(/: $/gm)) child.stdin.write(`${await answers[asked++]?.()}\n`);
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
}

test('it signs in with a second factor, refreshes, changes the password and signs out', async () => {
  const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
  const { code, output } = await signIn(
    'dan',
    () => 'correct-horse-1',
    () => totp(secret),
    () => 'dans-new-horse-4',
  );
  assert.equal(code, 0, output);
  assert.match(
    output,
    /Signed in as dan until .*\n.*Refreshed.*\n[\s\S]*The password was changed\.\nSigned out; the refresh token is revoked\./,
  );
  const again = await signIn('dan', () => 'correct-horse-1');
  assert.equal(again.code, 1);
  assert.match(again.output, /NotAuthorizedException: Incorrect username or password\./);
});

test('it takes a code that was sent', async () => {
  const { code, output } = await signIn(
    'eve',
    () => 'correct-horse-1',
    () => local.lastCode('eve'),
    () => '',
  );
  assert.equal(code, 0, output);
  assert.match(output, /Signed out; the refresh token is revoked\./);
});
