// What is refused: by the service, by the person, and by us.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { authorize, completeRedirect } from '../../../pkg/dist/login.node.mjs';
import { changed, Memory, makePool, POOL, PREFIX, part, refused, roundTrip, transactions, world } from './world.mjs';

const state = { path: '/orders' };

test('a person who refuses comes back with the service’s words and the app’s state', async () => {
  world.provider.person = undefined;
  const { pool, storage } = makePool();
  const error = await refused(completeRedirect(pool, await roundTrip(pool, { state })), 'AccessDenied');
  assert.equal(error.reason, 'The person said "no", + so it is.');
  assert.equal(error.kind, 'service');
  assert.equal(error.retryable, false);
  assert.deepEqual(error.state, state);
  assert.deepEqual(transactions(storage), []);
  assert.equal(world.provider.count('token'), 0);
});

test('silent sign-in without a session at the service is LoginRequired', async () => {
  const { pool } = makePool();
  const error = await refused(
    completeRedirect(pool, await roundTrip(pool, { prompt: 'none', state })),
    'LoginRequired',
  );
  assert.match(error.message, /prompt/);
  assert.deepEqual(error.state, state);
});

test('every refusal of an address has its code, and what is no code of OAuth’s is LoginRefused', async () => {
  for (const [error, code, kind = 'service'] of [
    ['invalid_request', 'InvalidRequest'],
    ['unauthorized_client', 'UnauthorizedClient'],
    ['invalid_scope', 'InvalidScope'],
    ['interaction_required', 'InteractionRequired'],
    ['server_error', 'ServerError', 'server'],
    ['temporarily_unavailable', 'TemporarilyUnavailable', 'server'],
    ['<script>"\\', 'LoginRefused'],
    ['__proto__', 'LoginRefused'],
  ]) {
    const { pool } = makePool();
    const address = changed(await roundTrip(pool, { state }), { code: null, error, error_description: 'x"\\ü\u0007' });
    const failure = await refused(completeRedirect(pool, address), code);
    assert.equal(failure.kind, kind);
    assert.equal(failure.reason, 'x"\\ü\u0007');
    assert.deepEqual(failure.state, state);
    assert.equal(world.provider.count('token'), 0);
  }
});

test('an answer to a state that this browser never began is refused, and nothing is sent: login CSRF', async () => {
  const attacker = makePool().pool;
  const address = await roundTrip(attacker);
  const victim = makePool();
  await refused(completeRedirect(victim.pool, address), 'UnknownState', part(address, 'code'));
  assert.equal(world.provider.count('token'), 0);
  assert.equal(victim.pool.currentUser(), null);
});

test('a state that was altered is refused, and leaves the transaction for the right answer', async () => {
  const { pool } = makePool();
  const address = await roundTrip(pool);
  const own = part(address, 'state');
  const other = (own[0] === 'a' ? 'b' : 'a') + own.slice(1);
  await refused(completeRedirect(pool, changed(address, { state: other })), 'UnknownState');
  assert.equal((await completeRedirect(pool, address)).status, 'signedIn');
});

test('an answer is good once: in another page of this browser it is refused', async () => {
  const { pool, storage } = makePool();
  const address = await roundTrip(pool);
  await completeRedirect(pool, address);
  const elsewhere = new Memory(Object.fromEntries(storage.items));
  await refused(completeRedirect(makePool({ storage: elsewhere }).pool, address), 'UnknownState');
  assert.equal(world.provider.count('token'), 1);
});

test('a transaction ends after ten minutes, and whoever comes by removes it', async (t) => {
  const { pool, storage } = makePool();
  const address = await roundTrip(pool, { state });
  const { now } = Date;
  t.mock.method(Date, 'now', () => now() + 10 * 60_000 + 1000);
  const late = await refused(completeRedirect(pool, address), 'LoginExpired');
  assert.deepEqual(late.state, state);
  assert.equal(world.provider.count('token'), 0);
  t.mock.restoreAll();

  for (let index = 0; index < 3; index++) await authorize(pool);
  assert.equal(transactions(storage).length, 4);
  t.mock.method(Date, 'now', () => now() + 10 * 60_000 + 1000);
  const { url } = await authorize(pool);
  t.mock.restoreAll();
  assert.deepEqual(transactions(storage).sort(), [`${PREFIX}${part(url, 'state')}.login`, `${PREFIX}logins`].sort());
});

test('an answer for another pool, app client, domain or address is refused', async () => {
  const { pool, storage } = makePool();
  const { base, redirectUri } = world.provider;
  for (const other of [
    { userPoolId: 'eu-central-1_Other' },
    { login: { domain: base.replace('127.0.0.1', 'localhost') } },
  ]) {
    const address = await roundTrip(pool, { state });
    const error = await refused(completeRedirect(makePool({ storage, ...other }).pool, address), 'UnknownState');
    assert.deepEqual(error.state, state);
  }
  const address = await roundTrip(pool);
  await refused(completeRedirect(makePool({ storage, clientId: 'app' }).pool, address), 'UnknownState');
  await refused(completeRedirect(pool, address.replace(redirectUri, `${base}/app/other`)), 'UnknownState');
  assert.equal(world.provider.count('token'), 0);
});

test('the answer of another issuer is refused before the code is sent: mix-up', async () => {
  const { pool } = makePool();
  const address = changed(await roundTrip(pool, { state }), { iss: 'https://evil.example' });
  const error = await refused(completeRedirect(pool, address), 'IssuerMismatch', part(address, 'code'));
  assert.deepEqual(error.state, state);
  assert.equal(world.provider.count('token'), 0);
});

test('the issuer may have AWS’s old form, its new one, or be left out', async () => {
  for (const iss of [
    null,
    `https://cognito-idp.eu-central-1.amazonaws.com/${POOL}`,
    `https://issuer-cognito-idp.eu-central-1.amazonaws.com/${POOL}`,
  ]) {
    const { pool } = makePool();
    assert.equal((await completeRedirect(pool, changed(await roundTrip(pool), { iss }))).status, 'signedIn');
  }
  for (const iss of ['', `https://cognito-idp.eu-west-1.amazonaws.com/${POOL}`, `${world.provider.base}/`]) {
    const { pool } = makePool();
    await refused(completeRedirect(pool, changed(await roundTrip(pool), { iss })), 'IssuerMismatch');
  }
});

test('an ID token with another nonce, or with none, signs nobody in', async () => {
  for (const nonce of ['another', undefined]) {
    world.provider.tamper.query = (query) => (nonce ? query.set('nonce', nonce) : query.delete('nonce'));
    const { pool, storage } = makePool();
    const error = await refused(completeRedirect(pool, await roundTrip(pool, { state })), 'NonceMismatch');
    assert.deepEqual(error.state, state);
    assert.equal(pool.currentUser(), null);
    assert.deepEqual([...storage.items], []);
  }
});

test('a code that was altered is InvalidGrant with the service’s words, and so is one that was used', async () => {
  const { pool } = makePool();
  const address = changed(await roundTrip(pool, { state }), { code: 'altered' });
  const error = await refused(completeRedirect(pool, address), 'InvalidGrant', 'altered');
  assert.equal(typeof error.reason, 'string');
  assert.deepEqual(error.state, state);
});

test('the provider holds us to PKCE: a verifier of another transaction is refused', async () => {
  const { pool, storage } = makePool();
  const address = await roundTrip(pool);
  const key = `${PREFIX}${part(address, 'state')}.login`;
  const entry = JSON.parse(storage.getItem(key));
  storage.setItem(key, JSON.stringify({ ...entry, verifier: 'x'.repeat(43) }));
  await refused(completeRedirect(pool, address), 'InvalidGrant');
});

test('what a front end answers in place of the token endpoint is no answer, and the code is not sent again', async () => {
  for (const [status, body, code, kind] of [
    [200, '<html>Sign in to the Wi-Fi</html>', 'Internal', 'internal'],
    [403, '<html>Blocked</html>', 'Internal', 'internal'],
    [502, '<html>Bad gateway</html>', 'Internal', 'server'],
    [200, '[]', 'Internal', 'internal'],
    [200, '{}', 'InvalidIdToken', 'service'],
    [200, '{"error":"access_denied"}', 'InvalidIdToken', 'service'],
    [400, '{"error":{"not":"text"}}', 'Internal', 'internal'],
    [500, '{"error":"server_error"}', 'ServerError', 'server'],
  ]) {
    world.provider.tamper.token = (_, response) => {
      response.writeHead(status, { 'Access-Control-Allow-Origin': '*' }).end(body);
      return true;
    };
    const { pool } = makePool();
    const before = world.provider.count('token');
    const error = await refused(completeRedirect(pool, await roundTrip(pool, { state })), code);
    assert.equal(error.kind, kind, body);
    assert.deepEqual(error.state, state);
    assert.equal(error.retryable, false);
    assert.equal(world.provider.count('token'), before + 1);
  }
});

test('a connection that breaks is NetworkError, and the code is not sent again', async () => {
  world.provider.tamper.token = (request) => {
    request.destroy();
    return true;
  };
  const { pool, storage } = makePool();
  const address = await roundTrip(pool, { state });
  const error = await refused(completeRedirect(pool, address), 'NetworkError', part(address, 'code'));
  assert.equal(error.kind, 'network');
  assert.equal(error.retryable, false);
  assert.deepEqual(error.state, state);
  assert.equal(world.provider.count('token'), 1);
  await refused(completeRedirect(makePool({ storage }).pool, `${address}&again=1`), 'UnknownState');
  assert.equal(world.provider.count('token'), 1);
});

test('a signal and a time limit stop the call', async () => {
  world.provider.tamper.token = () => true;
  const { pool } = makePool();
  await refused(completeRedirect(pool, await roundTrip(pool), { timeoutMs: 50 }), 'Timeout');
  await refused(completeRedirect(pool, await roundTrip(pool), { signal: AbortSignal.abort() }), 'Aborted');
});

/** A token with other claims; nobody here checks its signature. */
function altered(token, claims) {
  const [head, payload, signature] = token.split('.');
  const known = JSON.parse(Buffer.from(payload, 'base64url'));
  return [head, Buffer.from(JSON.stringify({ ...known, ...claims })).toString('base64url'), signature].join('.');
}

test('tokens that are not an answer to this sign-in are refused one by one', async () => {
  const hour = 3600;
  for (const [what, id, access] of [
    ['another issuer', { iss: 'https://evil.example' }, {}],
    ['another issuer of the access token', {}, { iss: 'https://evil.example' }],
    ['another audience', { aud: 'client2' }, {}],
    ['a list of audiences', { aud: ['client1'] }, {}],
    ['another client', {}, { client_id: 'client2' }],
    ['no client', {}, { client_id: undefined }],
    ['another person', { sub: 'mallory' }, {}],
    ['no person', { sub: undefined }, { sub: undefined }],
    ['an access token for an ID token', { token_use: 'access' }, {}],
    ['an ID token for an access token', {}, { token_use: 'id' }],
    ['ended', { exp: 1 }, {}],
    ['never ends', { exp: undefined }, {}],
    ['no time', { iat: undefined }, {}],
    ['a text for a time', { iat: 'now' }, {}],
    ['made at another time', { iat: Math.floor(Date.now() / 1000) - hour }, {}],
    ['a number for a nonce', { nonce: 7 }, {}, 'NonceMismatch'],
  ]) {
    const { pool, storage } = makePool();
    const address = await roundTrip(pool);
    const fetch = async (url, init) => {
      const reply = await globalThis.fetch(url, init);
      const body = await reply.json();
      body.id_token = altered(body.id_token, id);
      body.access_token = altered(body.access_token, access);
      return new Response(JSON.stringify(body));
    };
    const other = makePool({ storage, fetch });
    await refused(completeRedirect(other.pool, address), what.includes('nonce') ? 'NonceMismatch' : 'InvalidIdToken');
    assert.equal(other.pool.currentUser(), null, what);
    assert.deepEqual([...storage.items], [], what);
  }
});

test('an answer that is older than maxAge allows is refused, and one without a time, too', async () => {
  for (const [auth_time, ok] of [
    [-5, true],
    [-200, false],
    [undefined, false],
  ]) {
    const fetch = async (url, init) => {
      const body = await (await globalThis.fetch(url, init)).json();
      const seconds = Math.floor(Date.now() / 1000);
      body.id_token = altered(body.id_token, { auth_time: auth_time && seconds + auth_time });
      return new Response(JSON.stringify(body));
    };
    const { pool } = makePool({ fetch });
    const done = completeRedirect(pool, await roundTrip(pool, { maxAge: 60 }));
    if (ok) assert.equal((await done).status, 'signedIn');
    else await refused(done, 'InvalidIdToken');
  }
});

test('a transaction that was altered in the storage is as good as none', async () => {
  for (const alter of [
    () => 'no JSON',
    () => '[]',
    () => '"text"',
    () => 'null',
    () => '{}',
    (text) => text.slice(1),
  ]) {
    const { pool, storage } = makePool();
    const address = await roundTrip(pool);
    const key = `${PREFIX}${part(address, 'state')}.login`;
    storage.setItem(key, alter(storage.getItem(key)));
    storage.setItem(`${PREFIX}logins`, alter('{"x":1}'));
    const error = await completeRedirect(pool, address).catch((error) => error);
    assert.match(error.code, /^(UnknownState|LoginExpired)$/);
    assert.equal(world.provider.count('token'), 0);
  }
});

test('a storage that fails stops the sign-in before anything is sent', async () => {
  const { pool, storage } = makePool();
  const address = await roundTrip(pool);
  storage.removeItem = () => {
    throw new Error('read only');
  };
  await refused(completeRedirect(pool, address), 'NotAvailable');
  assert.equal(world.provider.count('token'), 0);
});
