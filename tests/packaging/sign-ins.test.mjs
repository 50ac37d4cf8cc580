// Sign-ins that come and go leave nothing behind: neither memory of the engine, nor handles in its table.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { packageFile } from '../js/local/server-process.mjs';
import { thorough } from '../js/rounds.mjs';
import { watchEngines } from './engines.mjs';

const SIGN_INS = thorough ? 10_000 : 1_000;
/** So many by SRP, which takes some milliseconds of arithmetic; the others by password. */
const BY_SRP = thorough ? 500 : 60;
const BEFORE = 100;
/** People hold the users and sessions that they got; these give back what they have when the collector comes by. */
const HELD = 50;

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc');
const engines = watchEngines();
const { Pool } = await import(packageFile('dist/index.js'));

const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = (claims) => `${part({ alg: 'RS256' })}.${part(claims)}.${'c2ln'.repeat(85)}`;
const now = Math.floor(Date.now() / 1000);
const common = { sub: 'b2f1', iat: now, exp: now + 3600, 'cognito:groups': ['one', 'two'] };
const TOKENS = {
  AuthenticationResult: {
    AccessToken: token({ ...common, token_use: 'access', username: 'ada', origin_jti: 'o' }),
    IdToken: token({ ...common, token_use: 'id', 'cognito:username': 'ada', email: 'ada@example.com' }),
    RefreshToken: 'r'.repeat(1_000),
    ExpiresIn: 3600,
    TokenType: 'Bearer',
  },
};
const CHALLENGE = {
  ChallengeName: 'PASSWORD_VERIFIER',
  Session: 's'.repeat(1_000),
  ChallengeParameters: {
    USER_ID_FOR_SRP: 'ada',
    SALT: '5a17'.repeat(8),
    SRP_B: 'b0b5'.repeat(192),
    SECRET_BLOCK: Buffer.alloc(1_000, 7).toString('base64'),
  },
};

/** What becomes of the sign-in of that number; most succeed. */
const FATES = ['Aborted', 'NotAuthorizedException', 'Internal', 'InvalidArgument'];
const fateOf = (index) => (index % 3 === 0 ? FATES[(index / 3) % FATES.length] : 'signedIn');

let fate;
let controller;
/** A service that lets nobody wait: it answers in a turn of the event loop of its own, as a network does. */
async function service(_, init) {
  await new Promise(setImmediate);
  const { AuthFlow, ChallengeName } = JSON.parse(init.body);
  const body = AuthFlow === 'USER_SRP_AUTH' ? CHALLENGE : TOKENS;
  const isLast = AuthFlow === 'USER_PASSWORD_AUTH' || ChallengeName === 'PASSWORD_VERIFIER';
  if (fate === 'Aborted' && isLast) controller.abort();
  if (fate === 'NotAuthorizedException' && isLast)
    return Response.json({ __type: fate, message: 'No.' }, { status: 400 });
  if (fate === 'Internal') return new Response('<html>');
  return Response.json(body);
}

/** One sign-in, and what became of it. */
async function signIn(pool, index, flow) {
  fate = fateOf(index);
  controller = new AbortController();
  const password = fate === 'InvalidArgument' ? '\uD800' : `Correct-Horse-${index}-ö`;
  const options = { username: 'ada', password, flow, signal: controller.signal };
  const outcome = await pool.signIn(options).then(
    ({ status }) => status,
    ({ code }) => code,
  );
  assert.equal(outcome, fate, `sign-in ${index} by ${flow}`);
}

const collected = async () => {
  for (let round = 0; round < 5; round++) {
    gc();
    await new Promise(setImmediate);
  }
};

test(`after ${SIGN_INS} sign-ins the engine has the memory and the handles of the first ${BEFORE}`, async (t) => {
  const pool = new Pool({
    userPoolId: 'eu-central-1_AbCdEf123',
    clientId: 'abc',
    storage: 'memory',
    fetch: service,
  });
  const [{ crossings, memory, table }] = engines;
  const flowOf = (index) => (index % Math.floor(SIGN_INS / BY_SRP) === 0 ? 'srp' : 'password');
  const size = () => ({ bytes: memory.buffer.byteLength, handles: table.length });
  let first;
  for (let index = 1; index <= SIGN_INS; index++) {
    await signIn(pool, index, flowOf(index));
    crossings.length = 0;
    if (index % HELD === 0) await collected();
    if (index === BEFORE) first = size();
  }
  t.diagnostic(`${first.bytes} bytes and ${first.handles} handles after ${BEFORE} sign-ins`);
  assert.deepEqual(size(), first);
});
