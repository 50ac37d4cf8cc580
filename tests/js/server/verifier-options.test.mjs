// The options of TokenVerifier: what must be chosen, what is refused, what each asks of a token.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessClaims, ISSUER, JWKS, make, makeKey, now, OPTIONS, POOL_ID, refused, sign } from './issuer.mjs';
import { server } from './world.mjs';

const { MemoryDenyList, TokenVerifier } = server;
const wrong = (options, message) =>
  assert.throws(
    () => new TokenVerifier(options),
    (error) => {
      assert.equal(error.code, 'InvalidArgument', error.stack);
      assert.match(error.message, message);
      return true;
    },
  );
const without = (name) => Object.fromEntries(Object.entries(OPTIONS).filter(([key]) => key !== name));

test('the app client and the use are chosen: left out, they are refused, and null accepts any', async () => {
  wrong(without('clientId'), /`clientId` must be .* or null/);
  wrong(without('tokenUse'), /`tokenUse` must be .* or null/);
  wrong({ ...OPTIONS, clientId: undefined }, /`clientId` must be .* or null/);
  wrong({ ...OPTIONS, tokenUse: undefined }, /`tokenUse` must be .* or null/);
  const idToken = sign(accessClaims({ token_use: 'id', client_id: undefined, aud: 'other' }));
  const any = make({ clientId: null, tokenUse: null });
  assert.equal((await any.verify(sign())).client_id, 'app');
  assert.equal((await any.verify(sign(accessClaims({ client_id: 'other' })))).client_id, 'other');
  assert.equal((await any.verify(idToken)).aud, 'other');
  await refused(make({ clientId: null }), idToken, /wrong use/);
  await refused(make({ tokenUse: null }), idToken, /another app client/);
  await refused(any, sign(accessClaims({ token_use: 'refresh' })), /wrong use/);
});

test('lists that are empty or hold nothing are refused, whichever option they are of', () => {
  for (const name of ['clientId', 'groups', 'scopes', 'acr']) {
    for (const value of [[], '', [''], ['a', ''], [undefined], [null], 1, true, {}, [['a']], [1]]) {
      wrong({ ...OPTIONS, [name]: value }, new RegExp(`^\`${name}(\\[\\d\\])?\` must be `));
    }
  }
  for (const name of ['groups', 'scopes', 'acr'])
    wrong({ ...OPTIONS, [name]: null }, new RegExp(`\`${name}\` must be`));
});

test('values of the wrong kind are refused with the name of the option, and are not repeated', () => {
  for (const userPoolId of [undefined, null, '', 'x', 'eu-central-1_', 1, 'https://evil.example/_x']) {
    wrong({ ...OPTIONS, userPoolId }, /`userPoolId` must look like/);
  }
  for (const tokenUse of ['Access', 'refresh', '', ['access'], 1])
    wrong({ ...OPTIONS, tokenUse }, /`tokenUse` must be/);
  for (const name of ['maxAgeSeconds', 'leewaySeconds']) {
    for (const value of [-1, Number.NaN, '60', 60n, {}])
      wrong({ ...OPTIONS, [name]: value }, new RegExp(`\`${name}\` must be a number`));
  }
  for (const name of ['issuer', 'jwksUri']) {
    for (const value of ['', 1, ['a', 'b'], () => 'a'])
      wrong({ ...OPTIONS, [name]: value }, new RegExp(`\`${name}\` must be`));
  }
  wrong({ ...OPTIONS, check: 'claims' }, /`check` must be a function/);
  wrong({ ...OPTIONS, fetch: 'fetch' }, /`fetch` must be a function/);
  wrong({ ...OPTIONS, denyList: new Set() && {} }, /`denyList` must have a method `has`/);
  wrong({ ...OPTIONS, clientId: { secret: 'canary' } }, /^(?!.*canary)/);
  for (const options of [undefined, null, 'x', 1]) wrong(options, /must be an object/);
});

test('an option that is not known is refused, with the one that was meant', () => {
  wrong({ ...OPTIONS, clientID: 'app' }, /`clientID` is not an option: did you mean `clientId`\?/);
  wrong({ ...OPTIONS, client_id: 'app' }, /`client_id` is not an option: did you mean `clientId`\?/);
  wrong({ ...OPTIONS, group: 'a' }, /did you mean `groups`\?/);
  wrong({ ...OPTIONS, maxAge: 1 }, /did you mean `maxAgeSeconds`\?/);
  wrong({ ...OPTIONS, customJwtCheck() {} }, /`customJwtCheck` is not an option\. The options are `userPoolId`, /);
  wrong([{ ...OPTIONS, clientID: 'app' }], /`\[0\]\.clientID` is not an option/);
});

test('several user pools are told apart by the issuer, each with its own keys and options', async () => {
  const other = makeKey('first');
  const second = { userPoolId: 'us-east-1_Second001', clientId: ['b', 'c'], tokenUse: 'id', groups: 'staff' };
  const issuer = 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Second001';
  const idClaims = { iss: issuer, token_use: 'id', aud: 'c', client_id: undefined, 'cognito:groups': ['staff'] };
  const verifier = new TokenVerifier([
    { ...OPTIONS, jwks: JWKS },
    { ...second, jwks: { keys: [other.jwk] } },
  ]);
  const idToken = sign(accessClaims(idClaims), {}, other);
  for (let round = 0; round < 2; round++) {
    assert.equal((await verifier.verify(sign())).username, 'mia');
    assert.equal((await verifier.verify(idToken)).aud, 'c');
    assert.equal(verifier.verifySync(idToken).aud, 'c');
  }
  // The same key id, and the other pool's key.
  await refused(verifier, sign(accessClaims(idClaims)), /signature/);
  await refused(verifier, sign(accessClaims(), {}, other), /signature/);
  await refused(verifier, sign(accessClaims({ ...idClaims, iss: ISSUER }), {}, other), /signature/);
  await refused(verifier, sign(accessClaims({ ...idClaims, 'cognito:groups': [] }), {}, other), /required groups/);
  await refused(verifier, sign(accessClaims({ iss: `${ISSUER}x` })), /another user pool/);
  await refused(verifier, sign(accessClaims({ iss: [ISSUER, issuer] })), /RS256/);
  const newer = ISSUER.replace('cognito-idp', 'issuer-cognito-idp');
  assert.equal((await verifier.verify(sign(accessClaims({ iss: newer })))).iss, newer);
  wrong([], /at least one user pool/);
  wrong([OPTIONS, OPTIONS], /`\[1\]` has an issuer/);
  wrong([OPTIONS, { ...second, issuer: ISSUER }], /`\[1\]` has an issuer/);
  wrong([OPTIONS, { ...second, groups: [] }], /`\[1\]\.groups` must be/);
  wrong([OPTIONS, { userPoolId: 'us-east-1_Second001', tokenUse: null }], /`\[1\]\.clientId` must be/);
  wrong([OPTIONS, null], /must be an object/);
});

test('a check of your own refuses by what it throws, which is the cause', async () => {
  const cause = new RangeError('no tenant');
  const seen = [];
  const thrower = make({
    check: () => {
      throw cause;
    },
  });
  const rejecter = make({
    check: async () => {
      throw cause;
    },
  });
  for (const verifier of [thrower, rejecter]) {
    const error = await refused(verifier, sign(), /option `check`/);
    assert.equal(error.cause, cause);
    assert.equal(JSON.stringify(error).includes('tenant'), false);
  }
  assert.throws(() => thrower.verifySync(sign()), { code: 'TokenRefused', cause });
  await refused(make({ check: () => false }), sign(), /option `check`/);
  await refused(make({ check: async () => false }), sign(), /option `check`/);
  assert.throws(() => make({ check: () => false }).verifySync(sign()), { code: 'TokenRefused' });
  const good = make({ check: async (claims) => void seen.push(claims) });
  const claims = await good.verify(sign());
  assert.deepEqual(seen, [claims]);
  // It is asked last: what is refused otherwise is not its business.
  await refused(good, sign(accessClaims({ exp: 1 })), /expired/);
  await refused(good, `${sign()}A`, /./);
  assert.equal(seen.length, 1);
});

test('verifySync gives at once what verify gives, and says when it cannot', async () => {
  const verifier = make();
  assert.deepEqual(verifier.verifySync(`Bearer ${sign()}`), await verifier.verify(sign()));
  assert.throws(() => verifier.verifySync(sign(accessClaims({ client_id: 'x' }))), {
    code: 'TokenRefused',
    message: /app client/,
  });
  assert.throws(() => verifier.verifySync(`${sign().slice(0, -6)}AAAAAA`), {
    code: 'TokenRefused',
    message: /signature/,
  });
  assert.throws(() => verifier.verifySync(null), { code: 'TokenRefused', message: /No token/ });
  const unhandled = [];
  const listen = (reason) => unhandled.push(reason);
  process.on('unhandledRejection', listen);
  const asynchronous = make({
    check: async () => {
      throw new Error('later');
    },
  });
  assert.throws(() => asynchronous.verifySync(sign()), {
    code: 'NotAvailable',
    message: /`check` is asynchronous: use `verify`/,
  });
  await new Promise((settle) => setTimeout(settle, 20));
  process.off('unhandledRejection', listen);
  assert.deepEqual(unhandled, []);
  assert.throws(() => make({ denyList: new MemoryDenyList() }).verifySync(sign()), {
    code: 'NotAvailable',
    message: /deny list/,
  });
});

test('acr must be one of the levels, as a text', async () => {
  const token = (acr) => sign(accessClaims({ acr }));
  const one = make({ acr: 'urn:loa:2' });
  const two = make({ acr: ['urn:loa:2', 'urn:loa:3'] });
  assert.equal((await one.verify(token('urn:loa:2'))).acr, 'urn:loa:2');
  assert.equal((await two.verify(token('urn:loa:3'))).acr, 'urn:loa:3');
  for (const acr of ['urn:loa:1', 'urn:loa:3', 'URN:LOA:2', 'urn:loa:2 ', ['urn:loa:2'], undefined, null, 2])
    await refused(one, token(acr), /authentication level/);
});

test('a sign-in counts for maxAgeSeconds, whatever the token was refreshed since', async () => {
  const token = (ago) => sign(accessClaims({ auth_time: ago === undefined ? undefined : now() - ago }));
  const verifier = make({ maxAgeSeconds: 300 });
  assert.ok(await verifier.verify(token(290)));
  await refused(verifier, token(302), /too long ago/);
  await refused(verifier, token(undefined), /too long ago/);
  await refused(verifier, sign(accessClaims({ auth_time: String(now()) })), /too long ago/);
  assert.ok(await make({ maxAgeSeconds: 300, leewaySeconds: 60 }).verify(token(302)));
  assert.ok(await make().verify(token(100_000)));
});

test('the value of the header Authorization is taken as it comes', async () => {
  const verifier = make();
  for (const scheme of ['Bearer', 'bearer', 'BEARER', 'bEaReR']) {
    assert.equal((await verifier.verify(`${scheme} ${sign()}`)).username, 'mia');
  }
  for (const value of [null, undefined, '', 1, {}, [sign()]])
    await refused(verifier, value, /No token\. Pass the JWT, or .*`Authorization`/);
  const others = [
    `Basic ${sign()}`,
    `DPoP ${sign()}`,
    `Bearer  ${sign()}`,
    `Bearer\t${sign()}`,
    ` ${sign()}`,
    `${sign()} `,
    `${sign()}\n`,
    `"${sign()}"`,
    `Bearer Bearer ${sign()}`,
    `Bearer, ${sign()}`,
    `Bearer ${sign()}, Bearer ${sign()}`,
    `Bearer=${sign()}`,
    sign().replace('.', '。'),
  ];
  for (const fresh of [true, false]) {
    const seasoned = make();
    if (!fresh) await seasoned.verify(sign());
    for (const value of others) await refused(seasoned, value, /Not a JWT\. Pass the JWT|RS256|signature/);
  }
  await refused(make(), others[0], /Not a JWT\. Pass the JWT, or the value of the header `Authorization`/);
  for (const value of ['Bearer', 'Bearer ', 'bearer', 'nonsense']) await refused(verifier, value, /RS256|JWT/);
});

test('a verifier is known by its name, and no framework looks into it', () => {
  assert.equal(String(make()), '[object TokenVerifier]');
  assert.equal(make().__v_skip, true);
  assert.equal(POOL_ID in make(), false);
});
