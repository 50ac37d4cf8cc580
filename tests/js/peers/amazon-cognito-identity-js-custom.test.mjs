// npm amazon-cognito-identity-js in CUSTOM_AUTH: the handlers are JavaScript functions of the configuration.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { AuthenticationDetails, CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js';
import { makeUser, startLocal } from '../local/server-process.mjs';

const PASSWORD = 'Correct-Horse-7';

// The riddle is asked up to three times; after SRP the password counts as the first step.
const HANDLERS = `
export const defineAuthChallenge = async (event) => {
  const session = event.request.session;
  const last = session.at(-1);
  if (last?.challengeName === 'SRP_A') Object.assign(event.response, { issueTokens: false, failAuthentication: false, challengeName: 'PASSWORD_VERIFIER' });
  else if (last?.challengeName === 'CUSTOM_CHALLENGE' && last.challengeResult) Object.assign(event.response, { issueTokens: true, failAuthentication: false });
  else if (session.filter((step) => step.challengeName === 'CUSTOM_CHALLENGE').length >= 3) Object.assign(event.response, { issueTokens: false, failAuthentication: true });
  else Object.assign(event.response, { issueTokens: false, failAuthentication: false, challengeName: 'CUSTOM_CHALLENGE' });
  return event;
};
export const createAuthChallenge = async (event) => {
  event.response.publicChallengeParameters = { riddle: 'What walks on four legs in the morning?' };
  event.response.privateChallengeParameters = { answer: 'human' };
  event.response.challengeMetadata = 'RIDDLE';
  return event;
};
export const verifyAuthChallengeResponse = async (event) => {
  event.response.answerCorrect = event.request.challengeAnswer === event.request.privateChallengeParameters.answer;
  return event;
};`;

let server;
let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ciw-custom-'));
  await writeFile(join(folder, 'handlers.mjs'), HANDLERS);
  const client = {
    ClientName: 'app',
    ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  };
  await writeFile(
    join(folder, 'config.json'),
    JSON.stringify({ pools: [{ pool: { PoolName: 'riddles' }, clients: [client], handlers: './handlers.mjs' }] }),
  );
  server = await startLocal(['--config', join(folder, 'config.json')]);
  await makeUser(server.endpoint, { userPoolId: server.userPoolId, username: 'ada', password: PASSWORD });
});
after(async () => {
  await server?.stop();
  await rm(folder, { recursive: true });
});

function person() {
  const Pool = new CognitoUserPool({
    UserPoolId: server.userPoolId,
    ClientId: server.clientId,
    endpoint: server.endpoint,
  });
  const user = new CognitoUser({ Username: 'ada', Pool });
  user.setAuthenticationFlowType('CUSTOM_AUTH');
  return user;
}

const outcome = (start) =>
  new Promise((resolve) => {
    const callback =
      (name) =>
      (...args) =>
        resolve([name, ...args]);
    start({
      onSuccess: callback('onSuccess'),
      onFailure: callback('onFailure'),
      customChallenge: callback('customChallenge'),
    });
  });
const begin = (user) =>
  outcome((callbacks) => user.initiateAuth(new AuthenticationDetails({ Username: 'ada' }), callbacks));
const answer = (user, text) => outcome((callbacks) => user.sendCustomChallengeAnswer(text, callbacks));

test('the right answer signs in', async () => {
  const user = person();
  const [asked, parameters] = await begin(user);
  assert.equal(asked, 'customChallenge');
  assert.equal(parameters.riddle, 'What walks on four legs in the morning?');
  assert.ok(!JSON.stringify(parameters).includes('human'));
  const [name, session] = await answer(user, 'human');
  assert.equal(name, 'onSuccess', session?.message);
  assert.ok(session.isValid());
});

test('wrong answers are asked again, and three of them end it', async () => {
  const user = person();
  await begin(user);
  assert.equal((await answer(user, 'dog'))[0], 'customChallenge');
  assert.equal((await answer(user, 'cat'))[0], 'customChallenge');
  const [name, error] = await answer(user, 'cow');
  assert.deepEqual([name, error.code], ['onFailure', 'NotAuthorizedException']);
});

test('SRP comes first where the client starts with it', async () => {
  const authenticate = (user, Password) =>
    outcome((callbacks) => user.authenticateUser(new AuthenticationDetails({ Username: 'ada', Password }), callbacks));
  const user = person();
  assert.equal((await authenticate(user, PASSWORD))[0], 'customChallenge');
  assert.equal((await answer(user, 'human'))[0], 'onSuccess');
  const [name, error] = await authenticate(person(), 'Wrong-Horse-7');
  assert.deepEqual([name, error.code], ['onFailure', 'NotAuthorizedException']);
});

test('twenty people at once do not get each other’s riddles', async () => {
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const user = person();
      await begin(user);
      return (await answer(user, index % 2 ? 'human' : 'dog'))[0];
    }),
  );
  assert.deepEqual(
    outcomes,
    Array.from({ length: 20 }, (_, index) => (index % 2 ? 'onSuccess' : 'customChallenge')),
  );
});
