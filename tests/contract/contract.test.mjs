// Clients that generators make of openapi.json sign in by SRP with a second factor, at the program that people start.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import srp from 'cognito-srp-helper';
import { PACKAGE, startLocal, totp } from '../js/local/server-process.mjs';
import { python } from '../js/peers/python.mjs';
import { behind, startProxy, writeJson } from '../js/server/processes.mjs';
import { LOCAL, PASSWORD } from '../js/server/world.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const tool = (name) => join(here, 'node_modules/.bin', name);
const DOCUMENT = resolve(PACKAGE, 'openapi.json');
const document = JSON.parse(readFileSync(DOCUMENT, 'utf8'));
const SECRET_CODE = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const EMAIL = 'mia@example.com';

/** A pool with a second factor; `mia` has an authenticator app. */
const [seeded] = LOCAL.pools;
const withFactors = (pool) => ({
  ...seeded,
  pool: { ...seeded.pool, MfaConfiguration: 'OPTIONAL', SoftwareTokenMfaConfiguration: { Enabled: true }, ...pool },
  users: [
    {
      Username: 'mia',
      Password: PASSWORD,
      Attributes: { email: EMAIL, email_verified: 'true' },
      mfa: { softwareToken: { secretCode: SECRET_CODE }, preferred: 'softwareToken' },
    },
  ],
});
const DEVICES = {
  DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false },
};

/** An auth proxy with people behind it. */
async function running(t, custody, pool = {}) {
  const local = await startLocal(['--config', writeJson('local.json', { pools: [withFactors(pool)] })]);
  t.after(() => local.stop());
  return (await startProxy(t, behind(local, custody))).url;
}

/** A program's end, and all that it said. */
const end = (program, args, options = {}) =>
  new Promise((settle) =>
    execFile(program, args, { maxBuffer: 1 << 26, ...options }, (error, stdout, stderr) =>
      settle({ code: error ? (error.code ?? error.signal) : 0, stdout, output: stdout + stderr }),
    ),
  );

async function good(program, args, options) {
  const ended = await end(program, args, options);
  assert.equal(ended.code, 0, ended.output);
  return ended;
}

let work;
before(() => {
  // Beside the tools, so that the programs find them.
  work = mkdtempSync(join(here, 'work-'));
});
after(() => rmSync(work, { recursive: true, force: true }));

test('the group and the label of a proof are those of another library', () => {
  const require = createRequire(import.meta.url);
  const bundle = readFileSync(join(dirname(require.resolve('cognito-srp-helper')), '../cjs/index.js'), 'utf8');
  assert.ok(bundle.toUpperCase().includes(group()));
  assert.ok(bundle.includes(label()));
});

/** What the document prints of the group. */
function group() {
  const lines = document.info.description.match(/^[0-9A-F]{96}$/gm);
  assert.equal(lines.length, 8);
  return lines.join('');
}
const label = () => /"([A-Z][\w ]+ Key)"/.exec(document.info.description)[1];

/** The proof by cognito-srp-helper. */
function proofOf(username, password) {
  const session = srp.createSrpSession(username, password, '_', false);
  return {
    publicHex: session.largeA,
    prove({ realm, userIdForSrp, salt, srpB, secretBlock }) {
      const known = { ...session, poolId: `_${realm}`, poolIdAbbr: realm };
      const parameters = { SALT: salt, SRP_B: srpB, SECRET_BLOCK: secretBlock, USER_ID_FOR_SRP: userIdForSrp };
      const { passwordSignature, timestamp } = srp.signSrpSession(known, { ChallengeParameters: parameters });
      return {
        username: userIdForSrp,
        timestamp,
        passwordClaimSecretBlock: secretBlock,
        passwordClaimSignature: passwordSignature,
      };
    },
  };
}

test('openapi-typescript: a client signs in, and mistakes do not compile', { timeout: 240_000 }, async (t) => {
  const { output } = await good(tool('openapi-typescript'), [DOCUMENT, '-o', join(work, 'schema.d.ts')]);
  assert.doesNotMatch(output, /warn|error/i);
  for (const name of ['client.ts', 'refused.ts']) copyFileSync(join(here, name), join(work, name));
  const compilerOptions = { strict: true, exactOptionalPropertyTypes: true, module: 'nodenext', target: 'es2022' };
  const files = ['client.ts', 'refused.ts', 'schema.d.ts'];
  const tsconfig = { compilerOptions: { ...compilerOptions, lib: ['es2022', 'dom'], types: [] }, files };
  writeFileSync(join(work, 'tsconfig.json'), JSON.stringify(tsconfig));
  await good(tool('tsc'), ['-p', work]);
  const { visit } = await import(pathToFileURL(join(work, 'client.js')).href);
  const mia = (url, password = PASSWORD) => {
    const proof = proofOf('mia', password);
    return visit({ url, username: 'mia', proof, code: () => totp(SECRET_CODE) });
  };
  const asked = ['PASSWORD_VERIFIER', 'SOFTWARE_TOKEN_MFA'];

  const url = await running(t, 'token');
  await assert.rejects(mia(url, 'Wrong-Horse-7'), ({ status, details }) => {
    assert.deepEqual([status, details.code, details.retryable], [401, 'NotAuthorized', false]);
    return true;
  });
  const seen = await mia(url);
  const rest = { email: EMAIL, mfa: 'SOFTWARE_TOKEN_MFA', isNew: true, ended: 200, after: 'NotAuthorized' };
  assert.deepEqual(seen, { asked, username: 'mia', ...rest });

  const { claims, ...kept } = await mia(await running(t, 'cookie'));
  assert.deepEqual([kept.asked, claims.username, typeof claims.sub], [asked, 'mia', 'string']);
});

test('openapi-python-client: nothing is dropped, and a client signs in', { timeout: 280_000 }, async (t) => {
  const interpreter = await python(['openapi-python-client==0.28.4']);
  // It formats with ruff, which lies beside it.
  const env = { ...process.env, PATH: `${dirname(interpreter)}:${process.env.PATH}`, PYTHONPATH: work };
  const args = ['generate', '--path', DOCUMENT, '--output-path', join(work, 'auth_client'), '--meta', 'none'];
  const generator = join(dirname(interpreter), 'openapi-python-client');
  const { output } = await good(generator, [...args, '--fail-on-warning'], { env });
  assert.doesNotMatch(output, /warning|skipping|unsupported|ignor/i);
  const wanted = Object.values(document.paths).flatMap((item) => Object.values(item));
  for (const { operationId, tags } of wanted) {
    const snake = (text) => text.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replaceAll('-', '_');
    const file = join(work, 'auth_client/api', snake(tags[0]), `${snake(operationId)}.py`);
    assert.match(readFileSync(file, 'utf8'), /^def sync\(/m, operationId);
  }

  const signIn = async (url, password = PASSWORD) => {
    const input = [join(here, 'client.py'), url, 'mia', password, SECRET_CODE, group(), label()];
    return JSON.parse((await good(interpreter, input, { env })).stdout);
  };
  const url = await running(t, 'token', DEVICES);
  const wrong = await signIn(url, 'Wrong-Horse-7');
  assert.deepEqual(wrong, { asked: ['PASSWORD_VERIFIER'], code: 'NotAuthorized', retryable: false });
  assert.deepEqual(await signIn(url), {
    asked: ['PASSWORD_VERIFIER', 'SOFTWARE_TOKEN_MFA'],
    again: ['PASSWORD_VERIFIER', 'DEVICE_SRP_AUTH', 'DEVICE_PASSWORD_VERIFIER'],
    username: 'mia',
    email: EMAIL,
  });
  const kept = await signIn(await running(t, 'cookie'));
  assert.deepEqual(kept, { asked: ['PASSWORD_VERIFIER', 'SOFTWARE_TOKEN_MFA'], subject: true, token: false });
});
