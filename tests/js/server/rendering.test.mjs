// Servers that render, and routes that want to know who asks: `session`, `fetchAs` and `requireUser`, by every way in which a request comes.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { test } from 'node:test';
import { inspect } from 'node:util';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { race } from '../rounds.mjs';
import { serve } from './processes.mjs';
import { hasRedis, single } from './stores.mjs';
import { BASE, LOCAL, LocalCognito, makeProxy, ORIGIN, Page, POOL, server } from './world.mjs';

const [{ clients, ...pool }] = LOCAL.pools;

/** A pool whose access tokens are over after a moment's clock, and that rotates refresh tokens with this grace. */
const localWith = (grace) => {
  const rotation = { RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: grace } };
  const flows = { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] };
  return new LocalCognito({ pools: [{ ...pool, clients: [{ ...clients[0], ...flows, ...rotation }] }] });
};

async function world(grace, more = {}, custody = 'cookie') {
  const local = localWith(grace);
  const sent = [];
  const fetch = (url, init) => {
    const target = new Headers(init?.headers).get('x-amz-target');
    if (target) sent.push(target.split('.')[1]);
    return local.fetch(url, init);
  };
  const { proxy } = makeProxy(custody, more, { fetch });
  const page = new Page(proxy.fetch);
  await page.signIn();
  sent.length = 0;
  return { local, proxy, page, sent };
}

const cookieOf = (page) => [...page.cookies].map((pair) => pair.join('=')).join('; ');
const requestOf = (cookie, init = {}) => new Request(`${BASE}/page`, { ...init, headers: { cookie, ...init.headers } });

/** The clock, an hour and a second later, for this process and the local Cognito in it. */
function later(t, seconds = 3_601) {
  const now = Date.now() + seconds * 1000;
  t.mock.timers.enable({ apis: ['Date'], now });
}

const stores = [['sealed cookies', async () => ({})]];
if (hasRedis()) stores.push(['tickets', async (t) => ({ keys: [], sessions: { redis: (await single(t)).redis } })]);

for (const [name, more] of stores)
  for (const grace of [0, 10])
    test(`a page that is rendered with an ended access token sends nobody to sign in: ${name}, grace ${grace}`, async (t) => {
      const w = await world(grace, await more(t));
      t.after(() => w.proxy.close());
      let clock = 0;
      await race(async () => {
        t.mock.timers.reset();
        clock += 3_601;
        later(t, clock);
        const cookie = cookieOf(w.page);
        w.sent.length = 0;
        // A component that may not write, before anybody refreshed.
        const early = await w.proxy.session(requestOf(cookie));
        assert.ok(early && early.expiresAt <= Date.now());
        assert.deepEqual([early.headers.getSetCookie(), w.sent], [[], []]);
        // Five requests at once, as a page with its parts.
        const all = await Promise.all([1, 2, 3, 4, 5].map(() => w.proxy.session(requestOf(cookie), { refresh: true })));
        assert.deepEqual(w.sent, ['GetTokensFromRefreshToken']);
        for (const session of all) {
          assert.equal(session?.claims.username, 'ada');
          assert.equal(session.idClaims.email, 'ada@example.com');
          assert.ok(session.expiresAt > Date.now());
          // What is rendered downstream has the new cookies.
          const below = await w.proxy.session(requestOf(session.headers.get('cookie')));
          assert.equal(below?.expiresAt, session.expiresAt);
        }
        for (const line of all[0].headers.getSetCookie()) {
          const [, cookieName, value] = /^([^=]+)=([^;]*)/.exec(line);
          if (/Max-Age=0;/.test(line)) w.page.cookies.delete(cookieName);
          else w.page.cookies.set(cookieName, value);
        }
        // One that comes late, with the cookie from before.
        assert.ok(await w.proxy.session(requestOf(cookie), { refresh: true }));
      }, 3);
    });

test('a session is read however the request came, and shows no ticket', async () => {
  const { proxy, page } = await world(10);
  const cookie = cookieOf(page);
  const sources = [
    requestOf(cookie),
    { headers: new Headers({ cookie, host: 'auth.example.com' }) },
    { headers: { cookie } },
    { headers: { cookie }, url: '/x?y', method: 'POST' },
    { headers: { cookie }, rawHeaders: ['Host', 'auth.example.com', 'Cookie', cookie], url: '/x?y=//evil' },
  ];
  for (const source of sources) {
    const session = await proxy.session(source);
    assert.equal(session?.claims.username, 'ada');
    assert.ok(session.claims.sub && session.expiresAt > Date.now());
    assert.ok(!inspect(session, { depth: 9 }).includes(cookie.slice(20, 60)), 'a cookie shows');
    assert.ok(!JSON.stringify(session).includes(cookie.slice(20, 60)));
  }
  assert.equal(await proxy.session({ headers: {} }), null);
  assert.equal(await proxy.session({ headers: { cookie: cookie.replace('=', '=x') } }), null);
  // Headers of HTTP/2 and of frameworks.
  assert.ok(await proxy.session({ headers: { ':path': '/x', ':authority': 'auth.example.com', cookie } }));
  assert.ok(await proxy.session({ headers: { get: (name) => (name === 'cookie' ? cookie : null) } }));
  const node = { headers: {}, rawHeaders: ['cookie', cookie], authority: 'auth.example.com', url: '/x' };
  assert.ok(await proxy.session(node));
  for (const odd of [
    { headers: { cookie, host: '[' } },
    { headers: {}, rawHeaders: ['Host', 'a b', 'Cookie', cookie], url: '/' },
    { headers: {}, rawHeaders: ['Host', 'a', 'Cookie', cookie], url: 'http://evil.example/' },
    { headers: { cookie }, method: 5 },
  ])
    await assert.rejects(proxy.session(odd), { code: 'InvalidArgument' }, JSON.stringify(odd));
  const request = requestOf(cookie);
  for (const options of [{ refresh: 1 }, { refresh: 'yes' }, { refesh: true }, null, new Map()])
    await assert.rejects(async () => proxy.session(request, options), { code: 'InvalidArgument' });
  await assert.rejects(proxy.session({}), { code: 'InvalidArgument' });
  await assert.rejects(proxy.session(undefined), { code: 'InvalidArgument' });
});

test('an outage is an error, and not nobody', async (t) => {
  const { local, proxy: _, page } = await world(0);
  let isDown = false;
  const { proxy } = makeProxy(
    'cookie',
    {},
    { fetch: (...args) => (isDown ? Promise.reject(new TypeError('x')) : local.fetch(...args)) },
  );
  const own = new Page(proxy.fetch);
  await own.signIn();
  later(t);
  isDown = true;
  await assert.rejects(proxy.session(requestOf(cookieOf(own)), { refresh: true }), {
    code: 'ServiceUnavailable',
    retryable: true,
  });
  isDown = false;
  assert.ok(await proxy.session(requestOf(cookieOf(own)), { refresh: true }));
  assert.ok(page);
});

test('fetchAs calls an API with the token, and no other address', async (t) => {
  const { proxy, page, local } = await world(10);
  const seen = [];
  const api = await serve(t, (request, response) => {
    seen.push(request.headers);
    response.end('{"ok":true}');
  });
  const { proxy: real } = makeProxy(
    'cookie',
    {},
    {
      fetch: (url, init) => (String(url).startsWith(api) ? fetch(url, init) : local.fetch(url, init)),
    },
  );
  const request = requestOf(cookieOf(page));
  const reply = await real.fetchAs(request, `${api}/orders`, {
    headers: { accept: 'application/json', Authorization: 'Basic x' },
  });
  assert.deepEqual(await reply.json(), { ok: true });
  const verifier = new server.TokenVerifier({ ...POOL, tokenUse: 'access', fetch: local.fetch });
  assert.equal((await verifier.verify(seen[0].authorization)).username, 'ada');
  assert.equal(seen[0].cookie, undefined);
  for (const url of [
    `${api.replace('//', '//user:canary@')}/orders`,
    '/orders',
    'http://api.example.com/',
    'ftp://127.0.0.1/',
    'http://localhost.evil.example/',
    '',
  ])
    await assert.rejects(real.fetchAs(request, url), { code: 'InvalidArgument' }, url);
  await assert.rejects(real.fetchAs(new Request(BASE), `${api}/orders`), { code: 'NotSignedIn' });
  later(t);
  await assert.rejects(real.fetchAs(request, `${api}/orders`), { code: 'NotSignedIn' });
  assert.ok(await real.session(request, { refresh: true }));
  assert.equal(
    (await real.fetchAs(request, `${api}/orders`)).status,
    200,
    'the same request goes on with the new token',
  );
  assert.ok(proxy);
});

// ---- requireUser ----------------------------------------------------------------------------------------------------

/** A server of each kind with an open route, one for people and one for administrators. */
const KINDS = {
  async 'node:http'(t, guards) {
    return serve(t, (request, response) => {
      const guard = guards[request.url.slice(1)];
      const done = () => response.end(JSON.stringify({ user: request.user?.claims?.username }));
      return guard ? guard(request, response, done) : done();
    });
  },
  async Express(t, guards) {
    const app = express();
    for (const [name, guard] of Object.entries(guards)) app.use(`/${name}`, guard);
    app.use((request, response) => response.json({ user: request.user?.claims.username }));
    const listener = createServer(app);
    await new Promise((settle) => listener.listen(0, '127.0.0.1', settle));
    t.after(() => listener.closeAllConnections() ?? listener.close());
    return `http://127.0.0.1:${listener.address().port}`;
  },
  async Fastify(t, guards) {
    const app = fastify();
    const told = async (request) => ({ user: request.user?.claims.username });
    app.get('/open', told);
    for (const [name, guard] of Object.entries(guards))
      for (const method of ['GET', 'POST'])
        app.route({ method, url: `/${name}`, preHandler: guard.fastify, handler: told });
    t.after(() => app.close());
    return app.listen({ host: '127.0.0.1', port: 0 });
  },
  async Hono(_, guards) {
    const app = new Hono();
    for (const [name, guard] of Object.entries(guards)) app.use(`/${name}`, guard.hono);
    app.all('*', (c) => c.json({ user: c.get('user')?.claims.username }));
    return app.fetch;
  },
  async 'a handler of fetch'(_, guards) {
    const told = (request) => Response.json({ user: request.user?.claims.username });
    const routes = Object.fromEntries(Object.entries(guards).map(([name, guard]) => [`/${name}`, guard.fetch(told)]));
    return (request) => (routes[new URL(request.url).pathname] ?? told)(request);
  },
};

for (const [name, make] of Object.entries(KINDS)) {
  test(`requireUser with a bearer: ${name}`, async (t) => {
    const { local, page } = await world(10, {}, 'token');
    const verifier = new server.TokenVerifier({ ...POOL, tokenUse: 'access', fetch: local.fetch });
    const guards = {
      people: verifier.requireUser(),
      admins: verifier.requireUser({ groups: ['admins', 'owners'] }),
      scoped: verifier.requireUser({ scopes: 'orders/read' }),
      self: verifier.requireUser({ scopes: ['orders/read', 'aws.cognito.signin.user.admin'] }),
    };
    const place = await make(t, guards);
    const ask = (path, headers) =>
      typeof place === 'function'
        ? place(new Request(`${BASE}${path}`, { headers }))
        : fetch(`${place}${path}`, { headers });
    const bearer = { authorization: `Bearer ${page.token}` };
    assert.deepEqual(await (await ask('/open', {})).json(), {});
    for (const path of ['/people', '/self']) {
      const reply = await ask(path, bearer);
      assert.deepEqual([reply.status, await reply.json()], [200, { user: 'ada' }], path);
    }
    const refused = async (path, headers, status, challenge) => {
      const reply = await ask(path, headers);
      assert.equal(reply.status, status, path);
      assert.equal(reply.headers.get('www-authenticate'), challenge);
      const { error } = await reply.json();
      assert.ok(error.code && error.message && !JSON.stringify(error).includes('eyJ'));
    };
    await refused('/people', {}, 401, 'Bearer');
    await refused('/people', { authorization: 'Basic YTpi' }, 401, 'Bearer');
    await refused('/people', { authorization: `Bearer ${page.token}x` }, 401, 'Bearer error="invalid_token"');
    await refused('/admins', bearer, 403, 'Bearer error="insufficient_scope"');
    await refused('/scoped', bearer, 403, 'Bearer error="insufficient_scope", scope="orders/read"');
    const root = new Page(page.fetch);
    await root.signIn('root');
    assert.equal((await ask('/admins', { authorization: `Bearer ${root.token}` })).status, 200);
  });

  test(`requireUser with a session: ${name}`, async (t) => {
    const { proxy, page } = await world(0);
    const guards = { people: proxy.requireUser(), admins: proxy.requireUser({ groups: 'admins' }) };
    const place = await make(t, guards);
    const ask = (path, headers, method = 'GET') =>
      typeof place === 'function'
        ? place(new Request(`${BASE}${path}`, { headers, method }))
        : fetch(`${place}${path}`, { headers, method });
    const cookie = cookieOf(page);
    const reply = await ask('/people', { cookie });
    assert.deepEqual([reply.status, await reply.json()], [200, { user: 'ada' }]);
    assert.deepEqual(reply.headers.getSetCookie(), []);
    const nobody = await ask('/people', {});
    assert.deepEqual([nobody.status, nobody.headers.get('www-authenticate')], [401, null]);
    assert.equal((await ask('/admins', { cookie })).status, 403);
    const foreign = await ask('/people', { cookie, origin: 'https://evil.example' }, 'POST');
    assert.deepEqual([foreign.status, (await foreign.json()).error.code], [403, 'OriginNotAllowed']);
    assert.equal((await ask('/people', { cookie, origin: ORIGIN }, 'POST')).status, 200);
    later(t);
    const fresh = await ask('/people', { cookie });
    assert.deepEqual([fresh.status, await fresh.json()], [200, { user: 'ada' }]);
    assert.match(fresh.headers.getSetCookie()[0], /^__Host-auth\.0=/);
  });
}

/** A request as it is on the wire: what `fetch` does not send. */
function raw(url, lines) {
  const { hostname, port } = new URL(url);
  return new Promise((settle, reject) => {
    let text = '';
    const whole = [...lines, 'Connection: close', '', ''].join('\r\n');
    const socket = connect(Number(port), hostname, () => socket.write(whole));
    socket.setEncoding('utf8').on('data', (part) => {
      text += part;
    });
    socket.once('error', reject).once('close', () => settle(text));
  });
}

for (const kind of ['node:http', 'Express'])
  test(`what cannot be read, or names another host, gets nowhere: ${kind}`, async (t) => {
    const { proxy, page } = await world(0);
    const place = await KINDS[kind](t, { people: proxy.requireUser() });
    const cookie = `Cookie: ${cookieOf(page)}`;
    for (const host of ['[', 'a b', 'a:99999', '%', '%00'])
      assert.match(await raw(place, ['GET /people HTTP/1.1', `Host: ${host}`]), /^HTTP\/1\.1 400 /, host);
    for (const target of ['//evil.example/people', '/people//evil.example', '/people'])
      for (const more of [['Sec-Fetch-Site: cross-site'], []]) {
        const head = [`POST ${target} HTTP/1.1`, 'Host: app.local', 'Origin: http://evil.example', 'Content-Length: 0'];
        assert.doesNotMatch(await raw(place, [...head, cookie, ...more]), /"user":"ada"/, target);
      }
    const own = ['POST /people HTTP/1.1', 'Host: app.local', 'Origin: http://app.local', 'Content-Length: 0', cookie];
    assert.match(await raw(place, own), /"user":"ada"/);
  });

test('a guard that fails lets nobody through', async (t) => {
  const { proxy } = await world(0);
  const errors = [];
  const guard = proxy.requireUser();
  const url = await serve(t, (request, response) => {
    guard(request, response, () => response.end('secret')).catch((error) => errors.push(error.code));
  });
  await proxy.close();
  const reply = await fetch(url);
  assert.deepEqual([reply.status, (await reply.json()).error.code, errors], [500, 'Internal', ['Closed']]);
});

test('a route behind a refresh may redirect, and pass on an answer', async (t) => {
  const { proxy, page } = await world(10);
  const api = await serve(t, (_, response) => response.end('from the API'));
  const cookie = cookieOf(page);
  const app = new Hono();
  app.use('*', proxy.requireUser().hono);
  const routes = { '/redirect': () => Response.redirect('https://a.example/'), '/fetch': () => fetch(api) };
  for (const [path, handler] of Object.entries(routes)) app.get(path, handler);
  const wrapped = proxy.requireUser().fetch((request) => routes[new URL(request.url).pathname]());
  later(t);
  for (const handle of [app.fetch, wrapped])
    for (const path of Object.keys(routes)) {
      const reply = await handle(new Request(BASE + path, { headers: { cookie } }));
      assert.equal(reply.status, path === '/fetch' ? 200 : 302);
      assert.equal(reply.headers.getSetCookie().length, 1, path);
    }
});

test('Fastify’s own request goes on with the refreshed session', async (t) => {
  const { proxy, page } = await world(10);
  const app = fastify();
  t.after(() => app.close());
  app.addHook('preHandler', proxy.requireUser().fastify);
  app.get('/', async (request) => {
    const session = await proxy.session(request);
    return { fresh: session.expiresAt > Date.now() };
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  later(t);
  assert.deepEqual(await (await fetch(url, { headers: { cookie: cookieOf(page) } })).json(), { fresh: true });
});

test('a guard that refuses a dead session removes its cookie', async (t) => {
  const { proxy, page } = await world(0);
  const cookie = cookieOf(page);
  await page.send('POST', '/sign-out', {});
  const handler = proxy.requireUser().fetch(() => new Response());
  later(t);
  const reply = await handler(requestOf(cookie));
  assert.equal(reply.status, 401);
  assert.match(reply.headers.getSetCookie()[0] ?? '', /^__Host-auth\.0=; .*Max-Age=0;/);
});

test('group names are Cognito’s, and lists are copied', async () => {
  const { proxy, page } = await world(0);
  for (const groups of ['Führung', '管理者', 'x\\y']) assert.ok(proxy.requireUser({ groups }));
  const groups = ['admins'];
  const handler = proxy.requireUser({ groups }).fetch(() => new Response());
  groups[0] = 'others';
  const root = new Page(page.fetch);
  await root.signIn('root');
  assert.equal((await handler(requestOf(cookieOf(root)))).status, 200);
});

test('what is wrong with the options is said at once', async () => {
  const { proxy } = await world(0);
  for (const options of [
    new Map([['groups', 'admins']]),
    { groups: undefined },
    { scopes: process.env.NOT_SET },
    { groups: [] },
    { scopes: '' },
    { group: 'admins' },
    { groups: [5] },
    { scopes: ['a"b'] },
    null,
    'admins',
  ])
    assert.throws(() => proxy.requireUser(options), { code: 'InvalidArgument' }, JSON.stringify(options));
});

test('what fails in a handler is the handler’s own', async () => {
  const { proxy, page } = await world(0);
  const handler = proxy.requireUser().fetch(() => {
    throw new Error('mine');
  });
  await assert.rejects(async () => handler(requestOf(cookieOf(page))), { message: 'mine' });
  await proxy.close();
  await assert.rejects(async () => handler(requestOf(cookieOf(page))), { code: 'Closed' });
});
