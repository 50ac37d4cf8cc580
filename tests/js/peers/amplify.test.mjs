// npm @aws-amplify/auth signs in to the local Cognito.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { confirmSignIn, fetchAuthSession, fetchUserAttributes, signIn, signOut } from '@aws-amplify/auth';
import { cognitoUserPoolsTokenProvider } from '@aws-amplify/auth/cognito';
import { Amplify } from '@aws-amplify/core';
import { makePool, makeUser, startLocal } from '../local/server-process.mjs';

const PASSWORD = 'Correct-Horse-7';
let server;
let ids;

before(async () => {
  server = await startLocal();
  ids = await makePool(server.endpoint);
  await makeUser(server.endpoint, {
    userPoolId: ids.userPoolId,
    username: 'ada',
    password: PASSWORD,
    attributes: { email: 'ada@example.com' },
  });
  await makeUser(server.endpoint, { userPoolId: ids.userPoolId, username: 'new', password: PASSWORD, temporary: true });
  const Cognito = { userPoolId: ids.userPoolId, userPoolClientId: ids.clientId, userPoolEndpoint: server.endpoint };
  cognitoUserPoolsTokenProvider.setAuthConfig({ Cognito });
  Amplify.configure({ Auth: { Cognito } }, { Auth: { tokenProvider: cognitoUserPoolsTokenProvider } });
});
after(() => server?.stop());
beforeEach(() => signOut());

const SRP = { options: { authFlowType: 'USER_SRP_AUTH' } };

test('the right password signs in by SRP', async () => {
  assert.deepEqual(await signIn({ username: 'ada', password: PASSWORD, ...SRP }), {
    isSignedIn: true,
    nextStep: { signInStep: 'DONE' },
  });
  const { tokens } = await fetchAuthSession();
  assert.equal(tokens.idToken.payload['cognito:username'], 'ada');
  assert.equal((await fetchUserAttributes()).email, 'ada@example.com');
});

test('a wrong password does not', async () => {
  await assert.rejects(signIn({ username: 'ada', password: 'Wrong-Horse-7', ...SRP }), {
    name: 'NotAuthorizedException',
    message: 'Incorrect username or password.',
  });
  assert.equal((await fetchAuthSession()).tokens, undefined);
});

test('a session is refreshed', async () => {
  await signIn({ username: 'ada', password: PASSWORD, ...SRP });
  const before = (await fetchAuthSession()).tokens.accessToken;
  const after = (await fetchAuthSession({ forceRefresh: true })).tokens.accessToken;
  assert.notEqual(after.toString(), before.toString());
  assert.equal(after.payload.origin_jti, before.payload.origin_jti);
});

test('refresh tokens rotate under it', async () => {
  const rotating = await makePool(server.endpoint, {
    client: {
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 },
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
    },
  });
  await makeUser(server.endpoint, { userPoolId: rotating.userPoolId, username: 'ada', password: PASSWORD });
  const Cognito = {
    userPoolId: rotating.userPoolId,
    userPoolClientId: rotating.clientId,
    userPoolEndpoint: server.endpoint,
  };
  cognitoUserPoolsTokenProvider.setAuthConfig({ Cognito });
  Amplify.configure({ Auth: { Cognito } }, { Auth: { tokenProvider: cognitoUserPoolsTokenProvider } });
  await signIn({ username: 'ada', password: PASSWORD, ...SRP });
  for (let round = 0; round < 3; round++) assert.ok((await fetchAuthSession({ forceRefresh: true })).tokens);
  await signOut();
  const first = { userPoolId: ids.userPoolId, userPoolClientId: ids.clientId, userPoolEndpoint: server.endpoint };
  cognitoUserPoolsTokenProvider.setAuthConfig({ Cognito: first });
  Amplify.configure({ Auth: { Cognito: first } }, { Auth: { tokenProvider: cognitoUserPoolsTokenProvider } });
});

test('a temporary password is replaced', async () => {
  const { nextStep } = await signIn({ username: 'new', password: PASSWORD, ...SRP });
  assert.equal(nextStep.signInStep, 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED');
  assert.equal((await confirmSignIn({ challengeResponse: 'Better-Horse-8' })).isSignedIn, true);
});

test('the choice-based flow signs in by SRP, too', async () => {
  const step = await signIn({
    username: 'ada',
    password: PASSWORD,
    options: { authFlowType: 'USER_AUTH', preferredChallenge: 'PASSWORD_SRP' },
  });
  assert.equal(step.isSignedIn, true);
  await signOut();
  await assert.rejects(
    signIn({
      username: 'ada',
      password: 'Wrong-Horse-7',
      options: { authFlowType: 'USER_AUTH', preferredChallenge: 'PASSWORD_SRP' },
    }),
    { name: 'NotAuthorizedException' },
  );
});
