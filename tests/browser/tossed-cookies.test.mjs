// Chromium over TLS at https://app.example.test, whose sibling https://evil.example.test tosses cookies for the parent domain: names that
// a careless reader takes for the session's, with a session of its own that is good, and with longer paths, which go first.
import assert from 'node:assert/strict';
import { createServer } from 'node:https';
import { after, before, test } from 'node:test';
import { build } from 'esbuild';
import { PACKAGE, packageFile, startLocal } from '../js/local/server-process.mjs';
import { writeJson } from '../js/server/processes.mjs';
import { certificate } from '../js/server/tls.mjs';
import { config, LOCAL, PASSWORD } from '../js/server/world.mjs';
import { launch } from './chromium.mjs';

const { AuthProxy, toNodeHandler } = await import(packageFile('dist/server.node.mjs'));

const [APP, EVIL] = ['app.example.test', 'evil.example.test'];
const NAME = '__Host-auth.0';
/** Bytes that some readers take for white space, as they stand in a header. */
const SIGNS = ['\xa0', '\x85', '\xad', '\xff', '\xc2\xa0', '\xc2\x85', '\xe2\x80\x83', '\xe3\x80\x80', '\xef\xbb\xbf'];
const SPELLINGS = [
  ...SIGNS.flatMap((sign) => [`${sign}${NAME}`, `${NAME}${sign}`, `${sign}${NAME}${sign}`]),
  ...[' ', '\t', ' \t '].map((space) => `${space}${NAME}`),
  ...[
    NAME,
    '__host-auth.0',
    '__HOST-AUTH.0',
    '__Host-AUTH.0',
    `="${NAME}"`,
    `=${NAME}`,
    `x;${NAME}`,
    `"${NAME}`,
    `%20${NAME}`,
  ],
];
/** The root, and those of the routes, which browsers send first. */
const PATHS = ['/', '/auth', '/auth/session'];

let browser;
let local;
let server;
/** A session that somebody in league with the sibling has. */
let mallory;
/** What the sibling sets with its next answer. */
let tossed = [];
/** The cookies of the last request to the proxy, byte by byte. */
let arrived = '';

before(async () => {
  const contents = `import { Pool } from ${JSON.stringify(`${PACKAGE}/dist/proxy.js`)};
    globalThis.pool = new Pool({ proxy: 'https://${APP}/auth', custody: 'cookie' });`;
  const [{ users, ...pool }] = LOCAL.pools;
  const people = ['ada', 'mallory'].map((Username) => ({ ...users[0], Username }));
  const [{ outputFiles }, started] = await Promise.all([
    build({
      stdin: { contents, resolveDir: PACKAGE },
      bundle: true,
      write: false,
      format: 'esm',
      external: ['node:*'],
    }),
    startLocal(['--config', writeJson('local.json', { pools: [{ ...pool, users: people }] })]),
  ]);
  local = started;
  await serve(outputFiles[0].text);
  const { port } = server.address();
  browser = await launch([`--host-resolver-rules=MAP *.example.test 127.0.0.1:${port}`, '--ignore-certificate-errors']);
  const theirs = await visit();
  await theirs.signIn('mallory');
  mallory = await theirs.cookie();
  await theirs.close();
});
after(async () => {
  await browser?.close();
  server?.close();
  await local?.stop();
});

/** Both hosts: the app with its proxy, and the sibling. */
async function serve(script) {
  const configuration = config('cookie', { origins: [] });
  Object.assign(configuration.pools[0], { endpoint: local.endpoint, path: '/auth', host: APP });
  const proxy = toNodeHandler(new AuthProxy(configuration));
  const { cert, key } = certificate([APP, EVIL]);
  server = createServer({ cert, key, keepAliveTimeout: 75_000 }, (request, response) => {
    const send = (type, body) => response.writeHead(200, { 'content-type': type }).end(body);
    if (request.headers.host === EVIL) {
      // Node writes what is below 256 as one byte.
      response.setHeader('set-cookie', tossed);
      return send('text/html', '<!doctype html><title>evil</title>');
    }
    if (request.url.startsWith('/auth/')) {
      arrived = request.headers.cookie ?? '';
      return proxy(request, response);
    }
    if (request.url === '/app.js') return send('text/javascript', script);
    return send('text/html', '<!doctype html><title>app</title><script type="module" src="/app.js"></script>');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
}

/** A browser of somebody's own, with the app in one tab and the sibling in another. */
async function visit() {
  const context = await browser.newContext();
  const [app, evil] = await Promise.all([context.newPage(), context.newPage()]);
  await app.goto(`https://${APP}/`);
  await app.waitForFunction(() => globalThis.pool);
  const send = (method, path, body) =>
    app.evaluate(
      async ([method, path, body]) => {
        const headers = { 'x-auth-csrf': '1', 'content-type': 'application/json' };
        const reply = await fetch(`/auth${path}`, { method, headers, ...(body && { body }) });
        const text = await reply.text();
        return { status: reply.status, username: JSON.parse(text || '{}').tokens?.accessClaims?.username };
      },
      [method, path, body],
    );
  let before = [];
  return {
    signIn: (username) =>
      app.evaluate((input) => globalThis.pool.signIn(input).then(({ status }) => status), {
        username,
        password: PASSWORD,
      }),
    signOut: () => app.evaluate(async () => (await globalThis.pool.currentUser()).signOut()),
    session: () => send('GET', '/session'),
    refresh: () => send('POST', '/refresh', '{}'),
    /** The session's cookie, as the browser sends it: what it shows to tools is trimmed. */
    async cookie() {
      await send('GET', '/session');
      const pairs = arrived.split('; ').filter((pair) => pair.startsWith(`${NAME}=`));
      assert.ok(pairs.length <= 1);
      return pairs[0]?.slice(NAME.length + 1);
    },
    put: (value) => context.addCookies([{ name: NAME, value, url: `https://${APP}/`, secure: true, httpOnly: true }]),
    /** The sibling sets that value under these names, for all of the domain, in place of what it had set. */
    async toss(spellings, value, paths = PATHS) {
      const set = (name, path, value, age) =>
        `${name}=${value}; Domain=example.test; Path=${path}; Secure; HttpOnly; Max-Age=${age}`;
      const all = (names, where, value, age) =>
        names.flatMap((name) => where.map((path) => set(name, path, value, age)));
      tossed = [...all(before, PATHS, '', 0), ...all(spellings, paths, value, 3600)];
      before = spellings;
      await evil.goto(`https://${EVIL}/`);
    },
    close: () => context.close(),
  };
}

test('with the sibling’s cookies alone nobody is signed in, however they are spelled', async () => {
  const person = await visit();
  let count = 0;
  for (const name of SPELLINGS) {
    // At one path: two of one name would be no session anyway.
    await person.toss([name], mallory, ['/auth']);
    const told = await person.session();
    assert.equal(told.status, 401, JSON.stringify(name));
    if (arrived.includes(mallory)) count++;
  }
  console.log(`# ${count} of ${SPELLINGS.length} spellings reached the proxy`);
  assert.ok(count >= 15, 'a browser that sends none of them tests nothing');
  await person.close();
});

test('beside the sibling’s cookies a session goes on as it was', async () => {
  const person = await visit();
  assert.equal(await person.signIn('ada'), 'signedIn');
  const own = await person.cookie();
  for (const name of SPELLINGS) {
    await person.toss([name], mallory);
    assert.deepEqual(await person.session(), { status: 200, username: 'ada' }, JSON.stringify(name));
    assert.ok(arrived.includes(`${NAME}=${own}`));
    assert.ok((await person.cookie()) === own, 'the browser keeps it');
  }
  await person.close();
});

test('a sign-out ends the session, and nothing that was tossed revives it', async () => {
  const person = await visit();
  await person.signIn('ada');
  const own = await person.cookie();
  const few = SPELLINGS.slice(0, 1);
  await person.toss(few, own);
  assert.equal((await person.session()).username, 'ada');
  await person.signOut();
  assert.ok((await person.cookie()) === undefined, 'the browser has forgotten it');
  for (const value of [own, mallory])
    for (const name of SPELLINGS) {
      await person.toss([name], value, ['/auth']);
      assert.equal((await person.session()).status, 401, JSON.stringify(name));
      assert.equal((await person.refresh()).status, 401, JSON.stringify(name));
    }
  await person.toss([], '');
  await person.put(own);
  assert.equal((await person.session()).status, 401, 'nor does it under its own name');
  assert.ok(arrived.includes(own));
  // And the next sign-in is one.
  assert.equal(await person.signIn('ada'), 'signedIn');
  assert.equal((await person.session()).username, 'ada');
  await person.close();
});
