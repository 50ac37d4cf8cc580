// The option `trace`: what is asked and answered, with nothing in it that must stay secret.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { makePool, must, packageFile, startLocal, totp } from '../local/server-process.mjs';
import { reported } from './reported.mjs';

const { Pool } = await import(packageFile('dist/node.mjs'));
const PASSWORD = 'Correct-Horse-7';
const NEW_PASSWORD = 'Battery-Staple-8';

let server;
let ids;
before(async () => {
  server = await startLocal();
  ids = await makePool(server.endpoint, { pool: { AutoVerifiedAttributes: ['email'] } });
  await must(server.endpoint, 'SetUserPoolMfaConfig', {
    UserPoolId: ids.userPoolId,
    MfaConfiguration: 'OPTIONAL',
    SoftwareTokenMfaConfiguration: { Enabled: true },
  });
});
after(() => server.stop());

/** A pool that keeps what it traced; `entries` waits for what is on its way. */
function traced(more = {}) {
  const told = [];
  const { clientId, userPoolId } = ids;
  const trace = (entry) => told.push(entry);
  const pool = new Pool({ userPoolId, clientId, endpoint: server.endpoint, storage: 'memory', trace, ...more });
  const entries = async () => {
    await new Promise(setImmediate);
    return told;
  };
  return { pool, entries };
}

test('every request is told with its answer: protocol words are there, and nothing secret or personal is', async () => {
  const { pool, entries } = traced();
  const email = 'countess.lovelace@example.com';
  await pool.signUp({
    username: 'lovelace',
    password: PASSWORD,
    attributes: { email },
    clientMetadata: { coupon: 'SPRING-77' },
  });
  const code = await server.lastCode('lovelace');
  await pool.confirmSignUp({ username: 'lovelace', code });
  const { session, user } = await pool.signIn({ username: 'lovelace', password: PASSWORD });
  const { secretCode } = await user.mfa.associate();
  await user.mfa.verify({ code: totp(secretCode) });
  await user.attributes();
  await user.changePassword({ previousPassword: PASSWORD, proposedPassword: NEW_PASSWORD });
  await assert.rejects(pool.signIn({ username: 'lovelace', password: 'Wrong-Horse-7', flow: 'password' }));
  await user.signOut();
  const told = await entries();
  const text = JSON.stringify(told);
  const secrets = [PASSWORD, NEW_PASSWORD, 'Wrong-Horse-7', 'lovelace', email, code, secretCode, 'SPRING-77'];
  for (const token of [session.accessToken.jwt, session.idToken.jwt, session.refreshToken]) secrets.push(token);
  for (const secret of secrets)
    assert.ok(
      !text.includes(secret),
      `${secret} is in the trace: ${text.slice(text.indexOf(secret) - 60).slice(0, 120)}`,
    );
  assert.deepEqual(
    told.map(({ code = 'ok', operation, status }) => `${operation} ${status} ${code}`),
    [
      'SignUp 200 ok',
      'ConfirmSignUp 200 ok',
      'InitiateAuth 200 ok',
      'RespondToAuthChallenge 200 ok',
      'AssociateSoftwareToken 200 ok',
      'VerifySoftwareToken 200 ok',
      'GetUser 200 ok',
      'ChangePassword 200 ok',
      'InitiateAuth 400 NotAuthorizedException',
      'RevokeToken 200 ok',
    ],
  );
  const [signUp, , initiate] = told;
  assert.deepEqual(signUp.request.UserAttributes, [{ Name: 'email', Value: '…' }]);
  assert.equal(initiate.request.AuthFlow, 'USER_SRP_AUTH');
  assert.equal(initiate.answer.ChallengeName, 'PASSWORD_VERIFIER');
  for (const { at, ms, requestId } of told) {
    assert.match(at, /^\d{4}-\d\d-\d\dT.*Z$/);
    assert.ok(ms >= 0 && ms < 60_000);
    assert.match(requestId, /^[\w-]{10,}$/);
  }
});

test('a request without an answer is told without a status, and a function that throws fails nothing', async (t) => {
  const offline = traced({ fetch: () => Promise.reject(new TypeError('offline')), timeoutMs: 500 });
  await assert.rejects(offline.pool.forgotPassword({ username: 'lovelace' }));
  const told = await offline.entries();
  assert.ok(told.length >= 1);
  for (const entry of told) assert.deepEqual([entry.operation, 'status' in entry], ['ForgotPassword', false]);
  const thrown = reported(t);
  const { pool } = traced({
    trace() {
      throw new Error('of the caller');
    },
  });
  await assert.rejects(pool.signIn({ username: 'nobody', password: PASSWORD }), { code: 'UserNotFoundException' });
  assert.ok(thrown.length >= 1 && thrown.every((message) => message === 'of the caller'));
  assert.throws(() => traced({ trace: 'all' }), { code: 'InvalidArgument', message: '`trace` must be a function.' });
});
