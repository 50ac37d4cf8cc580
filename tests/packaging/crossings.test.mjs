// How often a sign-in goes to and fro between JavaScript and wasm: each crossing copies texts or costs a call that nothing inlines.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { makePool, makeUser, packageFile, startLocal } from '../js/local/server-process.mjs';
import { watchEngines } from './engines.mjs';

const USERNAME = 'ada';
const PASSWORD = 'Correct-Horse-7';
/** Of one sign-in by SRP, which has two round trips, no device and no challenge for a person. */
const MOST = 15;

const engines = watchEngines();
const server = await startLocal();
after(() => server.stop());

test(`one sign-in by SRP has at most ${MOST} crossings between JavaScript and wasm`, async (t) => {
  const ids = await makePool(server.endpoint);
  await makeUser(server.endpoint, { userPoolId: ids.userPoolId, username: USERNAME, password: PASSWORD });
  const { Pool } = await import(packageFile('dist/index.js'));
  const operations = [];
  const pool = new Pool({
    ...ids,
    endpoint: server.endpoint,
    storage: 'memory',
    fetch: (url, init) => {
      operations.push(init.headers['X-Amz-Target'].split('.')[1]);
      return fetch(url, init);
    },
  });
  const [{ crossings }] = engines;
  assert.ok(crossings.length > 0, 'the making of a pool is seen');
  crossings.length = 0;
  const { status } = await pool.signIn({ username: USERNAME, password: PASSWORD });
  assert.equal(status, 'signedIn');
  assert.deepEqual(operations, ['InitiateAuth', 'RespondToAuthChallenge']);
  t.diagnostic(`${crossings.length} crossings: ${crossings.join(', ')}`);
  assert.ok(
    crossings.some((name) => name.startsWith('import')) && crossings.some((name) => name.startsWith('export')),
    'both directions are counted',
  );
  assert.ok(crossings.length <= MOST, `${crossings.length} crossings`);
});
