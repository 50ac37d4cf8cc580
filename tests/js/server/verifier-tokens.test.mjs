// Tokens whose signature is good and whose text is not: one token has one spelling, and its header chooses nothing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessClaims, ISSUER, make, now, part, refused, sign } from './issuer.mjs';

const MALFORMED = /^Not a valid RS256 JWT \(truncated or modified\?\)\.$/;
/** A verifier that has seen the header, and one that has not. */
const both = async () => {
  const seasoned = make();
  await seasoned.verify(sign());
  return [make(), seasoned];
};

test('a header that changes how the token is read is refused, although its signature is good', async () => {
  for (const verifier of await both()) {
    for (const more of [{ crit: ['exp'] }, { crit: [] }, { b64: false }, { b64: true }, { zip: 'DEF' }, { zip: null }])
      await refused(verifier, sign(accessClaims(), more), /`crit`, `b64` or `zip`/);
    // Members that user pools may add one day, and that nobody reads.
    for (const more of [{ typ: 'JWT' }, { jku: 'https://evil.example' }, { x5u: 'https://evil.example' }])
      assert.ok(await verifier.verify(sign(accessClaims(), more)));
  }
});

test('a member that stands twice is refused, in the header and in the claims', async () => {
  const claims = JSON.stringify(accessClaims());
  for (const verifier of await both()) {
    for (const header of [
      '{"alg":"RS256","kid":"first","kid":"first"}',
      '{"alg":"none","alg":"RS256","kid":"first"}',
      '{"alg":"RS256","kid":"first","typ":"JWT","typ":"JWT"}',
      '{"alg":"RS256","kid":"first","k\\u0069d":"first"}',
    ])
      await refused(verifier, sign(claims, header), MALFORMED);
    for (const twice of ['"sub":"other",', '"s\\u0075b":"other",', '"x":1,"x":2,', '"__proto__":1,"__proto__":2,'])
      await refused(verifier, sign(claims.replace('{', `{${twice}`)), MALFORMED);
  }
});

test('only RS256 with a key id is taken', async () => {
  for (const verifier of await both()) {
    for (const header of [
      { alg: 'none' },
      { alg: 'HS256' },
      { alg: 'RS512' },
      { alg: 'PS256' },
      { alg: ['RS256'] },
      { alg: 'rs256' },
      { alg: undefined },
      { kid: undefined },
      { kid: '' },
      { kid: 1 },
      { kid: 'k'.repeat(300) },
      { x: 'x'.repeat(1000) },
    ])
      await refused(verifier, sign(accessClaims(), header), MALFORMED);
    await refused(verifier, `${part({ alg: 'none' })}.${part(accessClaims())}.`, MALFORMED);
  }
});

test('another spelling of a good token is refused, whatever the platform makes of its signature', async () => {
  const token = sign();
  const [header, payload, signature] = token.split('.');
  const last = signature.at(-1);
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const spellings = [
    `${token}=`,
    `${token}==`,
    `${token}A`,
    `${token}AA`,
    `${token}.`,
    `.${token}`,
    `${header}.${payload}.${signature.slice(0, 100)}\n${signature.slice(100)}`,
    `${header}.${payload}.${signature.slice(0, 100)} ${signature.slice(100)}`,
    `${header}.${payload}.${signature.slice(0, -1)}${digits[digits.indexOf(last) + 1]}`,
    `${header}=.${payload}.${signature}`,
    `${header}.${payload}=.${signature}`,
    `${header}.${payload}.`,
    `${header}..${signature}`,
    `.${payload}.${signature}`,
    `${header}.${payload}`,
    '..',
    '.',
    'x'.repeat(20_000),
    `${header}.${'A'.repeat(20_000)}.${signature}`,
    `${token}\u0100`,
    `${header}.${payload}.${signature.slice(0, -1)}${String.fromCharCode(signature.charCodeAt(signature.length - 1) + 256)}`,
  ];
  if (/[-_]/.test(signature))
    spellings.push(`${header}.${payload}.${signature.replaceAll('-', '+').replaceAll('_', '/')}`);
  for (const verifier of await both()) {
    for (const spelling of spellings) await refused(verifier, spelling, /RS256|Not a JWT|signature/);
    assert.ok(await verifier.verify(token), 'the token itself');
  }
});

test('claims of the wrong kind are refused', async () => {
  for (const verifier of await both()) {
    for (const more of [
      { iss: [ISSUER] },
      { iss: undefined },
      { iss: { [ISSUER]: true } },
      { sub: undefined },
      { sub: 1 },
      { exp: undefined },
      { exp: '9999999999' },
      { exp: -1 },
      { nbf: 'soon' },
    ])
      await refused(verifier, sign(accessClaims(more)), MALFORMED);
    await refused(verifier, sign(accessClaims({ iss: `${ISSUER}/` })), /another user pool/);
    await refused(verifier, sign(accessClaims({ exp: now() })), /expired/);
    await refused(verifier, sign(accessClaims({ nbf: now() + 60 })), /not valid yet/);
    await refused(verifier, sign(accessClaims({ client_id: ['app'] })), /another app client/);
    await refused(verifier, sign(accessClaims({ token_use: undefined })), /wrong use/);
    for (const payload of ['[]', '"claims"', '1', 'null', '', `${JSON.stringify(accessClaims())} {}`])
      await refused(verifier, sign(payload), MALFORMED);
  }
});

test('claims arrive as the token has them', async () => {
  const claims = accessClaims({
    'custom:name': 'Ünïcödé \u2028 "quoted" 😀',
    nested: { a: [1, 2.5, null, true] },
    big: 2 ** 53,
  });
  const verifier = make();
  for (let round = 0; round < 2; round++) assert.deepEqual(await verifier.verify(sign(claims)), claims);
});

test('tokens that are verified at the same time do not get into each other', async () => {
  const verifier = make({ check: () => new Promise((settle) => setTimeout(settle, 1)) });
  const subjects = Array.from({ length: 50 }, (_, index) => `subject-${index}`);
  const claims = await Promise.all(subjects.map((sub) => verifier.verify(sign(accessClaims({ sub })))));
  assert.deepEqual(
    claims.map(({ sub }) => sub),
    subjects,
  );
});
