import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { PACKAGE, packageFile } from '../local/server-process.mjs';
import { BASE, config, KEY, makeProxy, ORIGIN, PASSWORD, Page, POOL, SECRET, server } from './world.mjs';

const { AuthProxy, MemoryDenyList, TokenVerifier } = server;

for (const custody of ['token', 'cookie']) {
  test(`a person signs up, confirms, signs in, refreshes, changes and signs out: custody ${custody}`, async () => {
    const { proxy, local } = makeProxy(custody);
    const page = new Page(proxy.fetch);
    const attributes = [{ name: 'email', value: 'bea@example.com' }];
    const signUp = { username: 'bea', password: PASSWORD, userAttributes: attributes };
    assert.equal((await page.send('POST', '/sign-up', signUp)).body.userConfirmed, false);
    const code = local.outbox.at(-1).code;
    assert.equal(
      (await page.send('POST', '/sign-up/confirm', { username: 'bea', confirmationCode: code })).status,
      200,
    );
    assert.equal((await page.signIn('bea', 'Wrong-Horse-7')).code, 'NotAuthorized');
    const signedIn = await page.signIn('bea');
    assert.equal(signedIn.status, 200, signedIn.text);
    const refreshToken = signedIn.body.tokens.refreshToken;
    if (custody === 'cookie') {
      assert.ok(page.cookies.size > 0);
      assert.doesNotMatch(signedIn.text, /eyJ|accessToken|refreshToken/);
      assert.equal(signedIn.body.tokens.accessClaims.username, 'bea');
    } else {
      assert.equal(page.cookies.size, 0);
    }
    assert.equal((await page.send('GET', '/user')).body.username, 'bea');
    const session = await page.send('GET', '/session');
    assert.equal(session.body.tokens.accessClaims.username, 'bea');
    const renewed = await page.send('POST', '/refresh', custody === 'token' ? { refreshToken } : {});
    assert.equal(renewed.status, 200, renewed.text);
    page.token = renewed.body.tokens.accessToken;
    const change = { previousPassword: PASSWORD, proposedPassword: 'An0ther-Password' };
    assert.equal((await page.send('POST', '/password', change)).status, 200);
    const replay = new Map(page.cookies);
    assert.equal(
      (await page.send('POST', '/sign-out', custody === 'token' ? { token: refreshToken } : {})).status,
      200,
    );
    assert.equal(page.cookies.size, 0);
    page.cookies = replay;
    assert.equal((await page.send('GET', '/user')).status, 401);
  });

  test(`what was altered on its way is refused: custody ${custody}`, async () => {
    const { proxy } = makeProxy(custody);
    const page = new Page(proxy.fetch);
    await page.signIn();
    const [cookies, token] = [new Map(page.cookies), page.token];
    const flip = (text, at) => text.slice(0, at) + (text.at(at) === 'A' ? 'B' : 'A') + text.slice(at + 1 || undefined);
    for (const at of [20, 100, -10]) {
      if (custody === 'token') page.token = flip(token, at);
      else page.cookies.set('__Host-auth.0', flip(cookies.get('__Host-auth.0'), at));
      assert.equal((await page.send('GET', '/user')).status, 401);
    }
    page.token = token;
    page.cookies = cookies;
    assert.equal((await page.send('GET', '/user')).status, 200);
  });
}

test('a cookie sealed by WebCrypto opens with node:crypto and the other way round', async () => {
  // A process without getBuiltinModule has WebCrypto alone, as Workers and Deno without Node's modules have.
  const { execFileSync } = await import('node:child_process');
  const { packageFile } = await import('../local/server-process.mjs');
  const program = (hide) => `
    ${hide ? 'process.getBuiltinModule = undefined;' : ''}
    const { Page, makeProxy } = await import(${JSON.stringify(new URL('./world.mjs', import.meta.url).href)});
    const { proxy } = makeProxy('cookie');
    const page = new Page(proxy.fetch);
    if (process.argv[1]) page.cookies = new Map(JSON.parse(process.argv[1]));
    else await page.signIn();
    const reply = await page.send('GET', '/session');
    console.log(JSON.stringify({ cookies: [...page.cookies], status: reply.status, name: reply.body.tokens?.accessClaims.username }));`;
  const run = (hide, cookies) => {
    const args = ['--input-type=module', '-e', program(hide), ...(cookies ? [JSON.stringify(cookies)] : [])];
    return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
  };
  assert.ok(packageFile('dist/server.js'));
  const web = run(true);
  assert.equal(web.name, 'ada');
  assert.deepEqual([run(false, web.cookies).name, run(true, run(false).cookies).name], ['ada', 'ada']);
});

test('the CSRF matrix over the real handler', async () => {
  const { proxy } = makeProxy('cookie');
  const page = new Page(proxy.fetch);
  await page.signIn();
  const status = async (headers) => {
    const all = {
      'content-type': 'application/json',
      cookie: [...page.cookies].map((pair) => pair.join('=')).join('; '),
    };
    const init = {
      method: 'PATCH',
      headers: { ...all, ...headers },
      body: '{"userAttributes":[{"name":"name","value":"A"}]}',
    };
    return (await proxy.fetch(`${BASE}/attributes`, init)).status;
  };
  assert.equal(await status({ origin: ORIGIN, 'x-auth-csrf': '1' }), 200);
  assert.equal(await status({ origin: BASE, 'x-auth-csrf': '1' }), 200);
  assert.equal(await status({ origin: ORIGIN }), 403);
  assert.equal(await status({ origin: 'https://evil.example', 'x-auth-csrf': '1' }), 403);
  assert.equal(await status({ origin: 'null', 'x-auth-csrf': '1' }), 403);
  assert.equal(await status({ 'sec-fetch-site': 'cross-site', 'x-auth-csrf': '1' }), 403);
});

test('a denied token is refused by the proxy and by a verifier that shares its list, with its family on demand', async () => {
  const { proxy, local } = makeProxy('token');
  const page = new Page(proxy.fetch);
  const { body } = await page.signIn();
  const options = {
    userPoolId: 'us-east-1_Proxied01',
    clientId: 'proxiedclient',
    tokenUse: 'access',
    fetch: local.fetch,
    denyList: proxy.denyList,
  };
  const verifier = new TokenVerifier(options);
  assert.equal((await verifier.verify(page.token)).username, 'ada');
  await proxy.deny(page.token);
  await assert.rejects(verifier.verify(page.token), { code: 'TokenRefused', message: /denied/ });
  assert.equal((await page.send('GET', '/user')).status, 401);
  const renewed = await page.send('POST', '/refresh', { refreshToken: body.tokens.refreshToken });
  page.token = renewed.body.tokens.accessToken;
  assert.equal((await page.send('GET', '/user')).status, 200, 'one token, not its family');
  await proxy.deny(page.token, { family: true });
  assert.equal((await page.send('GET', '/user')).status, 401, 'the family');
  const again = await page.send('POST', '/refresh', { refreshToken: body.tokens.refreshToken });
  assert.equal(again.status, 401, 'and what is refreshed from it');
});

test('a memory list forgets what has expired', async () => {
  const list = new MemoryDenyList();
  await list.add(['a'], Date.now() / 1000 + 60);
  await list.add(['b'], Date.now() / 1000 - 1);
  assert.deepEqual([await list.has(['x', 'a']), await list.has(['b']), await list.has([])], [true, false, false]);
});

test('bodies that are too large, malformed or of another type are refused as such', async () => {
  const { proxy } = makeProxy('token');
  const page = new Page(proxy.fetch);
  assert.equal((await page.send('POST', '/sign-in', 'x'.repeat(70_000))).status, 413);
  let given = 0;
  const endless = new ReadableStream({
    pull(controller) {
      given += 16_384;
      controller.enqueue(new Uint8Array(16_384).fill(32));
    },
  });
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-auth-csrf': '1' },
    body: endless,
    duplex: 'half',
  };
  assert.equal((await proxy.fetch(`${BASE}/sign-in`, init)).status, 413);
  assert.ok(given < 300_000, `${given} bytes were read`);
  const bytes = {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-auth-csrf': '1' },
    body: new Uint8Array([0x7b, 0xff, 0x7d]),
  };
  assert.equal((await proxy.fetch(`${BASE}/sign-in`, bytes)).status, 400);
  assert.equal((await page.send('POST', '/sign-in', '{}', { 'content-type': 'text/plain' })).status, 415);
});

test('more requests than the limit are told to come again, and none is queued', async () => {
  let release;
  const held = new Promise((resolve) => {
    release = resolve;
  });
  let calls = 0;
  let bothArrived;
  const arrived = new Promise((resolve) => {
    bothArrived = resolve;
  });
  const { proxy, local } = makeProxy(
    'token',
    { limits: { concurrency: 2 } },
    {
      fetch: async (...args) => {
        if (++calls === 2) bothArrived();
        await held;
        return local.fetch(...args);
      },
    },
  );
  const send = () => new Page(proxy.fetch).send('POST', '/password/forgot', { username: 'ada' });
  const first = [send(), send()];
  await arrived;
  const third = await send();
  assert.deepEqual([third.status, third.code, third.headers.get('retry-after')], [503, 'ServiceUnavailable', '1']);
  release();
  assert.deepEqual(
    (await Promise.all(first)).map(({ status }) => status),
    [200, 200],
  );
  assert.equal((await send()).status, 200);
});

test('a service that is slow, broken or gone is told, and the proxy lives on', async () => {
  const { proxy, local } = makeProxy('token');
  const told = async (faults, there = { proxy, local }) => {
    await there.local.setFaults(faults);
    const page = new Page(there.proxy.fetch);
    const { status, code } = await page.send('POST', '/password/forgot', { username: 'ada' });
    return [status, code];
  };
  const hasty = makeProxy('token', { limits: { timeoutMs: 100 } });
  assert.deepEqual(await told({ latencyMs: 10_000 }, hasty), [504, 'ServiceUnavailable']);
  assert.deepEqual(await told({ drop: {} }), [503, 'ServiceUnavailable']);
  assert.deepEqual(await told({ serverError: { status: 500, body: '<html>' } }), [503, 'Internal']);
  assert.deepEqual(await told({ throttle: {} }), [429, 'TooManyRequests']);
  assert.deepEqual(await told({}), [200, undefined]);
});

test('rate limits count by name, whatever its spelling', async () => {
  const { proxy } = makeProxy('token', { rateLimits: { username: { points: 2, seconds: 60 } } });
  await proxy.ready();
  const page = new Page(proxy.fetch);
  const send = (username) => page.send('POST', '/password/forgot', { username });
  assert.equal((await send('ada')).status, 200);
  assert.notEqual((await send('ADA')).code, 'RateLimited');
  const third = await send('ada');
  assert.deepEqual([third.status, third.code], [429, 'RateLimited']);
  assert.ok(Number(third.headers.get('retry-after')) > 30);
  assert.equal((await send('root')).status, 200);
});

test('the log tells routes and statuses, and no secret, token, password or name', async () => {
  const { proxy, log } = makeProxy('cookie');
  const page = new Page(proxy.fetch);
  await page.signIn();
  const cookies = [...page.cookies.values()];
  await page.send('POST', '/sign-up', { username: 'canary-name', password: 'canary-password' });
  await page.send('GET', '/devices/canary-key?x=canary');
  await page.send('POST', '/sign-out', {});
  // Request ids are random, and hexadecimal digits can spell a name.
  const text = JSON.stringify(log).replaceAll(/[0-9a-f-]{36}/g, '');
  for (const secret of ['canary', 'ada', PASSWORD, SECRET, 'eyJ', ...cookies.map((value) => value.slice(0, 40))])
    assert.ok(!text.includes(secret), secret);
  assert.deepEqual(
    log.slice(0, 2).map(({ route, status }) => [route, status]),
    [
      ['/sign-in', 200],
      ['/challenge', 200],
    ],
  );
  assert.equal(log[0].ip, '198.51.100.7');
  assert.match(log[0].time, /^\d{4}-.*Z$/);
});

test('a configuration that is wrong says where', () => {
  for (const [place, wrong] of [
    ['custody', { custody: 'jar' }],
    ['keys', { custody: 'cookie', keys: [] }],
    ['extra', { extra: 1 }],
  ])
    assert.throws(
      () => new AuthProxy({ ...config('token'), ...wrong }),
      (error) => error.code === 'InvalidArgument' && error.message.includes(place),
    );
  assert.throws(() => new AuthProxy(), { code: 'InvalidArgument' });
});

test('a proxy whose sign-outs are known to it alone says so, once', () => {
  const redis = 'redis://127.0.0.1:1';
  const cookie = config('cookie');
  const said = (...configurations) => {
    const program = `import { AuthProxy, MemoryDenyList } from ${JSON.stringify(packageFile('dist/server.node.mjs'))};
      for (const one of ${JSON.stringify(configurations)}) new AuthProxy(one);
      new AuthProxy(${JSON.stringify(cookie)}, { denyList: new MemoryDenyList() });`;
    return spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' }).stderr;
  };
  assert.equal(
    said({ ...cookie, denyList: { redis } }, { ...cookie, keys: [], sessions: { redis } }, config('token')),
    '',
  );
  assert.match(said(cookie, cookie), /^AuthProxy: sessions are sealed cookies[^\n]* `sessions\.redis`[^\n]*\n$/);
});

test('every member of the schema is one that the engine takes, and the other way round', () => {
  const schema = JSON.parse(readFileSync(resolve(PACKAGE, 'proxy-config.schema.json'), 'utf8'));
  const sample = {
    userPoolId: POOL.userPoolId,
    endpoint: 'https://x.example/',
    path: '/x',
    secret: KEY,
    origins: ['https://x.example'],
    trustedHops: ['10.0.0.0/8'],
    operations: ['SignUp'],
    upstreams: { '/api': 'https://x.example' },
    redis: 'redis://x',
    domain: 'https://x.example',
    redirectUri: 'https://x.example/x/callback',
    scopes: ['openid'],
    logoutUris: ['https://x.example/'],
    returnOrigins: ['https://x.example'],
  };
  const example = (name, part) => {
    if (name in sample) return sample[name];
    if (part.enum) return part.enum[0];
    if (part.type === 'array') return [example(`${name}[]`, part.items)];
    if (part.type === 'object')
      return Object.fromEntries(Object.entries(part.properties).map(([key, value]) => [key, example(key, value)]));
    return { number: 1, integer: part.minimum, boolean: true, string: 'x' }[part.type];
  };
  const { $schema, ...whole } = example('', schema);
  assert.ok(new AuthProxy(whole));
  const objects = (part) => [
    part,
    ...Object.values(part.properties ?? {}).flatMap(objects),
    ...(part.items ? objects(part.items) : []),
  ];
  const named = objects(schema).flatMap((part) => Object.keys(part.properties ?? {}));
  assert.throws(
    () => new AuthProxy({ ...whole, nothing: 1 }),
    ({ message }) => {
      const known = /expected one of (.*)\./.exec(message)[1].match(/\w+/g);
      assert.deepEqual(
        known.filter((name) => !named.includes(name)),
        [],
      );
      return true;
    },
  );
});

test('a closed proxy rejects', async () => {
  const { proxy } = makeProxy('token');
  await proxy.close();
  await assert.rejects(proxy.fetch(`${BASE}/health`), { code: 'Closed' });
});
