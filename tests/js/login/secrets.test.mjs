// Who reads the memory of the engines after a sign-in finds no code, no verifier, and no token in it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { watchEngines } from '../../packaging/engines.mjs';
import { Hunt, planted } from '../../packaging/secrets.mjs';
import { CLIENT, Memory, POOL, PREFIX, part, refused, visit, world } from './world.mjs';

const engines = watchEngines();
const { Pool } = await import('../../../pkg/dist/index.js');
const { authorize, completeRedirect, clientCredentials } = await import('../../../pkg/dist/login.js');

test('no secret of a sign-in stays in the memory of an engine, however it ended', async () => {
  const hunt = new Hunt();
  const { base, redirectUri, secret } = world.provider;
  const storage = new Memory();
  const fetch = async (url, init) => {
    const reply = await globalThis.fetch(url, init);
    const { access_token, id_token, refresh_token } = await reply.clone().json();
    for (const token of [access_token, id_token]) if (token) hunt.token('token', token);
    if (refresh_token) hunt.text('refresh token', refresh_token);
    return reply;
  };
  const login = { domain: base, redirectUri };
  const pool = new Pool({ userPoolId: POOL, clientId: CLIENT, endpoint: base, storage, fetch, login });
  const clean = (when) => {
    assert.ok(engines.length >= 2);
    for (const { memory } of engines) assert.deepEqual(hunt.in(memory), [], when);
  };
  const come = async () => {
    const { url } = await authorize(pool);
    const { nonce, verifier } = JSON.parse(storage.getItem(`${PREFIX}${part(url, 'state')}.login`));
    hunt.text('verifier', verifier);
    hunt.text('nonce', nonce);
    const address = await visit(url);
    hunt.text('code', part(address, 'code'));
    clean('the way out');
    return address;
  };
  await completeRedirect(pool, await come());
  clean('a sign-in');
  assert.ok(hunt.names.includes('token') && hunt.names.includes('refresh token'));
  world.provider.tamper.query = (query) => query.set('nonce', 'altered');
  await refused(completeRedirect(pool, await come()), 'NonceMismatch');
  clean('a refusal');
  hunt.text('secret', secret);
  await clientCredentials({ domain: base, clientId: 'machine', clientSecret: secret, fetch }).token();
  clean('a token for a program');
  for (const { memory } of engines) assert.deepEqual(planted(hunt, memory, Buffer.from(secret)), ['secret']);
});
