// Debian's nginx, and Caddy, in front of the proxy, with the configurations that PROXY.md prints: TLS, HTTP/2, sessions of every size,
// streams.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { connect as connectHttp2 } from 'node:http2';
import { request } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { blocks } from '../docs/blocks.mjs';
import { startLocal } from '../local/server-process.mjs';
import { overHttp2 } from './http2.mjs';
import { behind, freePort, serve, startProxy, writeJson } from './processes.mjs';
import { certificate } from './tls.mjs';
import { LOCAL, ORIGIN, Page } from './world.mjs';

const HOST = new URL(ORIGIN).host;

/** What stands in the document, by the language of its block. */
const printed = (name) => blocks('pkg-template/PROXY.md').find(({ language }) => language === name)?.code ?? '';
const BUFFERS = /^ *(large_client_header_buffers|proxy_buffer_size|proxy_buffers|proxy_buffering) .*;\n/gm;

/** Each: the document's block, how to start the program with it, and what must be replaced in it. */
const SERVERS = {
  nginx: {
    block: printed('nginx'),
    version: '-v',
    file: (text, folder) => `daemon off;\nmaster_process off;\npid ${folder}/pid;\nevents {}\n${text}\n`,
    args: (path, folder) => ['-p', folder, '-c', path, '-e', 'stderr'],
    replaced: (folder, port) => [
      ['http {', ['http {', 'access_log off;', ...temporary(folder)].join('\n')],
      ['listen 443 ', `listen 127.0.0.1:${port} `],
      ['/etc/ssl/app.example.com.pem', tls.certPath],
      ['/etc/ssl/app.example.com.key', tls.keyPath],
    ],
  },
  caddy: {
    block: printed('caddyfile'),
    version: 'version',
    file: (text) => `{\n\tadmin off\n\tauto_https disable_redirects\n}\n${text}\n`,
    args: (path) => ['run', '--adapter', 'caddyfile', '--config', path],
    replaced: (_folder, port) => [
      ['app.example.com {', `https://${HOST}:${port} {\n\ttls ${tls.certPath} ${tls.keyPath}`],
    ],
  },
};
const temporary = (folder) =>
  ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`);

const skipOf = (name) =>
  spawnSync(name, [SERVERS[name].version]).status === 0 ? false : `there is no ${name}: apt-get install ${name}`;

/** Names of 33 letters: such as people give them, and such as cannot be packed. */
const NAMED = Array.from({ length: 60 }, (_, index) => `tenant-${1000 + index * 7}-department-engineers`);
const RANDOM = Array.from({ length: 150 }, (_, index) => random(index + 1));
function random(seed) {
  const digest = createHash('sha512').update(`${seed}`).digest();
  return Array.from(digest.subarray(0, 33), (byte) => String.fromCharCode(97 + (byte % 26))).join('');
}
const PEOPLE = { few: [], many: NAMED, most: RANDOM };

let local;
let tls;
before(async () => {
  const [{ users, ...pool }] = LOCAL.pools;
  const people = Object.entries(PEOPLE).map(([Username, Groups]) => ({ ...users[0], Username, Groups }));
  const groups = [...NAMED, ...RANDOM];
  local = await startLocal(['--config', writeJson('local.json', { pools: [{ ...pool, groups, users: people }] })]);
  tls = certificate([HOST]);
});
after(() => local?.stop());

/** The proxy, and that server in front of it; ended with the test. */
async function front(t, name, more = {}, block = SERVERS[name].block) {
  const configuration = behind(local, 'cookie', { trustedHops: ['127.0.0.1'], ...more });
  Object.assign(configuration.pools[0], { host: HOST, path: '/auth' });
  const proxy = await startProxy(t, configuration);
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'ciw-front-'));
  const { args, file, replaced } = SERVERS[name];
  let whole = block;
  for (const [from, to] of [['127.0.0.1:8400', new URL(proxy.url).host], ...replaced(folder, port)]) {
    // A test that replaces nothing tests nothing.
    assert.equal(whole.split(from).length, 2, `${from} stands there once`);
    whole = whole.replace(from, to);
  }
  const path = join(folder, 'configuration');
  writeFileSync(path, file(whole, folder));
  const env = { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  const child = spawn(name, args(path, folder), { stdio: ['ignore', 'ignore', 'pipe'], env });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    errors += text;
  });
  const ended = new Promise((resolve) => child.once('close', () => resolve(`${name} ended: ${errors}`)));
  t.after(() => {
    child.kill('SIGKILL');
    return ended;
  });
  await Promise.race([listens(port), ended.then((message) => Promise.reject(new Error(message)))]);
  return { port, proxy };
}

async function listens(port) {
  for (const until = Date.now() + 60_000; Date.now() < until; ) {
    const socket = connect(port, '127.0.0.1');
    const open = await new Promise((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    socket.destroy();
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('it never listened');
}

/** Connections come from an address that is no trusted hop. */
const CLIENT = '127.0.0.2';
const lookup = (_name, options, done) =>
  options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4);

/** A request of the page that is answered as a stream. */
function streamed(http2, page, path) {
  const cookie = [...page.cookies].map((pair) => pair.join('=')).join('; ');
  return http2.request({ ':path': path, ':authority': HOST, origin: ORIGIN, 'x-auth-csrf': '1', cookie });
}

/** A session of HTTP/2, ended with the test. */
function session(t, port) {
  const options = { ca: tls.cert, lookup, localAddress: CLIENT };
  const made = connectHttp2(`https://${HOST}:${port}`, options);
  t.after(() => made.destroy());
  return made;
}

/** A `fetch` over HTTP/1.1, whose cookies are one header. */
const overHttp1 =
  (port) =>
  (url, { method, headers, body }) =>
    new Promise((resolve, reject) => {
      const at = { host: HOST, port, lookup, ca: tls.cert, localAddress: CLIENT, path: url.slice(ORIGIN.length) };
      const sent = request({ ...at, method, headers: { ...Object.fromEntries(headers), host: HOST } }, (reply) => {
        let text = '';
        reply.setEncoding('utf8').on('data', (part) => {
          text += part;
        });
        reply.on('end', () => {
          const pairs = Object.entries(reply.headers).flatMap(([name, value]) =>
            [value].flat().map((one) => [name, one]),
          );
          resolve(new Response(text, { status: reply.statusCode, headers: pairs }));
        });
      });
      sent.on('error', reject).end(body);
    });

const isOurs = ([name]) => name.startsWith('__Host-auth.');
const bytesOf = ({ cookies }) =>
  [...cookies]
    .filter(isOurs)
    .map((pair) => pair.join('='))
    .join('; ').length;

/** Signs in, looks at the session, refreshes, signs out; gives the size of the cookies. */
async function journey(page, name) {
  const signedIn = await page.signIn(name);
  assert.equal(signedIn.status, 200, signedIn.text);
  const bytes = bytesOf(page);
  const told = await page.send('GET', '/session');
  assert.equal(told.status, 200, told.text);
  const { 'cognito:groups': groups = [] } = told.body.tokens.accessClaims;
  assert.deepEqual(groups.toSorted(), PEOPLE[name].toSorted());
  assert.equal((await page.send('GET', '/user')).body.username, name);
  assert.equal((await page.send('POST', '/refresh', {})).status, 200);
  const kept = new Map(page.cookies);
  assert.equal((await page.send('POST', '/sign-out', {})).status, 200);
  assert.ok(![...page.cookies].some(isOurs), 'the browser is told to forget the cookies');
  page.cookies = kept;
  assert.equal((await page.send('GET', '/user')).status, 401, 'what is kept of them is no session');
  return bytes;
}

for (const name of Object.keys(SERVERS)) {
  const skip = skipOf(name);

  test(`${name}: people with few, many and most groups sign in and out over HTTP/2 and HTTP/1.1`, {
    skip,
  }, async (t) => {
    const { port, proxy } = await front(t, name);
    for (const fetch of [overHttp2(session(t, port), HOST), overHttp1(port)]) {
      const sizes = {};
      for (const who of Object.keys(PEOPLE)) {
        const page = new Page(fetch, `${ORIGIN}/auth`);
        // Of others on this host, so that all of them are more than nginx's 8 kB.
        page.cookies.set('theirs', 'x'.repeat(2_000));
        sizes[who] = await journey(page, who);
      }
      console.log(`# bytes of cookies: ${JSON.stringify(sizes)}`);
      assert.ok(sizes.many < 4_000 && sizes.most > 6_000, 'one that fits into a buffer of 4 kB, and one that does not');
    }
    assert.deepEqual([...new Set(proxy.log().map(({ ip }) => ip))], [CLIENT]);
  });

  test(`${name}: whoever writes X-Forwarded-For is still who they are`, { skip }, async (t) => {
    const { port, proxy } = await front(t, name);
    const page = new Page(overHttp2(session(t, port), HOST), `${ORIGIN}/auth`);
    for (const forged of ['203.0.113.9', '203.0.113.9, 127.0.0.1', 'unknown'])
      await page.send('GET', '/user', undefined, { 'x-forwarded-for': forged });
    // The log comes by another way than the answers.
    for (const until = Date.now() + 60_000; Date.now() < until && proxy.log().length < 3; )
      await new Promise((resolve) => setTimeout(resolve, 20));
    const addresses = proxy.log().map(({ ip }) => ip);
    assert.deepEqual(addresses, [CLIENT, CLIENT, CLIENT]);
  });

  test(`${name}: paths go on as they came, and the proxy refuses what has two readings`, { skip }, async (t) => {
    const { port } = await front(t, name);
    const page = new Page(overHttp2(session(t, port), HOST), `${ORIGIN}/auth`);
    for (const path of ['/x/../user', '/%2e%2e/auth/user', '/x/..;/user', '/%c0%ae/user', '/user%09'])
      assert.equal((await page.send('GET', path)).code, 'InvalidRequest', path);
  });

  test(`${name}: a stream of an API arrives part by part`, { skip }, async (t) => {
    let next;
    const ended = [];
    const api = await serve(t, (_incoming, outgoing) => {
      outgoing.writeHead(200, { 'content-type': 'application/x-ndjson' });
      outgoing.write('{"part":1}\n');
      next = (text) => outgoing.write(text);
      outgoing.once('close', () => ended.push(true));
    });
    const { port } = await front(t, name, { upstreams: { '/api': api } });
    const http2 = session(t, port);
    const page = new Page(overHttp2(http2, HOST), `${ORIGIN}/auth`);
    await page.signIn('many');
    const stream = streamed(http2, page, '/auth/api/events');
    const parts = stream.setEncoding('utf8')[Symbol.asyncIterator]();
    // Each part is sent when the one before has arrived.
    const deadline = new Promise((_, reject) => {
      setTimeout(() => reject(new Error('a part was kept back')), 20_000).unref();
    });
    for (let index = 1; index <= 5; index++) {
      const { value } = await Promise.race([parts.next(), deadline]);
      assert.equal(value, `{"part":${index}}\n`);
      next(`{"part":${index + 1}}\n`);
    }
    stream.close();
    for (const until = Date.now() + 60_000; Date.now() < until && !ended.length; )
      await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(ended.length, 1, 'a client that leaves ends it at the API');
  });

  test(`${name}: an answer that its reader does not take piles up nowhere`, { skip }, async (t) => {
    const whole = 64 * 2 ** 20;
    let written = 0;
    const api = await serve(t, async (_incoming, outgoing) => {
      const part = Buffer.alloc(65_536);
      const left = once(outgoing, 'close');
      while (written < whole && !outgoing.destroyed) {
        if (!outgoing.write(part)) await Promise.race([once(outgoing, 'drain'), left]);
        written += part.length;
      }
      outgoing.end();
    });
    const { port, proxy } = await front(t, name, { upstreams: { '/api': api } });
    const http2 = session(t, port);
    const page = new Page(overHttp2(http2, HOST), `${ORIGIN}/auth`);
    await page.signIn('few');
    const stream = streamed(http2, page, '/auth/api/large');
    await once(stream, 'response');
    // Until nothing has come for a second.
    for (let before = -1; before !== written; ) {
      before = written;
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
    assert.ok(written < whole / 2, `${written} bytes were taken`);
    let read = 0;
    for await (const part of stream) read += part.length;
    assert.equal(read, whole);
    assert.doesNotMatch(proxy.out.stderr, /MaxListeners/);
  });
}

test('with nginx’s own buffers the same sign-in works, and the largest sessions are 502', {
  skip: skipOf('nginx'),
}, async (t) => {
  const { block } = SERVERS.nginx;
  assert.equal(block.match(BUFFERS).length, 4);
  const { port } = await front(t, 'nginx', {}, block.replace(BUFFERS, ''));
  for (const fetch of [overHttp2(session(t, port), HOST), overHttp1(port)]) {
    for (const name of ['few', 'many']) await journey(new Page(fetch, `${ORIGIN}/auth`), name);
    const page = new Page(fetch, `${ORIGIN}/auth`);
    // As PROXY.md says: nginx gives its own answer, without cookies, and nobody is locked out.
    const statuses = [];
    page.fetch = async (...args) => {
      const reply = await fetch(...args);
      statuses.push(reply.status);
      return reply.status === 502 ? new Response('{}', { status: 502 }) : reply;
    };
    await page.signIn('most');
    assert.deepEqual([statuses.at(-1), page.cookies.size], [502, 0]);
    await journey(page, 'few');
  }
});
