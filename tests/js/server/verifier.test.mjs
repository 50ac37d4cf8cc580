import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeProxy, Page, POOL, server } from './world.mjs';

const { TokenVerifier } = server;

async function signedIn() {
  const { proxy, local } = makeProxy('token');
  const page = new Page(proxy.fetch);
  const { body } = await page.signIn();
  let fetches = 0;
  const fetch = (...args) => {
    fetches++;
    return local.fetch(...args);
  };
  return { tokens: body.tokens, fetch, fetches: () => fetches };
}

const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const refused = (verifier, token, message) =>
  assert.rejects(verifier.verify(token), (error) => {
    assert.equal(error.code, 'TokenRefused');
    assert.match(error.message, message);
    assert.ok(token.length < 20 || !error.message.includes(token.slice(0, 20)));
    return true;
  });

test('good tokens give their claims; use, client, group and issuer count', async () => {
  const { tokens, fetch } = await signedIn();
  const verifier = (more) =>
    new TokenVerifier({ userPoolId: POOL.userPoolId, clientId: null, tokenUse: null, fetch, ...more });
  const { accessToken: access, idToken: id } = tokens;
  assert.equal((await verifier().verify(access)).username, 'ada');
  assert.equal(
    (await verifier({ tokenUse: 'id', clientId: ['x', POOL.clientId] }).verify(id)).email,
    'ada@example.com',
  );
  await refused(verifier({ tokenUse: 'access' }), id, /wrong use/);
  await refused(verifier({ tokenUse: 'id' }), access, /wrong use/);
  await refused(verifier({ clientId: 'other' }), access, /another app client/);
  await refused(verifier({ groups: 'admins' }), access, /required groups/);
  await refused(verifier({ scopes: 'none' }), access, /required scopes/);
  const elsewhere = { userPoolId: 'us-east-1_Elsewhere', jwksUri: `http://x/${POOL.userPoolId}/.well-known/jwks.json` };
  await refused(verifier(elsewhere), access, /another user pool/);
  const [header, payload, signature] = access.split('.');
  await refused(verifier(), `${part({ alg: 'none' })}.${payload}.`, /RS256/);
  await refused(verifier(), `${part({ alg: 'HS256', kid: 'k' })}.${payload}.${signature}`, /RS256/);
  const other = { ...JSON.parse(Buffer.from(payload, 'base64url')), sub: 'x' };
  await refused(verifier(), `${header}.${part(other)}.${signature}`, /signature/);
  await refused(verifier(), 'nonsense', /RS256/);
  assert.throws(() => verifier({ userPoolId: 'x' }), { code: 'InvalidArgument' });
});

test('one fetch brings the keys for many tokens at once', async () => {
  const { tokens, fetch, fetches } = await signedIn();
  const verifier = new TokenVerifier({ ...POOL, tokenUse: 'access', fetch });
  await Promise.all(Array.from({ length: 50 }, () => verifier.verify(tokens.accessToken)));
  assert.equal(fetches(), 1);
});

test('an expired token is refused, unless the leeway allows it', async () => {
  const { proxy, local } = makeProxy('token');
  await local.setFaults({ clockSkewMs: -3_600_500 });
  const { body } = await new Page(proxy.fetch).signIn();
  const verifier = (more) => new TokenVerifier({ ...POOL, tokenUse: 'access', fetch: local.fetch, ...more });
  await refused(verifier(), body.tokens.accessToken, /expired/);
  assert.equal((await verifier({ leewaySeconds: 60 }).verify(body.tokens.accessToken)).username, 'ada');
});
