// The command `cognito-identity-wasm local`: what it prints, how it ends, what it keeps.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { CLI, call, claims, makeUser, must, startLocal } from './server-process.mjs';

const folder = await mkdtemp(join(tmpdir(), 'ciw-command-'));
after(() => rm(folder, { recursive: true }));

/** Runs the command to its end. */
function run(...args) {
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => {
      output += text;
    });
  return new Promise((settle) => child.once('close', (code) => settle({ code, output })));
}

async function file(name, content) {
  const path = join(folder, name);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

test('it prints one line of JSON and serves the pool that the line names', async () => {
  const server = await startLocal();
  assert.match(server.endpoint, /^http:\/\/127\.0\.0\.1:\d+\/$/);
  const { UserPool } = await must(server.endpoint, 'DescribeUserPool', { UserPoolId: server.userPoolId });
  assert.equal(UserPool.Id, server.userPoolId);
  const { UserPoolClient } = await must(server.endpoint, 'DescribeUserPoolClient', {
    UserPoolId: server.userPoolId,
    ClientId: server.clientId,
  });
  assert.equal(UserPoolClient.ClientSecret, undefined);
  const { code, stdout, stderr } = await server.stop();
  assert.equal(stdout.trim().split('\n').length, 1);
  assert.equal(stderr, '');
  assert.equal(code, 0);
});

test('the state file brings users, refresh tokens and the key back after a restart', async () => {
  const state = join(folder, 'state.json');
  const first = await startLocal(['--state', state]);
  const user = { userPoolId: first.userPoolId, username: 'ada', password: 'Correct-Horse-7' };
  await makeUser(first.endpoint, user);
  const signIn = {
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: first.clientId,
    AuthParameters: { USERNAME: 'ada', PASSWORD: user.password },
  };
  const { AuthenticationResult: before } = await must(first.endpoint, 'InitiateAuth', signIn);
  const jwks = await (await fetch(`${first.endpoint}${first.userPoolId}/.well-known/jwks.json`)).json();
  assert.equal((await first.stop()).code, 0);
  assert.equal((await stat(state)).mode & 0o777, 0o600);
  assert.ok(!(await readFile(state, 'utf8')).includes(user.password));

  const second = await startLocal(['--state', state]);
  assert.equal(second.userPoolId, first.userPoolId);
  assert.equal(second.clientId, first.clientId);
  assert.deepEqual(await (await fetch(`${second.endpoint}${first.userPoolId}/.well-known/jwks.json`)).json(), jwks);
  const { AuthenticationResult: later } = await must(second.endpoint, 'GetTokensFromRefreshToken', {
    ClientId: first.clientId,
    RefreshToken: before.RefreshToken,
  });
  assert.equal(claims(later.AccessToken).origin_jti, claims(before.AccessToken).origin_jti);
  assert.equal((await call(second.endpoint, 'GetUser', { AccessToken: before.AccessToken })).body.Username, 'ada');
  await second.stop();
});

test('the state survives a process that is killed', async () => {
  const state = join(folder, 'killed.json');
  const first = await startLocal(['--state', state]);
  await makeUser(first.endpoint, { userPoolId: first.userPoolId, username: 'ada', password: 'Correct-Horse-7' });
  const written = () => readFile(state, 'utf8').catch(() => '');
  while (!(await written()).includes('"CONFIRMED"')) await new Promise((resolve) => setTimeout(resolve, 20));
  await first.stop('SIGKILL');
  const second = await startLocal(['--state', state]);
  assert.equal(
    (await must(second.endpoint, 'AdminGetUser', { UserPoolId: first.userPoolId, Username: 'ada' })).UserStatus,
    'CONFIRMED',
  );
  await second.stop();
});

test('a state file that is damaged is named, and left as it is', async () => {
  const state = await file('damaged.json', '{"pools":');
  const { code, output } = await run('local', '--port', '0', '--state', state);
  assert.equal(code, 1);
  assert.match(output, /damaged\.json/);
  assert.equal(await readFile(state, 'utf8'), '{"pools":');
});

test('wrong usage is explained and ends with 2', async () => {
  for (const [args, reason] of [
    [['local', '--prot', '1'], /--prot/],
    [['local', '--port', 'http'], /--port must be a number/],
    [['local', '--port', '70000'], /--port must be a number/],
    [['local', '--host', '0.0.0.0'], /loopback/],
    [['local', 'stray'], /stray/],
    [['serve'], /Unknown command serve/],
    [[], /usage:/],
  ]) {
    const { code, output } = await run(...args);
    assert.equal(code, 2, args.join(' '));
    assert.match(output, reason);
    assert.ok(!/^ {4}at /m.test(output), 'no stack trace');
  }
});

test('--help tells the options and ends with 0', async () => {
  for (const args of [['--help'], ['local', '--help'], ['local', '-h']]) {
    const { code, output } = await run(...args);
    assert.equal(code, 0);
    assert.match(output, /usage: cognito-identity-wasm/);
  }
});

test('a configuration that cannot be used is explained and ends with 1', async () => {
  const bad = await file('bad.json', '{ "pools": [');
  const list = await file('list.json', '"pools"');
  const unknownTrigger = await file('trigger.json', { pools: [{ handlers: './trigger.mjs' }] });
  await file('trigger.mjs', 'export function beforeSignUp() {}');
  const noModule = await file('module.json', { pools: [{ handlers: './missing.mjs' }] });
  const wrongType = await file('type.json', { pools: [{ pool: { PoolName: 7 } }] });
  for (const [path, reason] of [
    [join(folder, 'nowhere.json'), /ENOENT/],
    [bad, /bad\.json is not valid JSON/],
    [list, /must hold an object/],
    [unknownTrigger, /exports no handler \(only beforeSignUp\)/],
    [noModule, /missing\.mjs/],
    [wrongType, /type\.json/],
  ]) {
    const { code, output } = await run('local', '--port', '0', '--config', path);
    assert.equal(code, 1, output);
    assert.match(output, reason);
    assert.ok(!/^ {4}at /m.test(output), output);
  }
});

test('a port in use is explained', async () => {
  const server = await startLocal();
  const { code, output } = await run('local', '--port', new URL(server.endpoint).port);
  assert.equal(code, 1);
  assert.match(output, /is in use/);
  await server.stop();
});

test('the first pool of the configuration is the one that the line names, and all are served', async () => {
  const client = { ClientName: 'app', ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'] };
  const path = await file('two.json', {
    pools: [
      { pool: { PoolName: 'one' }, clients: [client] },
      { pool: { PoolName: 'two' }, clients: [client] },
    ],
  });
  const server = await startLocal(['--config', path]);
  const { UserPools } = await must(server.endpoint, 'ListUserPools', { MaxResults: 10 });
  assert.deepEqual(UserPools.map((pool) => pool.Name).sort(), ['one', 'two']);
  assert.equal(UserPools.find((pool) => pool.Name === 'one').Id, server.userPoolId);
  // A user of the one is nobody in the other.
  await makeUser(server.endpoint, { userPoolId: server.userPoolId, username: 'ada', password: 'Correct-Horse-7' });
  const other = UserPools.find((pool) => pool.Name === 'two').Id;
  assert.equal(
    (await server.call('AdminGetUser', { UserPoolId: other, Username: 'ada' })).body.__type,
    'UserNotFoundException',
  );
  await server.stop();
});

test('handlers come from a module beside the configuration', async () => {
  await file(
    'handlers.mjs',
    `
    export const preTokenGeneration = async (event) => {
      event.response.claimsOverrideDetails = { claimsToAddOrOverride: { tier: 'gold' } };
      return event;
    };
    export const preSignUp = (event) => {
      if (event.userName.startsWith('bad')) throw new Error('this name is not welcome');
      event.response.autoConfirmUser = true;
      return event;
    };`,
  );
  const path = await file('handlers.json', {
    pools: [
      {
        pool: { PoolName: 'hooks' },
        clients: [{ ClientName: 'app', ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'] }],
        handlers: './handlers.mjs',
      },
    ],
  });
  const server = await startLocal(['--config', path]);
  const signUp = (Username) =>
    server.call('SignUp', { ClientId: server.clientId, Username, Password: 'Correct-Horse-7' });
  const refused = await signUp('badger');
  assert.equal(refused.body.__type, 'UserLambdaValidationException');
  assert.match(refused.body.message, /this name is not welcome/);
  assert.equal((await signUp('ada')).body.UserConfirmed, true);
  const { AuthenticationResult } = await must(server.endpoint, 'InitiateAuth', {
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: server.clientId,
    AuthParameters: { USERNAME: 'ada', PASSWORD: 'Correct-Horse-7' },
  });
  assert.equal(claims(AuthenticationResult.IdToken).tier, 'gold');
  await server.stop();
});
