// Tokens for programs, from the token endpoint of a provider that is not ours, and by GetClientToken.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { clientCredentials } from '../../../pkg/dist/login.node.mjs';
import { POOL, refused, world } from './world.mjs';

const options = (more) => ({
  domain: world.provider.base,
  clientId: 'machine',
  clientSecret: world.provider.secret,
  scopes: ['orders/read'],
  ...more,
});

test('one request serves all who ask at the same time, and its token those who ask later', async () => {
  const api = clientCredentials(options());
  const tokens = await Promise.all(Array.from({ length: 20 }, () => api.token()));
  tokens.push(await api.token());
  assert.equal(new Set(tokens).size, 1);
  assert.equal(world.provider.count('token'), 1);
  const { client_id, scope } = JSON.parse(Buffer.from(tokens[0].split('.')[1], 'base64url'));
  assert.deepEqual([client_id, scope], ['machine', 'orders/read']);
});

test('a token is given until a minute before its end', async (t) => {
  const api = clientCredentials(options());
  const { now } = Date;
  const at = (seconds) => t.mock.method(Date, 'now', () => now() + seconds * 1000);
  const first = await api.token();
  at(535);
  assert.equal(await api.token(), first);
  t.mock.restoreAll();
  at(545);
  assert.notEqual(await api.token(), first);
  t.mock.restoreAll();
  assert.equal(world.provider.count('token'), 2);
});

test('a refusal is told to all who asked, and the next call asks again', async () => {
  const api = clientCredentials(options({ clientSecret: 'wrong' }));
  for (const error of await Promise.all([1, 2].map(() => refused(api.token(), 'InvalidClient', 'wrong'))))
    assert.equal(error.kind, 'service');
  assert.equal(world.provider.count('token'), 1);
  await refused(api.token(), 'InvalidClient');
  assert.equal(world.provider.count('token'), 2);
});

test('what the token endpoint is sent has the secret in its header alone', async () => {
  let sent;
  const fetch = async (url, init) => {
    sent = { url, ...init };
    return new Response('{"access_token":"t","expires_in":3600}');
  };
  const api = clientCredentials(options({ fetch, clientMetadata: { tenant: 'a&b' } }));
  assert.equal(await api.token(), 't');
  const form = Object.fromEntries(new URLSearchParams(sent.body));
  assert.deepEqual(form, {
    grant_type: 'client_credentials',
    scope: 'orders/read',
    aws_client_metadata: '{"tenant":"a&b"}',
  });
  assert.equal(sent.url, `${world.provider.base}/oauth2/token`);
  assert.equal(sent.headers.Authorization, `Basic ${btoa(`machine:${world.provider.secret}`)}`);
  assert.equal(sent.redirect, 'error');
  assert.ok(!(inspect(api, { depth: 9 }) + JSON.stringify(api)).includes(world.provider.secret));
});

test('an answer without an end is good for those who asked for it', async () => {
  let count = 0;
  const fetch = async () => new Response(`{"access_token":"t${++count}"}`);
  const api = clientCredentials(options({ fetch }));
  assert.deepEqual([await api.token(), await api.token()], ['t1', 't2']);
});

test('where there is no domain, Cognito’s own API is asked', async () => {
  const { base, secret } = world.provider;
  const api = clientCredentials({ userPoolId: POOL, clientId: 'machine', clientSecret: secret, endpoint: base });
  assert.equal(await api.token(), 'client-token');
  assert.equal(await api.token(), 'client-token');
  assert.equal(world.provider.count('GetClientToken'), 1);
  const wrong = clientCredentials({ userPoolId: POOL, clientId: 'machine', clientSecret: 'wrong', endpoint: base });
  const error = await refused(wrong.token(), 'NotAuthorizedException', 'wrong');
  assert.equal(error.reason, 'No.');
  let asked;
  const fetch = async (url) => {
    asked = url;
    return new Response('{}');
  };
  await refused(clientCredentials({ userPoolId: POOL, clientId: 'm', clientSecret: 's', fetch }).token(), 'Internal');
  assert.equal(asked, 'https://cognito-idp.eu-central-1.amazonaws.com/');
});
