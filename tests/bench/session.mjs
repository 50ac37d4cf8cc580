// The session of somebody who is signed in, tokens valid, read from the storage as a page does when it opens: this package and the incumbent,
// with a person in one group and in 300.
//
//   node tests/bench/session.mjs [--markdown | --json]
import incumbent from 'amazon-cognito-identity-js';
import { packageFile } from '../js/local/server-process.mjs';
import { takeTurns, timeTable } from './stats.mjs';

const { Pool } = await import(packageFile('dist/node.mjs'));
const IDS = { userPoolId: 'us-east-1_AbCdEf123', clientId: 'abc' };
const CALLS = 200;

const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

function token(use, groups) {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    sub: '11111111-2222-3333-4444-555555555555',
    iss: `https://cognito-idp.us-east-1.amazonaws.com/${IDS.userPoolId}`,
    token_use: use,
    exp: now + 3600,
    iat: now,
    auth_time: now,
    username: 'ada',
    'cognito:username': 'ada',
    'cognito:groups': groups,
    client_id: IDS.clientId,
    aud: IDS.clientId,
  };
  return [part({ kid: 'k', alg: 'RS256' }), part(claims), 'c'.repeat(342)].join('.');
}

/** A storage as the incumbent has left it. */
function storage(count) {
  const groups = Array.from({ length: count }, (_, index) => `group-number-${index}-of-many`);
  const prefix = `CognitoIdentityServiceProvider.${IDS.clientId}`;
  const entries = new Map([
    [`${prefix}.LastAuthUser`, 'ada'],
    [`${prefix}.ada.idToken`, token('id', groups)],
    [`${prefix}.ada.accessToken`, token('access', groups)],
    [`${prefix}.ada.refreshToken`, 'r'.repeat(1700)],
    [`${prefix}.ada.clockDrift`, '0'],
  ]);
  return {
    getItem: (key) => entries.get(key) ?? null,
    setItem: (key, value) => entries.set(key, String(value)),
    removeItem: (key) => entries.delete(key),
    clear: () => entries.clear(),
  };
}

const micros = (call) => async () => {
  const began = performance.now();
  for (let index = 0; index < CALLS; index++) await call();
  return ((performance.now() - began) * 1000) / CALLS;
};

for (const count of [1, 300]) {
  const pool = new Pool({ ...IDS, storage: storage(count) });
  const classic = new incumbent.CognitoUserPool({
    UserPoolId: IDS.userPoolId,
    ClientId: IDS.clientId,
    Storage: storage(count),
  });
  const theirs = () =>
    new Promise((resolve, reject) =>
      classic.getCurrentUser().getSession((error, session) => (error ? reject(error) : resolve(session))),
    );
  const runs = {
    'cognito-identity-wasm, modern': micros(() => pool.currentUser().session()),
    'amazon-cognito-identity-js': micros(theirs),
  };
  timeTable(
    `currentUser() and its session, ${count} group${count > 1 ? 's' : ''}`,
    await takeTurns(runs, { turns: 21 }),
    'µs',
  );
}
