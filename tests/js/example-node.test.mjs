// The Node examples on the local Cognito, run as a person would: answers typed in line by line.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

/** Runs a script; each answer is given when it is asked for. */
function run(script, flags, ...answers) {
  const { endpoint, userPoolId, clientId } = local;
  const pool = ['--endpoint', endpoint, '--pool', userPoolId, '--client', clientId];
  const child = spawn(process.execPath, [
    '--import',
    example('node/from-checkout.mjs'),
    example(`node/${script}`),
    ...pool,
    ...flags,
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
  return {
    stdin: child.stdin,
    ended: new Promise((resolve) => child.once('close', (code) => resolve({ code, output }))),
  };
}

const signIn = (username, ...answers) => run('sign-in.mjs', ['--username', username], ...answers).ended;

/** Somebody's tokens, in a file that ends with the test. */
async function savedTokens(t, username, password) {
  const folder = await mkdtemp(join(tmpdir(), 'tokens-'));
  t.after(() => rm(folder, { recursive: true }));
  const file = join(folder, 'tokens.json');
  const { code, output } = await run('sign-in.mjs', ['--username', username, '--save', file], () => password).ended;
  assert.equal(code, 0, output);
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  return file;
}

async function verify(token, ...flags) {
  const { stdin, ended } = run('verify-token.mjs', flags);
  stdin.end(token);
  return ended;
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

test('a password is changed with the tokens of a session alone', async (t) => {
  const file = await savedTokens(t, 'ada', 'correct-horse-1');
  const change = (...answers) => run('change-password.mjs', ['--tokens', file], ...answers).ended;
  const refused = await change(
    () => 'wrong-horse-1',
    () => 'better-horse-2',
  );
  assert.equal(refused.code, 1);
  assert.match(refused.output, /These are tokens of ada\.\n.*NotAuthorizedException/s);
  const { code, output } = await change(
    () => 'correct-horse-1',
    () => 'better-horse-2',
  );
  assert.equal(code, 0, output);
  assert.match(output, /The password was changed\./);
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  const again = await change(
    () => 'better-horse-2',
    () => 'correct-horse-1',
  );
  assert.equal(again.code, 0, `the tokens go on: ${again.output}`);
});

test('a token is verified: its use, its group, its signature', async (t) => {
  const { accessToken, idToken } = JSON.parse(await readFile(await savedTokens(t, 'ada', 'correct-horse-1'), 'utf8'));
  const good = await verify(accessToken, '--use', 'access', '--group', 'admins');
  assert.equal(good.code, 0, good.output);
  assert.equal(JSON.parse(good.output).username, 'ada');
  for (const [token, ...flags] of [
    [idToken, '--use', 'access'],
    [accessToken, '--group', 'editors'],
    [accessToken.slice(0, -8) + accessToken.slice(-8).split('').reverse().join('')],
    [''],
  ]) {
    const { code, output } = await verify(token, ...flags);
    assert.equal(code, 1, output);
    assert.match(output, /^TokenRefused: /);
    assert.doesNotMatch(output, /eyJ/);
  }
});
