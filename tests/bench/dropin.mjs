// The drop-in API beside amazon-cognito-identity-js: a whole authenticateUser over a stubbed transport, cold and warm,
// and getSession from the storage.
//
//   node tests/bench/dropin.mjs [--markdown | --json]
//
// The transport answers at once with a real SRP challenge; nobody checks the proof, so that only the client's time
// counts. Cold is the first sign-in of a fresh process, the import included; turns alternate.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { median, promise, takeTurns, timeTable } from './stats.mjs';

const TURNS = 9;
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
  const warm = [];
  for (let turn = 0; turn < 15; turn++) {
    const start = performance.now();
    await signIn();
    warm.push(performance.now() - start);
  }
  const sessions = (user, count) => {
    const start = performance.now();
    for (let index = 0; index < count; index++) user().getSession((error) => { if (error) throw error; });
    return ((performance.now() - start) * 1000) / count;
  };
  const stored = Array.from({ length: 40 }, () => sessions(user, 500));
  const same = user();
  const cached = Array.from({ length: 40 }, () => sessions(() => same, 5000));
  console.log(JSON.stringify({ cold, warm, stored, cached }));`;

const clients = {
  'cognito-identity-wasm': pathToFileURL(`${root}pkg/dist/node.mjs`).href,
  'amazon-cognito-identity-js': 'amazon-cognito-identity-js',
};
const run = (specifier) => {
  const node = ['--input-type=module', '-e', program(specifier)];
  return JSON.parse(execFileSync(process.execPath, node, { cwd: root, encoding: 'utf8' }));
};
const runs = Object.entries(clients).map(([name, specifier]) => [name, () => run(specifier)]);
const results = await takeTurns(Object.fromEntries(runs), { turns: TURNS });

/** What each process measured: its one cold sign-in, or the median of what it did more often. */
const column = (key) =>
  Object.fromEntries(Object.entries(results).map(([name, all]) => [name, all.map((one) => median([one[key]].flat()))]));
timeTable('drop-in, stubbed transport: import and first authenticateUser of a process', column('cold'));
timeTable('drop-in, stubbed transport: later authenticateUser', column('warm'));
timeTable('drop-in: getSession from the storage, a new user object', column('stored'), 'µs');
timeTable('drop-in: getSession of the same user object', column('cached'), 'µs');

const both = (key) => Object.values(column(key)).map(median);
const [cold, warm, stored] = ['cold', 'warm', 'stored'].map(both);
promise({
  'a cold sign-in is five times faster': cold[0] * 5 <= cold[1],
  'a warm sign-in is five times faster': warm[0] * 5 <= warm[1],
  'getSession from the storage takes at most 1.5 times as long': stored[0] <= stored[1] * 1.5,
});
