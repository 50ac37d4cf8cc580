// docs/local.md: its tables are complete, and its programs run as they stand there.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { REFUSED } from '../local/refused.mjs';
import { CLI, PACKAGE, packageFile } from '../local/server-process.mjs';
import { operationNames } from '../local/service-model.mjs';
import { python } from '../peers/python.mjs';
import { blocks, text } from './blocks.mjs';

const execute = promisify(execFile);
const { LocalCognito } = await import(packageFile('dist/local.node.mjs'));
const DOCUMENT = text('docs/local.md');
const TYPES = text('pkg-template/types/local.d.ts');

/** The block of a language below a heading; `nth` where there are several. */
const block = (heading, language, nth = 0) =>
  blocks('docs/local.md').filter((one) => one.heading === heading && one.language === language)[nth].code;

/** Names in the first column of the tables below a heading. */
function rows(heading) {
  const [part] = DOCUMENT.split(`## ${heading}\n`)[1].split('\n## ');
  const first = [...part.matchAll(/^\| (`[^|]*`) \|/gm)].map(([, cell]) => cell);
  return first.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name));
}

const members = (type) => {
  const body = new RegExp(`interface ${type} \\{\\n(.*?)\\n\\}`, 's').exec(TYPES)[1];
  return [...body.matchAll(/^ {2}(?:readonly )?(\w+)\??:/gm)].map(([, name]) => name);
};

/** A folder in which the package is installed. */
function project(t) {
  const folder = mkdtempSync(join(tmpdir(), 'ciw-local-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(PACKAGE, join(folder, 'node_modules/cognito-identity-wasm'));
  return folder;
}

test('every option of the command is in the table', async () => {
  const { stdout } = await execute(process.execPath, [CLI, 'local', '--help']);
  const options = [...stdout.matchAll(/^ {2}(--[\w-]+(?: <\w+>)?)/gm)].map(([, option]) => option);
  assert.ok(options.length >= 7);
  assert.deepEqual(rows('Start it').sort(), options.sort());
});

test('every member of the configuration, of the outbox, every fault and trigger is in its table', () => {
  assert.deepEqual(rows('Configure it').sort(), [...members('LocalConfig'), ...members('LocalPoolConfig')].sort());
  assert.deepEqual(rows('Read the codes').sort(), members('SentCode').sort());
  assert.deepEqual(rows('Make it fail').sort(), members('Faults').sort());
  const triggers = [
    ...TYPES.split('type TriggerName =')[1]
      .split(';')[0]
      .matchAll(/'(\w+)'/g),
  ].map(([, name]) => name);
  assert.deepEqual(rows('Triggers').sort(), triggers.sort());
});

test('what is refused is named, and the rest is counted', () => {
  const [part] = DOCUMENT.split('## What it leaves out\n')[1].split('\n\nSome things');
  const named = [...part.matchAll(/`(\w+)`/g)].map(([, name]) => name);
  assert.deepEqual(named.sort(), Object.keys(REFUSED).sort());
  const answered = operationNames.length - named.length;
  assert.ok(part.includes(`${answered} of the ${operationNames.length} operations`), part);
});

test('the configurations can be used, and the triggers do what is said', async () => {
  const config = JSON.parse(block('Configure it', 'json'));
  const local = new LocalCognito(config);
  const domains = ['people.auth.eu-central-1.amazoncognito.com'];
  assert.deepEqual(local.pools, [
    { userPoolId: 'eu-central-1_Local0001', name: 'people', clientIds: ['web'], domains },
  ]);
  local.close();
  new LocalCognito(JSON.parse(block('Triggers', 'json'))).close();
  const handlers = await import(`data:text/javascript,${encodeURIComponent(block('Triggers', 'js'))}`);
  const [pool] = new LocalCognito().pools;
  const withHandlers = new LocalCognito({
    pools: [{ ...config.pools[0], handlers: { ...handlers } }],
  });
  assert.ok(pool);
  const signUp = async (Username) => {
    const UserAttributes = [
      { Name: 'email', Value: `${Username}@${Username === 'eve' ? 'example.com' : 'example.org'}` },
    ];
    const body = JSON.stringify({ ClientId: 'web', Username, Password: 'Correct-Horse-7', UserAttributes });
    const headers = { 'x-amz-target': 'AWSCognitoIdentityProviderService.SignUp' };
    return (await withHandlers.fetch('http://local/', { method: 'POST', headers, body })).json();
  };
  assert.equal((await signUp('eve')).UserConfirmed, true);
  assert.equal((await signUp('fred')).UserConfirmed, false);
  const { subject, message, code } = withHandlers.outbox.at(-1);
  assert.deepEqual([subject, message], ['Hello', `Dear fred, your code is ${code}.`]);
});

test('the program for Jest passes in jsdom', async (t) => {
  const folder = project(t);
  const environment = createRequire(import.meta.url).resolve('jest-environment-jsdom');
  const code = block('Jest', 'js').replace('@jest-environment jsdom', `@jest-environment ${environment}`);
  writeFileSync(join(folder, 'sign-up.test.js'), code);
  const jest = join(dirname(createRequire(import.meta.url).resolve('jest/package.json')), 'bin/jest.js');
  const { stderr } = await execute(process.execPath, [jest, '--rootDir', folder, '--config', '{}'], { cwd: folder });
  assert.match(stderr, /Tests: +1 passed/);
});

test('the program for pytest passes', async (t) => {
  const folder = project(t);
  writeFileSync(join(folder, 'test_local.py'), block('pytest', 'python'));
  const program = await python(['boto3==1.40.50', 'pytest==8.4.2'], 'pytest');
  const { stdout } = await execute(program, ['-q', 'test_local.py'], { cwd: folder });
  assert.match(stdout, /1 passed/);
});

test('the entry point, the health check and the end of the container file work without a container', async (t) => {
  const folder = project(t);
  const file = text('docs/local.Dockerfile');
  const words = (name) => JSON.parse(new RegExp(`^${name} (?:--\\S+ CMD )?(\\[.*\\])$`, 'm').exec(file)[1]);
  const [, script, ...options] = words('ENTRYPOINT').map((word) => word.replace('/app', folder));
  assert.ok(script.endsWith('/bin/cli.mjs'));
  const state = words('CMD').map((word) => word.replace('/state', folder));
  // The last port counts: the one of the file may be in use here.
  const args = [script, ...options, ...state, '--allow-host', 'cognito', '--port', '0'];
  const server = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  t.after(() => server.kill());
  const [line] = await once(server.stdout.setEncoding('utf8'), 'data');
  const { port } = new URL(JSON.parse(line).endpoint);
  const [, flag, health] = words('HEALTHCHECK');
  await execute(process.execPath, [flag, health.replace('9400', port)]);
  await assert.rejects(execute(process.execPath, [flag, health.replace('9400', '1')]));
  server.kill('SIGTERM');
  const [code] = await once(server, 'exit');
  assert.equal(code, 0);
});
