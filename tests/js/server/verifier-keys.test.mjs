// Where TokenVerifier has its keys from: what key sets may hold, and who waits for a download.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { accessClaims, JWKS, KEY, keyServer, make, makeKey, now, OPTIONS, part, refused, sign } from './issuer.mjs';
import { config, LOCAL, LocalCognito, Page, server } from './world.mjs';

const { TokenVerifier } = server;
const OTHER = makeKey('second');
const served = (reply) => {
  const keys = keyServer(reply);
  return { keys, verifier: new TokenVerifier({ ...OPTIONS, fetch: keys.fetch }) };
};
const forged = (kid) => sign(accessClaims(), { kid });
const never = () => new Promise(() => {});
const unavailable = { code: 'NetworkError', retryable: true };
/** A clock that a test sets. */
function clock(t) {
  const time = { now: 1000 };
  t.mock.method(performance, 'now', () => time.now);
  return time;
}
/** What a promise came to, if it did without waiting for anything but other promises. */
async function soon(promise) {
  let result = 'waits';
  promise.then(
    (value) => (result = value),
    (error) => (result = error),
  );
  await new Promise((settle) => setTimeout(settle, 20));
  return result;
}

test('an entry that cannot be used takes no other with it', async () => {
  const broken = [
    null,
    undefined,
    1,
    'key',
    [],
    {},
    { kty: 'EC', kid: 'e', crv: 'P-256', x: 'AA', y: 'AA' },
    { kty: 'oct', kid: 'o', k: 'AA' },
    { kty: 'RSA', kid: 'a', n: '!!', e: '' },
    { kty: 'RSA', kid: 'b', alg: 'RS256', use: 'sig' },
    { kty: 'RSA', kid: 'c', n: { length: 1 }, e: 'AQAB' },
    { ...KEY.jwk, kid: 'd', e: 'A'.repeat(400) },
    { ...KEY.jwk, kid: undefined },
    { ...KEY.jwk, kid: 1 },
  ];
  for (const keys of [
    [...broken, KEY.jwk],
    [KEY.jwk, ...broken],
    [...broken, KEY.jwk, OTHER.jwk, ...broken],
  ]) {
    const { verifier } = served(() => Response.json({ keys }));
    assert.equal((await verifier.verify(sign())).username, 'mia');
    assert.equal((await make({ jwks: { keys } }).verify(sign())).username, 'mia');
  }
});

test('keys that are too weak, or for something else, are passed over', async () => {
  const short = makeKey('short', 1024);
  const odd = makeKey('odd', 2048, 3);
  const weak = [
    short.jwk,
    { ...KEY.jwk, kid: 'one', e: 'AQ' },
    { ...KEY.jwk, kid: 'padded-one', e: 'AAAB' },
    { ...KEY.jwk, kid: 'even', e: 'AQAA' },
    { ...KEY.jwk, kid: 'zero', e: 'AA' },
    {
      ...KEY.jwk,
      kid: 'padded',
      n: Buffer.concat([Buffer.alloc(200), Buffer.from(short.jwk.n, 'base64url')]).toString('base64url'),
    },
    { ...KEY.jwk, kid: 'encrypts', use: 'enc' },
    { ...KEY.jwk, kid: 'longer-hash', alg: 'RS512' },
  ];
  const { verifier } = served(() => Response.json({ keys: [...weak, KEY.jwk, odd.jwk] }));
  for (const { kid } of weak)
    await refused(verifier, sign(accessClaims(), {}, kid === 'short' ? short : { ...KEY, kid }), /signature/);
  assert.ok(await verifier.verify(sign()));
  assert.ok(await verifier.verify(sign(accessClaims(), {}, odd)), 'small exponents are good ones');
  // With the exponent 1 the padded digest is its own signature: nobody needs a key.
  const { createHash } = await import('node:crypto');
  const message = `${part({ alg: 'RS256', kid: 'one' })}.${part(accessClaims())}`;
  const info = Buffer.from('3031300d060960864801650304020105000420', 'hex');
  const digest = createHash('sha256').update(message).digest();
  const block = Buffer.concat([Buffer.from([0, 1]), Buffer.alloc(202, 255), Buffer.from([0]), info, digest]);
  await refused(verifier, `${message}.${block.toString('base64url')}`, /signature/);
  for (const keys of [weak, [], undefined, null, {}, [null]]) {
    assert.throws(() => make({ jwks: { keys } }), { code: 'InvalidArgument', message: /`jwks` must be a key set/ });
  }
  for (const jwks of [null, 'https://keys.example', JSON.stringify(JWKS), [KEY.jwk], KEY.jwk])
    assert.throws(() => make({ jwks }), { code: 'InvalidArgument', message: /`jwks` must be a key set/ });
});

test('of two keys with one id the first counts; alg and use may be missing', async () => {
  const twin = makeKey('first');
  const bare = ({ kty, kid, n, e }) => ({ kty, kid, n, e });
  const verifier = make({ jwks: { keys: [bare(KEY.jwk), twin.jwk] } });
  assert.ok(await verifier.verify(sign()));
  await refused(verifier, sign(accessClaims(), {}, twin), /signature/);
});

test('what is no key set is an outage, and what is too large is not read to its end', async () => {
  const replies = {
    html: () => new Response('<html>'),
    500: () => new Response(JSON.stringify(JWKS), { status: 500 }),
    redirect: () => new Response('', { status: 302, headers: { location: 'http://127.0.0.1:9/' } }),
    empty: () => new Response(''),
    nothing: () => new Response(null, { status: 204 }),
    '{}': () => Response.json({}),
    'keys: null': () => Response.json({ keys: null }),
    'keys: {}': () => Response.json({ keys: { 0: KEY.jwk, length: 1 } }),
    null: () => Response.json(null),
    'no usable key': () => Response.json({ keys: [null] }),
    large: () => Response.json({ ...JWKS, padding: 'x'.repeat(1_048_576) }),
  };
  for (const [name, reply] of Object.entries(replies)) {
    await assert.rejects(served(reply).verifier.verify(sign()), unavailable, name);
    await assert.rejects(served(reply).verifier.hydrate(), unavailable, name);
  }
  let given = 0;
  let isCancelled = false;
  const endless = () =>
    new Response(
      new ReadableStream({
        pull(controller) {
          given += 65_536;
          controller.enqueue(new Uint8Array(65_536).fill(32));
        },
        cancel() {
          isCancelled = true;
        },
      }),
    );
  await assert.rejects(served(endless).verifier.verify(sign()), unavailable);
  assert.ok(given < 1_400_000, `${given} bytes were read`);
  assert.ok(isCancelled);
  const bom = served(() => new Response(`\uFEFF${JSON.stringify(JWKS)}`));
  assert.ok(await bom.verifier.verify(sign()));
  const many = Array.from({ length: 1500 }, (_, index) => ({ ...KEY.jwk, kid: `k${index}` }));
  const { verifier } = served(() => Response.json({ keys: many }));
  assert.ok(await verifier.verify(sign(accessClaims(), {}, { ...KEY, kid: 'k99' })));
  await refused(verifier, sign(accessClaims(), {}, { ...KEY, kid: 'k100' }), /signature/);
});

test('after a failed download the next one is tried soon, by one request for all', async (t) => {
  const time = clock(t);
  const { keys, verifier } = served(() => Promise.reject(new TypeError('fetch failed')));
  const all = () => Promise.allSettled(Array.from({ length: 20 }, () => verifier.verify(sign())));
  const codes = (results) => [...new Set(results.map(({ reason, status }) => reason?.code ?? status))];
  assert.deepEqual(codes(await all()), ['NetworkError']);
  assert.equal(keys.count, 1);
  assert.deepEqual(codes(await all()), ['NetworkError']);
  assert.equal(keys.count, 1, 'not at once');
  time.now += 250;
  await all();
  assert.equal(keys.count, 2);
  time.now += 499;
  await all();
  assert.equal(keys.count, 2, 'each wait is twice as long');
  time.now += 1;
  keys.reply = () => Response.json(JWKS);
  assert.deepEqual(codes(await all()), ['fulfilled']);
  assert.equal(keys.count, 3);
});

test('a download that fails for long is tried every ten seconds', async (t) => {
  const time = clock(t);
  const { keys, verifier } = served(() => new Response('', { status: 503 }));
  for (let count = 1; count <= 20; count++) {
    await assert.rejects(verifier.verify(sign()), unavailable);
    assert.equal(keys.count, count);
    time.now += 10_000;
  }
});

test('a cached key never waits: not for a key that is not known, and not for its own age', async (t) => {
  const time = clock(t);
  const { keys, verifier } = served();
  await verifier.hydrate();
  keys.reply = never;
  time.now += 10_000;
  const waiting = verifier.verify(forged('unknown'));
  assert.equal(await soon(waiting), 'waits', 'for the key, which may be new');
  assert.equal(keys.count, 2);
  for (let index = 0; index < 5; index++) assert.equal((await soon(verifier.verify(sign()))).username, 'mia');
  assert.equal(verifier.verifySync(sign()).username, 'mia');
  waiting.catch(() => {});

  const old = served();
  await old.verifier.hydrate();
  old.keys.reply = never;
  time.now += 6 * 3_600_000;
  assert.equal((await soon(old.verifier.verify(sign()))).username, 'mia');
  assert.equal(old.keys.count, 2, 'a refresh goes on behind it');
  assert.equal((await soon(old.verifier.verify(sign()))).username, 'mia');
  assert.equal(old.keys.count, 2);
});

test('at the proxy a cached key does not wait, either', async (t) => {
  const time = clock(t);
  const local = new LocalCognito(LOCAL);
  let hangs = false;
  let asked = 0;
  const fetch = (input, init) => {
    if (!String(input).includes('jwks')) return local.fetch(input, init);
    asked++;
    return hangs ? never() : local.fetch(input, init);
  };
  const proxy = new server.AuthProxy(config('token'), { fetch });
  const page = new Page(proxy.fetch);
  await page.signIn();
  assert.equal((await page.send('GET', '/user')).status, 200);
  hangs = true;
  time.now += 10_000;
  const stranger = new Page(proxy.fetch);
  stranger.token = page.token.replace(/^[^.]+/, part({ alg: 'RS256', kid: 'unknown' }));
  const waiting = stranger.send('GET', '/user');
  assert.equal(await soon(waiting), 'waits');
  assert.equal(asked, 2);
  const late = new Promise((settle) => setTimeout(settle, 3000, { status: 'late' }));
  assert.equal((await Promise.race([page.send('GET', '/user'), late])).status, 200);
  assert.equal((await waiting).status, 503);
});

test('a key that the pool dropped is forgotten by the refresh', async (t) => {
  const time = clock(t);
  const { keys, verifier } = served();
  assert.ok(await verifier.verify(sign()));
  keys.reply = () => Response.json({ keys: [OTHER.jwk] });
  time.now += 6 * 3_600_000;
  assert.ok(await verifier.verify(sign()), 'the last one: the refresh begins with it');
  await soon(never());
  await refused(verifier, sign(), /signature/);
  assert.ok(await verifier.verify(sign(accessClaims(), {}, OTHER)));
});

test('forged tokens with unknown key ids bring one request in ten seconds', async (t) => {
  const time = clock(t);
  const { keys, verifier } = served();
  assert.ok(await verifier.verify(sign()));
  const flood = () =>
    Promise.all(Array.from({ length: 500 }, (_, index) => refused(verifier, forged(`k${index}`), /signature/)));
  await flood();
  assert.equal(keys.count, 1);
  time.now += 10_000;
  await flood();
  assert.equal(keys.count, 2);
  // Those of another pool bring none.
  time.now += 10_000;
  await refused(verifier, sign(accessClaims({ iss: 'https://other.example' }), { kid: 'x' }), /another user pool/);
  assert.equal(keys.count, 2);
});

test('a new key is found, and one that cannot be looked for is an outage', async (t) => {
  const time = clock(t);
  const { keys, verifier } = served();
  assert.ok(await verifier.verify(sign()));
  time.now += 10_000;
  keys.reply = () => new Response('', { status: 500 });
  const token = sign(accessClaims(), {}, OTHER);
  await assert.rejects(verifier.verify(token), unavailable);
  assert.ok(await verifier.verify(sign()), 'known keys hold');
  time.now += 250;
  keys.reply = () => Response.json({ keys: [KEY.jwk, OTHER.jwk] });
  assert.ok(await verifier.verify(token));
});

test('verifySync says that there are no keys yet, and finds a new key in the background', async (t) => {
  const time = clock(t);
  const { keys, verifier } = served();
  assert.throws(() => verifier.verifySync(sign()), {
    code: 'NotAvailable',
    message: /await `hydrate\(\)` first, or pass `jwks`/,
  });
  await verifier.hydrate();
  assert.equal(verifier.verifySync(sign()).username, 'mia');
  keys.reply = () => Response.json({ keys: [KEY.jwk, OTHER.jwk] });
  const token = sign(accessClaims(), {}, OTHER);
  assert.throws(() => verifier.verifySync(token), { code: 'TokenRefused', message: /signature/ });
  assert.equal(keys.count, 1, 'ten seconds after the last download');
  time.now += 10_000;
  assert.throws(() => verifier.verifySync(token), { code: 'TokenRefused' });
  await soon(never());
  assert.equal(verifier.verifySync(token).username, 'mia');
});

test('keys that are given need no network', async () => {
  const fetch = () => assert.fail('a request');
  const verifier = make({ fetch });
  await verifier.hydrate();
  assert.ok(await verifier.verify(sign()));
  await refused(verifier, forged('unknown'), /signature/);
  assert.throws(() => verifier.verifySync(forged('unknown')), { code: 'TokenRefused' });
  assert.throws(() => make({ jwksUri: 'https://keys.example' }), {
    code: 'InvalidArgument',
    message: /`jwks` or `jwksUri`, not both/,
  });
  const several = new TokenVerifier([{ ...OPTIONS, jwks: JWKS, fetch }]);
  assert.ok(await several.verify(sign()));
});

test('a key server that never ends its answer is given up after five seconds', { timeout: 60_000 }, async () => {
  const stalled = () =>
    new Response(new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array([123])) }));
  for (const reply of [never, stalled]) {
    const { verifier } = served(reply);
    const began = now();
    await assert.rejects(verifier.verify(sign()), unavailable);
    assert.ok(now() - began < 30);
  }
});

test('where there is no node:crypto, WebCrypto verifies the same', async (t) => {
  // Another instance, which finds no way to ask for Node's modules.
  const { execFileSync } = await import('node:child_process');
  const { packageFile } = await import('../local/server-process.mjs');
  const program = `
    process.getBuiltinModule = undefined;
    const { TokenVerifier } = require(${JSON.stringify(fileURLToPath(packageFile('cjs/server.js')))});
    const [options, good, forged] = ${JSON.stringify([{ ...OPTIONS, jwks: JWKS }, sign(), sign(accessClaims(), {}, { ...OTHER, kid: 'first' })])};
    const verifier = new TokenVerifier(options);
    const said = (call) => Promise.resolve().then(call).then(({ username }) => username, ({ code }) => code);
    (async () => {
      const sync = () => verifier.verifySync(good);
      const results = [await said(sync)];
      for (const token of [good, forged, good]) results.push(await said(() => verifier.verify(token)));
      console.log(JSON.stringify(results));
    })();`;
  const output = execFileSync(process.execPath, ['-e', program], { encoding: 'utf8' });
  assert.deepEqual(JSON.parse(output), ['NotAvailable', 'mia', 'TokenRefused', 'mia']);
  t.diagnostic('by WebCrypto');
});
