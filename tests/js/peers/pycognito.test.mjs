// PyPI pycognito signs in to the local Cognito; it sends no Session, as older clients do.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { makePool, makeUser, startLocal } from '../local/server-process.mjs';
import { python, run } from './python.mjs';

const PASSWORD = 'Correct-Horse-7';
const PROGRAM = `
import json, sys
from pycognito import Cognito
endpoint, pool, client, secret, username, password = sys.argv[1:]
user = Cognito(pool, client, client_secret=secret or None, username=username, user_pool_region=pool.split("_")[0],
               access_key="test", secret_key="test", boto3_client_kwargs={"endpoint_url": endpoint})
# Its own look-up of the key set goes to AWS whatever the endpoint; verifying tokens is another test's matter.
user.verify_token = lambda token, name, use: setattr(user, name, token) or token
try:
    user.authenticate(password=password)
    seen = user.client.get_user(AccessToken=user.access_token)["Username"]
    before = user.access_token
    user.renew_access_token()
    print(json.dumps({"username": seen, "renewed": user.access_token != before}))
except user.client.exceptions.NotAuthorizedException as error:
    print(json.dumps({"code": error.response["Error"]["Code"], "message": error.response["Error"]["Message"]}))
`;

let server;
let interpreter;
before(async () => {
  [server, interpreter] = await Promise.all([startLocal(), python(['pycognito==2024.5.1'])]);
});
after(() => server?.stop());

async function signIn({ userPoolId, clientId, clientSecret = '' }, password) {
  return JSON.parse(
    await run(interpreter, ['-c', PROGRAM, server.endpoint, userPoolId, clientId, clientSecret, 'ada', password]),
  );
}

async function fixture(client) {
  const ids = await makePool(server.endpoint, { client });
  await makeUser(server.endpoint, { userPoolId: ids.userPoolId, username: 'ada', password: PASSWORD });
  return ids;
}

test('the right password signs in by SRP, and the session is renewed', async () => {
  assert.deepEqual(await signIn(await fixture(), PASSWORD), { username: 'ada', renewed: true });
});

test('a wrong password does not', async () => {
  assert.deepEqual(await signIn(await fixture(), 'Wrong-Horse-7'), {
    code: 'NotAuthorizedException',
    message: 'Incorrect username or password.',
  });
});

test('an app client with a secret takes its hash of the secret, and refuses a wrong secret or none', async () => {
  const ids = await fixture({ GenerateSecret: true });
  assert.deepEqual(await signIn(ids, PASSWORD), { username: 'ada', renewed: true });
  const wrong = await signIn({ ...ids, clientSecret: 'not-the-secret' }, PASSWORD);
  assert.deepEqual(wrong, {
    code: 'NotAuthorizedException',
    message: `Unable to verify secret hash for client ${ids.clientId}`,
  });
  const none = await signIn({ ...ids, clientSecret: '' }, PASSWORD);
  assert.equal(none.message, `Client ${ids.clientId} is configured with secret but SECRET_HASH was not received`);
});
