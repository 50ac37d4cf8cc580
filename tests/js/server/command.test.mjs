import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { request } from 'node:http';
import { test } from 'node:test';
import { CLI } from '../local/server-process.mjs';
import { behind, freePort, localCognito, serve, startProxy, startRedis, writeJson } from './processes.mjs';
import { hasRedis } from './stores.mjs';
import { ORIGIN, PASSWORD, Page, SECRET } from './world.mjs';

/** `fetch` as a page has it: what only the tests' handler takes stays behind. */
const overHttp = (url, { remoteAddress, ...init }) => fetch(url, init);
const pageOf = ({ url }) => new Page(overHttp, url);
const AWS = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'canary-aws-secret', AWS_REGION: 'us-east-1' };

test('the program serves both custodies, tells health and metrics, and logs no secret', async (t) => {
  const local = await localCognito(t);
  for (const custody of ['token', 'cookie']) {
    const proxy = await startProxy(t, behind(local, custody), ['--metrics-port', '0']);
    const page = pageOf(proxy);
    assert.equal((await page.signIn()).status, 200);
    assert.equal((await page.send('GET', '/user')).body.username, 'ada');
    for (const path of ['/health', '/ready']) assert.equal((await fetch(proxy.url + path)).status, 200);
    assert.equal((await page.send('GET', '/metrics')).status, 404, 'not where the internet comes in');
    const metrics = await (await fetch(proxy.metrics)).text();
    assert.match(metrics, /auth_proxy_requests_total\{route="\/user",method="GET",status="200"\} 1/);
    proxy.child.kill('SIGTERM');
    const { code, stdout, stderr } = await proxy.ended;
    assert.equal(code, 0);
    // What sealed cookies mean for sign-outs is said at the start, and nothing else.
    assert.match(stderr, custody === 'cookie' ? /^AuthProxy: sessions are sealed cookies.*\n$/ : /^$/);
    // Request ids are random, and hexadecimal digits can spell a name.
    const told = stdout.replaceAll(/[0-9a-f-]{36}/g, '');
    assert.ok(![SECRET, PASSWORD, 'eyJ', 'ada'].some((secret) => told.includes(secret)), stdout);
  }
});

test('a configuration that is wrong ends the program with the place and no secret', async (t) => {
  const told = async (configuration) => {
    const { code, stderr } = await startProxy(t, configuration);
    return `${code} ${stderr}`;
  };
  assert.match(await told({ pools: [{ userPoolId: 'x', clientId: 'y' }] }), /^1 .*`pools\[0\].userPoolId`/);
  const broken = await told(`{"pools":[{"clientSecrets":["${SECRET}",]}]}`);
  assert.match(broken, /^1 .*no JSON/);
  assert.ok(!broken.includes(SECRET));
});

test('requests go on to the app’s own API: with the token, without the cookies, and no redirect is followed', async (t) => {
  const local = await localCognito(t);
  const seen = [];
  const api = await serve(t, (incoming, outgoing) => {
    const chunks = [];
    incoming.on('data', (chunk) => chunks.push(chunk));
    incoming.on('end', () => {
      seen.push({ url: incoming.url, headers: incoming.headers, body: Buffer.concat(chunks).toString() });
      if (incoming.url === '/api/away') return outgoing.writeHead(302, { location: 'https://evil.example/' }).end();
      outgoing.writeHead(201, {
        'set-cookie': 'a=b',
        'access-control-allow-origin': '*',
        'content-type': 'text/plain',
      });
      outgoing.end('x'.repeat(200_000));
    });
  });
  const proxy = await startProxy(t, behind(local, 'cookie', { upstreams: { '/api': api } }));
  const page = pageOf(proxy);
  assert.equal((await page.send('GET', '/api/x')).status, 401);
  await page.signIn();
  const reply = await page.send('POST', '/api/orders?page=2', 'y'.repeat(100_000), {
    'content-type': 'text/plain',
    'x-own': '1',
  });
  assert.deepEqual([reply.status, reply.text.length], [201, 200_000]);
  assert.deepEqual([reply.headers.get('access-control-allow-origin'), page.cookies.has('a')], [ORIGIN, false]);
  const [{ url, headers, body }] = seen;
  assert.deepEqual(
    [url, body.length, headers['x-own'], headers.cookie],
    ['/api/orders?page=2', 100_000, '1', undefined],
  );
  assert.match(headers.authorization, /^Bearer eyJ/);
  const away = await fetch(`${proxy.url}/api/away`, {
    redirect: 'manual',
    headers: { 'x-auth-csrf': '1', cookie: [...page.cookies].map((pair) => pair.join('=')).join('; ') },
  });
  assert.equal(away.status, 302);
  for (const path of ['/api//evil.example/x', '/api/%2e%2e%2fadmin', '/api/a%5cb', 'http://evil.example/api/x']) {
    const status = await rawStatus(proxy.url, path, page);
    assert.ok(status === 400 || status === 404, `${path}: ${status}`);
  }
  assert.equal(seen.length, 2);
});

/** A path as it is, which `fetch` would tidy up. */
function rawStatus(url, path, page) {
  const { hostname, port } = new URL(url);
  const headers = { 'x-auth-csrf': '1', cookie: [...page.cookies].map((pair) => pair.join('=')).join('; ') };
  return new Promise((settle, reject) => {
    const sent = request({ hostname, port, path, headers }, (reply) => settle(reply.resume().statusCode));
    sent.on('error', reject).end();
  });
}

test('administrators create, disable and list people through AWS’s own SDK', async (t) => {
  const local = await localCognito(t);
  const proxy = await startProxy(t, behind(local, 'cookie', { admin: { group: 'admins' } }), [], AWS);
  const ada = pageOf(proxy);
  await ada.signIn();
  assert.equal((await ada.send('GET', '/admin/users')).status, 403);
  const root = pageOf(proxy);
  await root.signIn('root');
  const created = await root.send('POST', '/admin/users', { username: 'bob', messageAction: 'SUPPRESS' });
  assert.equal(created.body.user?.username, 'bob', created.text);
  assert.equal((await root.send('POST', '/admin/users/bob/disable', {})).status, 200);
  const list = await root.send('GET', '/admin/users?filter=username%20%3D%20%22bob%22');
  assert.deepEqual(
    list.body.users.map(({ username, enabled }) => [username, enabled]),
    [['bob', false]],
  );
  const missing = await root.send('GET', '/admin/users/nobody');
  assert.deepEqual([missing.status, missing.code], [400, 'UserNotFound']);
  const { token } = await pageOf(proxy).signIn();
  assert.equal((await root.send('POST', '/admin/denied-tokens', { token: token ?? 'leaked' })).status, 200);
  const audit = proxy
    .log()
    .filter((record) => record.audit && record.audit.what !== 'signIn')
    .map((record) => record.audit.what);
  assert.deepEqual(audit, [
    ...['adminRefused', 'AdminCreateUser', 'AdminDisableUser', 'ListUsers', 'AdminGetUser', 'denyToken'],
  ]);
  assert.ok(!proxy.out.stdout.includes('canary'));
});

test('two instances share denials and limits through Redis, and live through its outage', async (t) => {
  if (!hasRedis()) return t.skip('apt-get install redis-server');
  const port = await freePort();
  const redis = `redis://127.0.0.1:${port}`;
  let store = await startRedis(t, port);
  const local = await localCognito(t);
  const shared = behind(local, 'token', {
    denyList: { redis, onFailure: 'closed' },
    rateLimits: { username: { points: 4, seconds: 600 }, redis, onFailure: 'open' },
  });
  const [one, two] = [await startProxy(t, shared), await startProxy(t, shared)];
  const page = pageOf(one);
  const { body } = await page.signIn();
  const elsewhere = pageOf(two);
  elsewhere.token = page.token;
  assert.equal((await elsewhere.send('GET', '/user')).status, 200);
  assert.equal((await page.send('POST', '/sign-out', { token: body.tokens.refreshToken })).status, 200);
  assert.deepEqual([(await elsewhere.send('GET', '/user')).status, two.log().at(-1).serviceCode], [401, undefined]);
  const forgot = (instance) => pageOf(instance).send('POST', '/password/forgot', { username: 'root' });
  const counted = [await forgot(one), await forgot(two), await forgot(one), await forgot(two), await forgot(one)];
  assert.deepEqual(
    counted.map(({ code }) => code === 'RateLimited'),
    [false, false, false, false, true],
  );
  const fresh = pageOf(one);
  await fresh.signIn('root').catch(() => {});
  fresh.token = page.token;
  await store.stop();
  assert.equal((await fresh.send('GET', '/user')).status, 503, 'closed');
  assert.notEqual((await forgot(one)).status, 503, 'open');
  assert.equal((await fetch(`${one.url}/ready`)).status, 503);
  assert.equal((await fetch(`${one.url}/health`)).status, 200);
  store = await startRedis(t, port);
  let ready;
  for (const until = Date.now() + 60_000; Date.now() < until && ready !== 200; ) {
    await new Promise((settle) => setTimeout(settle, 100));
    ready = (await fetch(`${one.url}/ready`)).status;
  }
  assert.equal(ready, 200, 'it came back');
  assert.equal((await fresh.send('GET', '/user')).status, 401);
});

test('without an optional package the program says what to install', async (t) => {
  const hook = writeJson(
    'hide.mjs',
    `import { register } from 'node:module';
     register('data:text/javascript,' + encodeURIComponent("export async function resolve(name, context, next) { if (name === 'rate-limiter-flexible') throw new Error('Cannot find package'); return next(name, context); }"));`,
  );
  const limited = {
    ...behind({ endpoint: 'http://127.0.0.1:1/' }, 'token'),
    rateLimits: { ip: { points: 1, seconds: 1 } },
  };
  const { code, stderr } = await startProxy(t, limited, [], { NODE_OPTIONS: `--import=${hook}` });
  assert.equal(code, 1);
  assert.match(stderr, /`rateLimits` needs the package rate-limiter-flexible: npm install rate-limiter-flexible/);
});

test('--check asks everything that the configuration names, says what it found, and ends', async (t) => {
  const local = await localCognito(t);
  const found = async (configuration) => {
    const args = [CLI, 'proxy', '--check', '--config', writeJson('proxy.json', configuration)];
    const { status, stdout, stderr } = await new Promise((resolve) => {
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
      const out = { stdout: '', stderr: '' };
      for (const name of ['stdout', 'stderr'])
        child[name].setEncoding('utf8').on('data', (text) => {
          out[name] += text;
        });
      child.once('close', (status) => resolve({ status, ...out }));
    });
    const lines = stdout.trim().split('\n').filter(Boolean);
    return { status, stderr, found: lines.map((line) => JSON.parse(line)) };
  };
  const good = await found(behind(local, 'cookie', { rateLimits: { ip: { points: 5, seconds: 60 } } }));
  assert.deepEqual([good.status, good.found.map(({ ok }) => ok)], [0, [true, true, true]], good.stderr);
  assert.match(good.found[0].what, /^key set http:.*jwks\.json$/);
  const gone = behind(local, 'token', { denyList: { redis: `redis://127.0.0.1:${await freePort()}` } });
  gone.pools[0].endpoint = `http://127.0.0.1:${await freePort()}/`;
  const bad = await found(gone);
  assert.deepEqual(
    [bad.status, bad.found.map(({ ok, what }) => `${ok} ${what.split(' ')[0]}`)],
    [1, ['false key', 'false deny']],
  );
  assert.ok(bad.found.every(({ detail }) => detail));
  const wrong = await found({ pools: [] });
  assert.deepEqual([wrong.status, wrong.found], [1, []]);
  assert.match(wrong.stderr, /`pools`/);
});
