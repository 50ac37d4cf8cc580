// What the host does for the engine: signatures and powers; and that many users cost little.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createPublicKey, verify } from 'node:crypto';
import { test } from 'node:test';
import { packageFile } from './server-process.mjs';

const { Pool } = await import(packageFile('dist/node.mjs'));
const { LocalCognito } = await import(packageFile('dist/local.node.mjs'));

const ID = 'us-east-1_Speed0001';
const user = (index) => ({
  Username: `user${index}`,
  Password: 'Correct-Horse-7',
  Attributes: { email: `u${index}@example.com`, email_verified: 'true' },
});
const config = (count) => ({
  pools: [
    { pool: { Id: ID }, clients: [{ ClientId: 'c' }], users: Array.from({ length: count }, (_, index) => user(index)) },
  ],
});
const signIn = async (local, username) => {
  const pool = new Pool({
    userPoolId: ID,
    clientId: 'c',
    endpoint: 'http://local/',
    fetch: local.fetch,
    storage: 'none',
  });
  return pool.signIn({ username, password: 'Correct-Horse-7' });
};
async function call(local, operation, input) {
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
  };
  const reply = await local.fetch('http://local/', { method: 'POST', headers, body: JSON.stringify(input) });
  return reply.json();
}

/** Whether a token has the signature of the key that the server shows. */
async function isSigned(local, token) {
  const jwks = await (await local.fetch(`http://local/${ID}/.well-known/jwks.json`)).json();
  const [head, claims, signature] = token.split('.');
  const { kid } = JSON.parse(Buffer.from(head, 'base64url'));
  const key = createPublicKey({ key: jwks.keys.find((one) => one.kid === kid), format: 'jwk' });
  return verify('sha256', Buffer.from(`${head}.${claims}`), key, Buffer.from(signature, 'base64url'));
}

test('tokens have signatures, of a key that outlives a snapshot', async () => {
  const first = new LocalCognito(config(1));
  const step = await signIn(first, 'user0');
  for (const token of [step.session.accessToken.jwt, step.session.idToken.jwt]) assert.ok(await isSigned(first, token));
  const second = new LocalCognito(config(1), { snapshot: await first.snapshot() });
  assert.ok(await isSigned(second, step.session.accessToken.jwt));
  const again = await signIn(second, 'user0');
  assert.ok(await isSigned(first, again.session.accessToken.jwt));
});

test('nothing that people store is signed', async () => {
  const local = new LocalCognito(config(1));
  const step = await signIn(local, 'user0');
  const { jwt } = step.session.accessToken;
  const value = `${jwt.slice(0, jwt.lastIndexOf('.'))}.${'a'.repeat(32)}`;
  await call(local, 'UpdateUserAttributes', { AccessToken: jwt, UserAttributes: [{ Name: 'nickname', Value: value }] });
  const told = await call(local, 'GetUser', { AccessToken: jwt });
  assert.equal(told.UserAttributes.find(({ Name }) => Name === 'nickname').Value, value);
});

test('ten thousand users are there within two seconds, and are found within 50 ms', async () => {
  const began = performance.now();
  const local = new LocalCognito(config(10_000));
  const made = performance.now() - began;
  await call(local, 'ListUsers', { UserPoolId: ID, Limit: 1 });
  for (const [filter, count] of [
    ['email = "u9999@example.com"', 1],
    ['email ^= "u99"', 60],
    ['username = "user5000"', 1],
  ]) {
    const times = [];
    for (let time = 0; time < 5; time++) {
      const start = performance.now();
      const { Users } = await call(local, 'ListUsers', { UserPoolId: ID, Filter: filter });
      times.push(performance.now() - start);
      assert.equal(Users.length, count, filter);
    }
    const ms = times.sort((a, b) => a - b)[2];
    assert.ok(ms < 50, `${filter}: ${ms.toFixed(0)} ms`);
  }
  assert.ok(made < 2_000, `${made.toFixed(0)} ms`);
  assert.equal((await signIn(local, 'user9999')).status, 'signedIn');
});

test('a sign-in works without node:crypto, too', async () => {
  const program = `
    process.getBuiltinModule = () => undefined;
    const { Pool } = await import(${JSON.stringify(packageFile('dist/node.mjs'))});
    const { LocalCognito } = await import(${JSON.stringify(packageFile('dist/local.node.mjs'))});
    const local = new LocalCognito(${JSON.stringify(config(1))});
    const pool = new Pool({ userPoolId: '${ID}', clientId: 'c', endpoint: 'http://local/', fetch: local.fetch, storage: 'none' });
    const step = await pool.signIn({ username: 'user0', password: 'Correct-Horse-7' });
    console.log(step.status, step.session.accessToken.claims.username);`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  assert.equal(stdout.trim(), 'signedIn user0', stderr);
});
