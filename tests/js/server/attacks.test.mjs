// Attacks over real connections, byte by byte: what a client may send is not what `fetch` would.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { connect as connectHttp2, createServer as createHttp2Server } from 'node:http2';
import { connect } from 'node:net';
import { test } from 'node:test';
import { packageFile } from '../local/server-process.mjs';
import { overHttp2 } from './http2.mjs';
import { makeProxy, ORIGIN, Page, server } from './world.mjs';

const { toNodeHandler } = server;

/** A server on loopback; ended with the test. */
async function listening(t, handler, make = createServer) {
  const http = make(handler);
  const sockets = new Set();
  http.on('connection', (socket) => sockets.add(socket.on('close', () => sockets.delete(socket))));
  await new Promise((resolve) => http.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => http.close(resolve));
  });
  return http.address().port;
}

/** Sends bytes as they are, and gives what comes back. */
function raw(port, bytes) {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.setEncoding('latin1').on('data', (text) => {
      answer += text;
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
    // Half-closed, it would count as a client that has left.
    socket.write(Buffer.from(bytes, 'latin1'));
  });
}

const head = (target, headers = {}, method = 'GET') => {
  const all = { Host: 'auth.example.com', Origin: ORIGIN, 'X-Auth-Csrf': '1', Connection: 'close', ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`;
};
const statusOf = (answer) => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);

/** Names of a cookie that are not the session's, whatever a reader makes of white space. */
const TOSSED = [
  ...[
    '\xa0',
    '\x85',
    '\xad',
    '\xff',
    '\xc2\xa0',
    '\xe2\x80\x83',
    '\xe3\x80\x80',
    '\xef\xbb\xbf',
    '"',
    ',',
    '%20',
    '.',
  ].flatMap((sign) => [`${sign}__Host-auth.0`, `__Host-auth.0${sign}`]),
  ...['__host-auth.0', '__HOST-auth.0', '__Host-AUTH.0', '__Host-auth%2E0', 'Host-auth.0', '__Host-auth.0 '],
];

test('a cookie that a sibling host tossed is never the session, in thirty spellings', async (t) => {
  const { proxy } = makeProxy('cookie');
  const page = new Page(proxy.fetch);
  await page.signIn();
  const value = page.cookies.get('__Host-auth.0');
  const port = await listening(t, toNodeHandler(proxy));
  const status = async (cookie) => statusOf(await raw(port, head('/session', { Cookie: cookie })));
  assert.equal(await status(`__Host-auth.0=${value}`), 200);
  assert.equal(await status(`a=b; __Host-auth.0=${value}; c=d`), 200);
  assert.ok(TOSSED.length >= 30);
  for (const name of TOSSED) {
    assert.equal(await status(`${name}=${value}`), 401, JSON.stringify(name));
    // Beside the real one it neither wins nor ends it.
    assert.equal(await status(`${name}=${value}x; __Host-auth.0=${value}`), 200, JSON.stringify(name));
  }
  assert.equal(await status(`__Host-auth.0=${value}; __Host-auth.0=${value}`), 401, 'two of one name');
  for (const csrf of ['\xa01', '1\xa0', '\x851', '1\xc2\xa0'])
    assert.equal(statusOf(await raw(port, head('/session', { 'X-Auth-Csrf': csrf }))), 403, JSON.stringify(csrf));
});

const TARGETS = [
  ...['/api/../user', '/api/./user', '/api/..', '/api/.', '/../user', '/./user', '/api/..;/user', '/api/..;a=b/user'],
  ...['/api/.;/user', '/api/%2e%2e/user', '/api/.%2e/user', '/api/%2E./user', '/api/%2e/user', '/api/%2e%2e;/user'],
  ...['/api/..%3b/user', '/api/%252e%252e/user', '/api/..%2fuser', '/api/%2fuser', '/api/a%2Fb', '/api/..%5cuser'],
  ...[
    '/api/..\\user',
    '/api\\..\\user',
    '/api/%5c..%5cuser',
    '/api/%u002e%u002e/user',
    '/api/%u2216user',
    '/api/%c0%ae%c0%ae/user',
  ],
  ...[
    '/api/%e0%80%ae/user',
    '/api/%c0%af',
    '/api/%ff',
    '/api/%fe%ff',
    '/api/%ed%a0%80',
    '/api/%f4%90%80%80',
    '/api/%00',
    '/api/%01',
  ],
  ...[
    '/api/%09',
    '/api/%0a',
    '/api/%0d%0aX:y',
    '/api/%1f',
    '/api/%7f',
    '/api/%c2%80',
    '/api/%c2%9f',
    '/api/%',
    '/api/%a',
    '/api/%zz',
  ],
  ...[
    '/api/%2',
    '/api/%g0',
    '/api//user',
    '/api///user',
    '/api/x//',
    '/api/@evil',
    '/api/a%25b',
    '/api/\xa0',
    '/api/\xff',
    '/api/ä',
  ],
  ...[
    '/api/..;;/user',
    '/api/%2e%2e%2f%2e%2e%2fuser',
    '/api/x/%2e%2e',
    '/api/x/..;',
    '/api/;/../user',
    '/api/x;/../user',
    '/api/%2e;x',
  ],
];

test('a target with two readings reaches no upstream', async (t) => {
  const reached = [];
  const { proxy, local } = makeProxy('cookie', { upstreams: { '/api': 'https://api.example.com' } });
  const page = new Page(proxy.fetch);
  await page.signIn();
  const upstream = async (url, init) => {
    if (!String(url).startsWith('https://api.example.com')) return local.fetch(url, init);
    reached.push(String(url));
    return new Response('reached');
  };
  const { proxy: guarded } = makeProxy(
    'cookie',
    { upstreams: { '/api': 'https://api.example.com' } },
    { fetch: upstream },
  );
  const port = await listening(t, toNodeHandler(guarded));
  const cookie = [...page.cookies].map((pair) => pair.join('=')).join('; ');
  assert.equal(statusOf(await raw(port, head('/api/ok', { Cookie: cookie }))), 200);
  assert.ok(TARGETS.length >= 60, `${TARGETS.length}`);
  for (const target of TARGETS) {
    const status = statusOf(await raw(port, head(target, { Cookie: cookie })));
    assert.ok(status === 400 || status === 404, `${JSON.stringify(target)} was answered ${status}`);
  }
  assert.deepEqual(reached, ['https://api.example.com/api/ok']);
});

test('unfinished bodies of one address take nothing from others, and end in time', async (t) => {
  const hop = { trustedHops: ['127.0.0.1'] };
  const { proxy } = makeProxy('token', { ...hop, limits: { concurrency: 20, perClient: 10, bodyMs: 600 } });
  const port = await listening(t, toNodeHandler(proxy));
  const open = (address, count) =>
    Array.from({ length: count }, () => {
      const socket = connect(port, '127.0.0.1').setEncoding('latin1');
      const headers = { 'X-Forwarded-For': address, 'Content-Type': 'application/json', 'Content-Length': '100' };
      socket.on('error', () => {});
      socket.write(`${head('/password/forgot', headers, 'POST')}{`);
      return new Promise((resolve) => {
        let answer = '';
        socket.on('data', (text) => {
          answer += text;
        });
        socket.on('close', () => resolve(statusOf(answer)));
      });
    });
  const asks = async (address) => {
    const body = '{"username":"ada"}';
    const headers = { 'X-Forwarded-For': address, 'Content-Type': 'application/json', 'Content-Length': body.length };
    return statusOf(await raw(port, head('/password/forgot', headers, 'POST') + body));
  };
  const one = open('203.0.113.1', 200);
  await new Promise((resolve) => setTimeout(resolve, 150));
  assert.equal(statusOf(await raw(port, head('/health'))), 200);
  assert.equal(await asks('203.0.113.2'), 200, 'another address is served');
  const many = Array.from({ length: 150 }, (_, index) => open(`198.51.${100 + (index >> 7)}.${index & 127}`, 1)).flat();
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal(await asks('203.0.113.3'), 200, 'also while many addresses do that');
  const answers = await Promise.all([...one, ...many]);
  const count = (status) => answers.filter((one) => one === status).length;
  assert.equal(count(503) + count(408), answers.length, answers.join());
  assert.ok(count(408) >= 10 && count(503) >= 50, `${count(408)} and ${count(503)}`);
  assert.equal(await asks('203.0.113.1'), 200, 'and nothing is kept of them');
});

test('a stream takes its slot until it ends', async () => {
  let end;
  const upstream = () =>
    new Response(
      new ReadableStream({
        start: (controller) => {
          end = () => controller.close();
        },
      }),
    );
  const { local } = makeProxy('cookie');
  const fetch = async (url, init) => (String(url).startsWith('https://api') ? upstream() : local.fetch(url, init));
  const more = { upstreams: { '/api': 'https://api.example.com' }, limits: { concurrency: 1 } };
  const { proxy } = makeProxy('cookie', more, { fetch });
  const page = new Page(proxy.fetch);
  await page.signIn();
  const cookie = [...page.cookies].map((pair) => pair.join('=')).join('; ');
  const ask = () =>
    proxy.fetch('https://auth.example.com/api/x', { headers: { origin: ORIGIN, 'x-auth-csrf': '1', cookie } });
  const streaming = await ask();
  assert.equal(streaming.status, 200);
  assert.equal((await ask()).status, 503, 'the only slot is taken');
  end();
  await streaming.text();
  const next = await ask();
  assert.equal(next.status, 200);
  await next.body.cancel();
  assert.equal((await ask()).status, 200, 'a stream that nobody reads any more gives it back, too');
});

test('an upstream is late by the clock, and not by the garbage collector', async () => {
  const script = `
    const { AuthProxy } = await import(${JSON.stringify(packageFile('dist/server.node.mjs'))});
    const { makeProxy, Page, ORIGIN } = await import(${JSON.stringify(new URL('world.mjs', import.meta.url).href)});
    const { local, proxy: patient } = makeProxy('cookie');
    const page = new Page(patient.fetch);
    await page.signIn();
    const never = (url, init) => new Promise((_, reject) => init.signal.addEventListener('abort', () => reject(init.signal.reason)));
    const idle = () => new Response(new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(8)) }));
    for (const [name, upstream] of Object.entries({ head: never, body: idle })) {
      const fetch = async (url, init) => (String(url).startsWith('https://api') ? upstream(url, init) : local.fetch(url, init));
      const more = { upstreams: { '/api': 'https://api.example.com' }, limits: { timeoutMs: 200, idleMs: 200 } };
      const { proxy } = makeProxy('cookie', more, { fetch });
      const cookie = [...page.cookies].map((pair) => pair.join('=')).join('; ');
      const collecting = setInterval(() => globalThis.gc?.(), 5);
      const asked = proxy.fetch('https://auth.example.com/api/x', { headers: { origin: ORIGIN, 'x-auth-csrf': '1', cookie } });
      const slow = new Promise((resolve) => setTimeout(() => resolve('nothing'), 3000));
      const reply = await Promise.race([asked, slow]);
      const end = name === 'head' ? reply.status : await Promise.race([reply.text().then(() => 'ended', () => 'broken'), slow]);
      clearInterval(collecting);
      console.log(name, end);
    }
    process.exit(0);`;
  for (const flags of [[], ['--expose-gc']]) {
    const child = spawn(process.execPath, [...flags, '--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      out += text;
    });
    await new Promise((resolve) => child.once('close', resolve));
    assert.equal(out.trim(), 'head 504\nbody broken', flags.join());
  }
});

test('a client that leaves is 499 in the log, and no failure of the server', async (t) => {
  const { local } = makeProxy('cookie');
  const fetch = async (url, init) =>
    String(url).startsWith('https://api')
      ? new Promise((_, reject) => init.signal.addEventListener('abort', () => reject(init.signal.reason)))
      : local.fetch(url, init);
  const { proxy, log } = makeProxy('cookie', { upstreams: { '/api': 'https://api.example.com' } }, { fetch });
  const page = new Page(proxy.fetch);
  await page.signIn();
  const cookie = [...page.cookies].map((pair) => pair.join('=')).join('; ');
  const port = await listening(t, toNodeHandler(proxy));
  const socket = connect(port, '127.0.0.1');
  socket.write(head('/api/slow', { Cookie: cookie, Connection: 'keep-alive' }));
  await new Promise((resolve) => setTimeout(resolve, 100));
  socket.destroy();
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal(log.at(-1).status, 499);
});

test('HTTP/2 signs people in, refuses what HTTP/1.1 would, and streams', async (t) => {
  const { proxy } = makeProxy('cookie');
  const port = await listening(t, toNodeHandler(proxy), createHttp2Server);
  const session = connectHttp2(`http://127.0.0.1:${port}`);
  t.after(() => session.destroy());
  const page = new Page(overHttp2(session, 'auth.example.com'));
  const signedIn = await page.signIn();
  assert.equal(signedIn.body.tokens.accessClaims.username, 'ada');
  assert.equal((await page.send('GET', '/user')).body.username, 'ada');
  assert.equal((await page.send('GET', '/api/%2e%2e/x')).status, 400);
  assert.equal((await page.send('TRACE', '/user').catch(({ message }) => message)).status ?? 405, 405);
});

test('an answer of an API says what it depends on, and is private unless the API says otherwise', async () => {
  const { local } = makeProxy('cookie');
  const ask = async (headers) => {
    const fetch = async (url, init) =>
      String(url).startsWith('https://api') ? new Response('x', { headers }) : local.fetch(url, init);
    const { proxy } = makeProxy('cookie', { upstreams: { '/api': 'https://api.example.com' } }, { fetch });
    const page = new Page(proxy.fetch);
    await page.signIn();
    const reply = await page.send('GET', '/api/x');
    return [reply.headers.get('vary'), reply.headers.get('cache-control')];
  };
  assert.deepEqual(await ask({}), ['Origin', 'no-store']);
  assert.deepEqual(await ask({ vary: 'Accept-Language', 'cache-control': 'max-age=60' }), [
    'Accept-Language, Origin',
    'private, max-age=60',
  ]);
  assert.deepEqual(await ask({ vary: '*', 'cache-control': 'public, max-age=60' }), [
    '*, Origin',
    'public, max-age=60',
  ]);
  assert.deepEqual(await ask({ 'cache-control': 's-maxage=5' }), ['Origin', 's-maxage=5']);
});

test('strangers who try a name lock nobody out who has signed in from elsewhere', async () => {
  const rates = {
    ip: { points: 1000, seconds: 60 },
    username: { points: 3, seconds: 60 },
    usernameTotal: { points: 6, seconds: 60 },
  };
  const { proxy } = makeProxy('token', { rateLimits: rates });
  await proxy.ready();
  const from = (address) => new Page((url, init) => proxy.fetch(url, { ...init, remoteAddress: address }));
  const [ada, mallory] = [from('192.0.2.1'), from('203.0.113.9')];
  assert.equal((await ada.signIn()).status, 200);
  const start = { method: 'SRP', authParameters: { username: 'ada', srpA: 'ab' } };
  const tries = [];
  for (let index = 0; index < 5; index++) tries.push((await mallory.send('POST', '/sign-in', start)).status);
  assert.equal(tries.at(-1), 429, 'a stranger is limited by name and address');
  for (let index = 0; index < 12; index++) await from(`198.51.100.${index}`).send('POST', '/sign-in', start);
  assert.equal(
    (await from('198.51.100.200').send('POST', '/sign-in', start)).status,
    429,
    'and all of them by the name',
  );
  assert.equal((await ada.signIn()).status, 200, 'whoever was here is not');
  const networks = [];
  for (let index = 0; index < 4; index++)
    networks.push((await from(`2001:db8::${index}`).send('POST', '/password/forgot', { username: 'mia' })).status);
  assert.equal(networks.at(-1), 429, 'a network of IPv6 is one client');
});

test('without addresses all clients share one limit, and that is told once', async (t) => {
  const warn = t.mock.method(console, 'warn', () => {});
  const { proxy } = makeProxy('token', { rateLimits: { ip: { points: 2, seconds: 60 } } });
  const ask = async () => {
    const headers = { origin: ORIGIN, 'x-auth-csrf': '1', 'content-type': 'application/json' };
    const init = { method: 'POST', headers, body: '{"username":"ada"}' };
    return (await proxy.fetch('https://auth.example.com/password/forgot', init)).status;
  };
  assert.deepEqual([await ask(), await ask(), await ask()], [200, 200, 429]);
  assert.equal(warn.mock.callCount(), 1);
});
