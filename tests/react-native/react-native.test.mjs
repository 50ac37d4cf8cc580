// React Native: an app bundled by Metro with React Native's Babel preset and configuration, compiled and run by Hermes. The answers come from
// a local Cognito and from an auth proxy. No phone or simulator takes part.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { makePool, makeUser, must, packageFile, startLocal, totp } from '../js/local/server-process.mjs';
import { pack, root } from '../packaging/installed.mjs';
import { program, startApp } from './hermes.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const tools = join(here, 'node_modules');
const PASSWORD = 'Correct-Horse-7';
const ASYNC_STORAGE = '@react-native-async-storage/async-storage';

let work;
let local;
let ids;
let bundle;
let people = 0;

/** Bundles an entry of the work folder as an app's release is, and gives where the bundle is. */
function metro(entry, folder = work) {
  const node = join(tools, 'node-24/bin/node');
  chmodSync(node, 0o755);
  const out = join(folder, `${entry}.bundle.js`);
  execFileSync(node, [join(here, 'bundle.cjs'), folder, entry, out], { encoding: 'utf8', stdio: 'pipe' });
  return out;
}

/** A package of the work folder. */
function put(name, code) {
  const folder = join(work, 'node_modules', name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
  writeFileSync(join(folder, 'index.js'), code);
}

before(async () => {
  work = mkdtempSync(join(here, 'work-'));
  const { tarball } = pack(work);
  const place = join(work, 'node_modules/cognito-identity-wasm');
  mkdirSync(place, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', place]);
  put(ASYNC_STORAGE, 'module.exports = { default: globalThis.host?.storage };');
  writeFileSync(join(work, 'package.json'), '{ "name": "an-app", "version": "1.0.0" }');
  writeFileSync(join(work, 'babel.config.js'), "module.exports = { presets: ['@react-native/babel-preset'] };");
  for (const file of ['app.js', 'platform.js', 'srp.js']) copyFileSync(join(here, file), join(work, file));
  writeFileSync(join(work, 'index.js'), "import './platform.js';\nimport './app.js';\n");
  local = await startLocal(['--issuer', 'aws']);
  ids = await makePool(local.endpoint);
  await must(local.endpoint, 'SetUserPoolMfaConfig', {
    UserPoolId: ids.userPoolId,
    MfaConfiguration: 'OPTIONAL',
    SoftwareTokenMfaConfiguration: { Enabled: true },
  });
  bundle = metro('index.js');
});
after(async () => {
  await local?.stop();
  if (work) rmSync(work, { recursive: true, force: true });
});

/** Somebody, with an authenticator app where that is wanted. */
async function somebody({ hasTotp = false } = {}) {
  const username = `mia${++people}`;
  const person = { username, password: PASSWORD };
  await makeUser(local.endpoint, { ...ids, ...person, attributes: { email: `${username}@example.com` } });
  if (!hasTotp) return person;
  const { AuthenticationResult } = await must(local.endpoint, 'InitiateAuth', {
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: ids.clientId,
    AuthParameters: { USERNAME: username, PASSWORD },
  });
  const { AccessToken } = AuthenticationResult;
  const { SecretCode } = await must(local.endpoint, 'AssociateSoftwareToken', { AccessToken });
  await must(local.endpoint, 'VerifySoftwareToken', { AccessToken, UserCode: totp(SecretCode, -1) });
  const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true };
  await must(local.endpoint, 'SetUserMFAPreference', { AccessToken, SoftwareTokenMfaSettings });
  return { ...person, code: SecretCode };
}

/** An app that runs, for one test. */
function started(t) {
  const app = startApp(readFileSync(bundle, 'utf8'), { totp: (secret) => totp(secret) });
  t.after(() => app.stop());
  return app;
}
const listening = async (t, handler) => {
  const server = createServer(handler);
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  t.after(() => server.close());
  return `http://127.0.0.1:${server.address().port}`;
};
const reach = () => ({ userPoolId: ids.userPoolId, clientId: ids.clientId, endpoint: local.endpoint });

test('today’s compiler of Hermes takes the bundle, and its old one', () => {
  const today = join(tools, 'hermes-compiler/hermesc/linux64-bin/hermesc');
  chmodSync(today, 0o755);
  for (const compiler of [today, program('hermesc')])
    execFileSync(compiler, ['-O', '-w', '-emit-binary', '-out', join(work, 'bundle.hbc'), bundle], { stdio: 'pipe' });
});

test('the bundle has the engine that is JavaScript, and no other', () => {
  const text = readFileSync(bundle, 'utf8');
  assert.doesNotMatch(text, /WebAssembly\.Module\(/);
  assert.match(text, /Q2FsZGVyYSBEZXJpdmVkIEtle/, 'the engine’s data is there');
});

test('modern API: SRP with an authenticator’s code, a refresh, a start from AsyncStorage, a sign-out', async (t) => {
  const person = await somebody({ hasTotp: true });
  const origin = await listening(t, (request, response) => {
    response.end(JSON.stringify({ authorization: request.headers.authorization }));
  });
  const app = started(t);
  const { srpMs, ...said } = await app.run('modern', { ...reach(), ...person, origin });
  t.diagnostic(`SRP until the challenge: ${srpMs} ms`);
  assert.deepEqual(said, {
    tooEarly: 'NotAvailable',
    before: null,
    asked: 'softwareTokenMfa',
    status: 'signedIn',
    email: `${person.username}@example.com`,
    refreshed: true,
    sent: true,
    elsewhere: 'InvalidArgument',
    found: person.username,
    isValid: true,
    kept: 5,
    out: { revoked: true },
    after: [],
    gone: null,
  });
});

test('modern API: the entry for apps behind an auth proxy', async (t) => {
  const { AuthProxy, toNodeHandler } = await import(packageFile('dist/server.node.mjs'));
  const proxy = new AuthProxy({
    pools: [{ ...reach(), path: '/auth' }],
    custody: 'token',
    keys: [{ id: 'k1', secret: Buffer.alloc(32, 7).toString('base64url') }],
  });
  const origin = await listening(t, toNodeHandler(proxy));
  const person = await somebody();
  const said = await started(t).run('behindProxy', { ...person, proxy: `${origin}/auth` });
  assert.deepEqual(said, [true, `${person.username}@example.com`, { revoked: true }]);
});

test('drop-in API: SRP with an authenticator’s code, a refresh, sync, a sign-out', async (t) => {
  const person = await somebody({ hasTotp: true });
  const app = started(t);
  const { srpMs, ...said } = await app.run('dropin', { ...reach(), ...person });
  t.diagnostic(`SRP until the challenge: ${srpMs} ms`);
  assert.deepEqual(said, {
    synced: 'SUCCESS',
    isValid: true,
    refreshed: true,
    kept: 5,
    prefixed: true,
    name: person.username,
    after: [],
  });
});

test('without random numbers the error names the polyfill', async (t) => {
  const said = await started(t).run('withoutRandom', reach());
  assert.equal(said[0], 'EngineUnavailable');
  assert.match(said[1], /import react-native-get-random-values first/);
  assert.match(said[2], /import react-native-get-random-values first/);
});

test('classes that Babel compiles to ES5 extend AuthError', async (t) => {
  assert.deepEqual(await started(t).run('errors'), [true, true, true, true, true, 'Own', 'mine', false]);
});

test('without AsyncStorage it bundles, and sync says what to install', async (t) => {
  // Beside the other app: Metro looks for packages in the folders above, too.
  const folder = mkdtempSync(join(here, 'work-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(join(work, 'node_modules/cognito-identity-wasm'), join(folder, 'node_modules/cognito-identity-wasm'), {
    recursive: true,
  });
  for (const file of ['package.json', 'babel.config.js', 'platform.js'])
    copyFileSync(join(work, file), join(folder, file));
  writeFileSync(
    join(folder, 'index.js'),
    `import './platform.js';
     import { CognitoUserPool } from 'cognito-identity-wasm';
     globalThis.app = { sync: () => new Promise((done) => {
       new CognitoUserPool({ UserPoolId: 'eu-central-1_AbCdEf123', ClientId: 'abc' }).storage.sync((error) => done(error.message));
     }) };`,
  );
  const app = startApp(readFileSync(metro('index.js', folder), 'utf8'));
  t.after(() => app.stop());
  assert.match(await app.run('sync'), /@react-native-async-storage\/async-storage is not installed/);
});

test('the sample for Expo bundles, with stand-ins for React and React Native', () => {
  const sample = fileURLToPath(new URL('../../www-example/react-native/', import.meta.url));
  const folder = join(work, 'sample');
  cpSync(sample, folder, { recursive: true });
  const { dependencies } = JSON.parse(readFileSync(join(sample, 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies))
    if (!/cognito|async-storage/.test(name)) put(name, 'module.exports = { registerRootComponent() {} };');
  put('react/jsx-runtime', '');
  const out = metro('sample/index.js');
  execFileSync(program('hermesc'), ['-O', '-w', '-emit-binary', '-out', join(work, 'sample.hbc'), out], {
    stdio: 'pipe',
  });
  assert.match(readFileSync(out, 'utf8'), /one-time-code/);
});

test('a sign-in computes at least eight times faster than the incumbent’s JavaScript', async (t) => {
  const { outputFiles } = await build({
    stdin: {
      contents: `export { default as AuthenticationHelper } from 'amazon-cognito-identity-js/es/AuthenticationHelper.js';
                 export { default as BigInteger } from 'amazon-cognito-identity-js/es/BigInteger.js';`,
      resolveDir: root,
    },
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'browser',
    define: { global: 'globalThis' },
  });
  writeFileSync(join(work, 'incumbent.js'), outputFiles[0].contents);
  const said = execFileSync(program('hermes'), ['-O', '-w', metro('srp.js')], { encoding: 'utf8' });
  const { ours, theirs } = JSON.parse(said);
  t.diagnostic(`ours ${ours} ms, the incumbent's ${theirs} ms: ${(theirs / ours).toFixed(1)} times`);
  assert.ok(theirs / ours >= 8, said);
});
