// The command's state: one process has it, who cannot write learns it at the start, and a configuration does not go before it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { CLI, packageFile, startLocal } from './server-process.mjs';

const { LocalCognito } = await import(packageFile('dist/local.node.mjs'));
const ID = 'us-east-1_Owner0001';
const CONFIG = { pools: [{ pool: { Id: ID, PoolName: 'people' }, clients: [{ ClientId: 'app', ClientName: 'app' }] }] };
const folders = [];
after(() => Promise.all(folders.map((path) => rm(path, { recursive: true }))));

async function place(config = CONFIG) {
  const path = await mkdtemp(join(tmpdir(), 'owner-'));
  folders.push(path);
  const configPath = join(path, 'local.json');
  await writeFile(configPath, typeof config === 'string' ? config : JSON.stringify(config));
  const state = join(path, 'state.json');
  return { path, configPath, state, lock: `${state}.lock`, args: ['--config', configPath, '--state', state] };
}

/** Runs the command, which must end by itself. */
function refused(args) {
  const child = spawn(process.execPath, [CLI, 'local', '--port', '0', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  child.stdout.on('data', () => child.kill());
  return new Promise((settle) => child.once('close', (code) => settle({ code, stderr })));
}

const add = (server, Username) =>
  server.call('AdminCreateUser', { UserPoolId: ID, Username, MessageAction: 'SUPPRESS' });

test('a state file has one process, until that ends in any way', async () => {
  const { args, state, path } = await place();
  const first = await startLocal(args);
  const { code, stderr } = await refused(args);
  assert.equal(code, 1);
  assert.match(stderr, new RegExp(`state\\.json is in use by process ${first.child.pid}: stop it first`));
  await add(first, 'ada');
  await first.stop();
  assert.deepEqual((await readdir(path)).sort(), ['local.json', 'state.json']);
  const second = await startLocal(args);
  assert.equal((await second.call('AdminGetUser', { UserPoolId: ID, Username: 'ada' })).status, 200);
  await second.stop('SIGKILL');
  // What the dead one left is in nobody's way.
  const third = await startLocal(args);
  await third.stop();
  assert.ok((await readFile(state, 'utf8')).includes('ada'));
});

test('a link to the state file is the file: it has one process, and stays a link', async () => {
  const { args, configPath, path, state } = await place();
  const first = await startLocal(args);
  const link = join(path, 'link.json');
  await symlink('state.json', link);
  const { code, stderr } = await refused(['--config', configPath, '--state', link]);
  assert.equal(code, 1);
  assert.match(stderr, new RegExp(`state\\.json is in use by process ${first.child.pid}`));
  await first.stop();
  const second = await startLocal(['--config', configPath, '--state', link]);
  await add(second, 'ben');
  await second.stop();
  assert.ok((await lstat(link)).isSymbolicLink());
  assert.ok((await readFile(state, 'utf8')).includes('ben'));
});

test('a lock that cannot be read is told as that', async () => {
  const { args, lock } = await place();
  await mkdir(lock);
  const { code, stderr } = await refused(args);
  assert.equal(code, 1);
  assert.match(stderr, /state\.json\.lock cannot be read, so nobody knows who has the state: EISDIR/);
});

test('the lock of another machine counts while it is renewed', async () => {
  const { args, lock } = await place();
  const foreign = JSON.stringify({ pid: 1, host: `not-${hostname()}`, id: 'x' });
  await writeFile(lock, foreign);
  const { stderr } = await refused(args);
  assert.match(stderr, /in use by process 1 on not-/);
  assert.equal(await readFile(lock, 'utf8'), foreign);
  const before = new Date(Date.now() - 60_000);
  await utimes(lock, before, before);
  const server = await startLocal(args);
  await server.stop();
});

test('a lock that nobody can read is taken once it is old', async () => {
  const { args, lock } = await place();
  await writeFile(lock, '');
  const server = await startLocal(args);
  await server.stop();
});

test('a process that lost its lock overwrites nothing', async () => {
  const { args, state, lock } = await place();
  const server = await startLocal(args);
  const before = await readFile(state, 'utf8');
  await writeFile(lock, JSON.stringify({ pid: 1, host: 'other', id: 'x' }));
  await add(server, 'ada');
  const { code, stderr } = await server.stop();
  assert.equal(code, 1);
  assert.match(stderr, /in use by process 1 on other/);
  assert.equal(await readFile(state, 'utf8'), before);
  assert.ok((await readFile(lock, 'utf8')).includes('other'), 'the lock is the other one’s');
});

test('a place that cannot be written is refused before anything is served', async () => {
  const { path, configPath } = await place();
  for (const state of [join(path, 'missing', 'state.json'), join(configPath, 'state.json')]) {
    const { code, stderr } = await refused(['--state', state]);
    assert.equal(code, 1);
    assert.match(stderr, /The state cannot be written: /);
  }
});

test('the state is there from the start', async () => {
  const { args, state } = await place();
  const server = await startLocal(args);
  assert.ok((await readFile(state, 'utf8')).includes(ID));
  await server.stop('SIGKILL');
});

test('what a configuration got after the state was made is named on stderr', async () => {
  const { args, configPath } = await place();
  await (await startLocal(args)).stop();
  const later = {
    pools: [
      {
        pool: { Id: ID, PoolName: 'people', MfaConfiguration: 'OPTIONAL' },
        clients: [
          { ClientId: 'app', ClientName: 'app', AccessTokenValidity: 2 },
          { ClientId: 'more', ClientName: 'more' },
        ],
        users: [{ Username: 'grace' }],
        groups: ['admins'],
        domains: [{ Domain: 'people' }],
      },
      { pool: { PoolName: 'second' } },
    ],
  };
  await writeFile(configPath, JSON.stringify(later));
  const server = await startLocal(args);
  const { UserPools } = (await server.call('ListUserPools', { MaxResults: 10 })).body;
  assert.equal(UserPools.length, 1);
  const { stderr, stdout } = await server.stop();
  assert.equal(stdout.trim().split('\n').length, 1);
  assert.match(stderr, /state\.json goes before .*local\.json\. Ignored of the latter: /);
  for (const name of [
    'pools[0].pool: MfaConfiguration',
    'pools[0].clients: app (AccessTokenValidity), more',
    'pools[0].users: grace',
    'pools[0].groups: admins',
    'pools[0].domains: people',
    'pools[1] (second)',
  ])
    assert.ok(stderr.includes(name), `${name} in ${stderr}`);
  const config = { pools: [{ pool: { PoolName: 'x' }, users: [{ Username: 'ada' }] }] };
  const one = new LocalCognito(config);
  assert.deepEqual(one.ignored, []);
  assert.deepEqual(new LocalCognito(config, { snapshot: await one.snapshot() }).ignored, []);
});

test('the state of a newer version is said to be that', async () => {
  const { args, state } = await place();
  await (await startLocal(args)).stop();
  const { version, ...rest } = JSON.parse(await readFile(state, 'utf8'));
  await writeFile(state, JSON.stringify({ version: version + 1, ...rest }));
  const { code, stderr } = await refused(args);
  assert.equal(code, 1);
  assert.match(stderr, /state\.json: The state was written by a newer version .*update cognito-identity-wasm/);
});

test('a byte order mark before the configuration is nothing', async () => {
  const { args } = await place(`\uFEFF${JSON.stringify(CONFIG)}`);
  const server = await startLocal(args);
  assert.equal(server.userPoolId, ID);
  await server.stop();
});

test('--allow-host compares names, whatever their letters and ports', async () => {
  const { args } = await place();
  const server = await startLocal([...args, '--allow-host', 'Cognito.Example:9400']);
  const { port } = new URL(server.endpoint);
  for (const [host, status] of [
    ['cognito.example', 200],
    [`COGNITO.example:${port}`, 200],
    ['cognito.example.', 200],
    ['localhost.', 200],
    [`LOCALHOST:${port}`, 200],
    ['other.example', 421],
    ['cognito.example@localhost', 421],
    ['localhost/evil', 421],
  ]) {
    const { request } = await import('node:http');
    const got = await new Promise((settle, fail) => {
      const options = { host: '127.0.0.1', port, path: '/_local/health', headers: { host } };
      request(options, (reply) => settle(reply.resume().statusCode))
        .on('error', fail)
        .end();
    });
    assert.equal(got, status, host);
  }
  await server.stop();
  const { code, stderr } = await refused(['--allow-host', 'a b']);
  assert.equal(code, 2);
  assert.match(stderr, /--allow-host must be a host name/);
});

test('a module of handlers may export more, and is warned where it nearly exports a handler', async () => {
  const { path, configPath } = await place({
    pools: [{ pool: { Id: ID }, clients: [{ ClientId: 'app', ClientName: 'app' }], handlers: './handlers.mjs' }],
  });
  await writeFile(
    join(path, 'handlers.mjs'),
    `export const helper = () => 1; export const limits = {}; export const preSignup = (event) => event;
     export const preSignUp = (event) => { event.response.autoConfirmUser = true; return event; };`,
  );
  const server = await startLocal(['--config', configPath]);
  const answer = await server.call('SignUp', { ClientId: 'app', Username: 'ada', Password: 'Correct-Horse-7' });
  assert.equal(answer.body.UserConfirmed, true);
  const { stderr } = await server.stop();
  assert.match(stderr, /exports preSignup, which is not a trigger and is ignored\. Did you mean preSignUp\?/);
  assert.ok(!stderr.includes('helper'), stderr);
  await writeFile(join(path, 'handlers.mjs'), 'export const helper = () => 1;');
  const nothing = await refused(['--config', configPath]);
  assert.match(nothing.stderr, /exports no handler \(only helper\)/);
});
