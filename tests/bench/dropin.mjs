// The drop-in face beside amazon-cognito-identity-js: a whole authenticateUser over a stubbed transport, cold and warm,
// and getSession from the storage.
//
//   node tests/bench/dropin.mjs [--json]
//
// The transport answers at once with a real SRP challenge; nobody checks the proof, so that only the client's time
// counts. Cold is the first sign-in of a fresh process, the import included; turns alternate.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';

const COLD_RUNS = 11;
const root = fileURLToPath(new URL('../../', import.meta.url));
const [vector] = JSON.parse(readFileSync(new URL('../fixtures/srp.json', import.meta.url), 'utf8')).password;

const program = (specifier) => `
  const { SALT, SRP_B, secretBlock } = ${JSON.stringify(vector)};
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const token = [part({ alg: 'RS256' }), part({ exp: now + 3600, iat: now, sub: 's' }), 'c2ln'].join('.');
  const answers = {
    InitiateAuth: {
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeParameters: { USER_ID_FOR_SRP: 'mia', SALT, SRP_B, SECRET_BLOCK: secretBlock },
    },
    RespondToAuthChallenge: { AuthenticationResult: { IdToken: token, AccessToken: token, RefreshToken: 'r' } },
  };
  globalThis.fetch = async (url, init) => {
    const text = JSON.stringify(answers[init.headers['X-Amz-Target'].split('.')[1]]);
    return { ok: true, status: 200, json: async () => JSON.parse(text) };
  };
  const begin = performance.now();
  const all = await import(${JSON.stringify(specifier)});
  const { CognitoUserPool, CognitoUser, AuthenticationDetails } = all.CognitoUserPool ? all : all.default;
  const Pool = new CognitoUserPool({ UserPoolId: 'eu-central-1_AbCdEf123', ClientId: 'abc' });
  const user = () => new CognitoUser({ Username: 'mia', Pool, Storage: Pool.storage });
  const details = new AuthenticationDetails({ Username: 'mia', Password: 'Correct-h0rse!' });
  const signIn = () => new Promise((onSuccess, onFailure) => user().authenticateUser(details, { onSuccess, onFailure }));
  await signIn();
  const cold = performance.now() - begin;
  const median = (list) => list.sort((a, b) => a - b)[list.length >> 1];
  const measure = { cold };
  if (process.argv.includes('--warm')) {
    const warm = [];
    for (let turn = 0; turn < 15; turn++) {
      const start = performance.now();
      await signIn();
      warm.push(performance.now() - start);
    }
    measure.warm = median(warm);
    const stored = [];
    for (let turn = 0; turn < 60; turn++) {
      const start = performance.now();
      for (let index = 0; index < 500; index++) user().getSession((error) => { if (error) throw error; });
      stored.push((performance.now() - start) / 500);
    }
    measure.stored = median(stored);
    const same = user();
    const cached = [];
    for (let turn = 0; turn < 60; turn++) {
      const start = performance.now();
      for (let index = 0; index < 5000; index++) same.getSession((error) => { if (error) throw error; });
      cached.push((performance.now() - start) / 5000);
    }
    measure.cached = median(cached);
  }
  console.log(JSON.stringify(measure));`;

const clients = {
  'cognito-identity-wasm': pathToFileURL(`${root}pkg/dist/node.mjs`).href,
  'amazon-cognito-identity-js': 'amazon-cognito-identity-js',
};
const run = (specifier, ...flags) => {
  const node = ['--input-type=module', '-e', program(specifier), ...(flags.length ? ['--', ...flags] : [])];
  return JSON.parse(execFileSync(process.execPath, node, { cwd: root, encoding: 'utf8' }));
};

const cold = Object.fromEntries(Object.keys(clients).map((name) => [name, []]));
for (let turn = -1; turn < COLD_RUNS; turn++) {
  for (const [name, specifier] of Object.entries(clients)) {
    const measured = run(specifier).cold;
    // The first turn warms the disk's cache.
    if (turn >= 0) cold[name].push(measured);
  }
}
const results = Object.entries(clients).map(([name, specifier]) => ({
  name,
  ...run(specifier, '--warm'),
  cold: cold[name].sort((a, b) => a - b)[COLD_RUNS >> 1],
}));

const [ours, theirs] = results;
if (process.argv.includes('--json')) {
  console.log(JSON.stringify({ runs: COLD_RUNS, results }));
} else {
  console.log(`\nauthenticateUser over a stubbed transport, median, ms (${cpus()[0]?.model}, Node ${process.version})`);
  const rows = {
    cold: 'first sign-in of a process, import included',
    warm: 'later sign-ins',
    stored: 'getSession from the storage, a new user object',
    cached: 'getSession of the same user object',
  };
  for (const [key, what] of Object.entries(rows)) {
    const numbers = `${ours[key].toFixed(4).padStart(10)}${theirs[key].toFixed(4).padStart(12)}`;
    console.log(`${what.padEnd(50)}${numbers}   ${(theirs[key] / ours[key]).toFixed(1)} times faster`);
  }
}
const slow = [
  ours.cold * 5 > theirs.cold && 'A cold sign-in is not five times faster.',
  ours.warm * 5 > theirs.warm && 'A warm sign-in is not five times faster.',
  ours.stored > theirs.stored * 1.5 && 'getSession from the storage takes more than 1.5 times as long.',
].filter(Boolean);
if (slow.length) {
  console.error(slow.join('\n'));
  process.exitCode = 1;
}
