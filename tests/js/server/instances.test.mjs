// Several instances of the proxy with one store, in each shape that a store may have: whoever is signed in at one is signed in at all, a race
// for new tokens signs nobody out, and a store that goes and comes back takes nobody with it.
import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startLocal } from '../local/server-process.mjs';
import { race, thorough } from '../rounds.mjs';
import { behind, serve, startProxy, writeJson } from './processes.mjs';
import { clear, cluster, command, contents, hasRedis, sentinel, single, until } from './stores.mjs';
import { BASE, config, LOCAL, PASSWORD, Page, server } from './world.mjs';

const skip = hasRedis() ? false : 'apt-get install redis-server';
const [{ clients, ...pool }] = LOCAL.pools;
const rotating = (grace) => ({
  ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
  RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: grace },
});
const localWith = (grace) => ({ pools: [{ ...pool, clients: [{ ...clients[0], ...rotating(grace) }] }] });
const overHttp = (url, { remoteAddress, ...init }) => fetch(url, init);

/** So many instances, one local Cognito that rotates without grace, one store. */
async function world(t, shape, { count = 3, custody = 'cookie', more = {} } = {}) {
  const store = await shape(t);
  const local = await startLocal(['--config', writeJson('local.json', localWith(0))]);
  t.after(() => local.stop());
  const configuration = { ...behind(local, custody, more), keys: [], sessions: { redis: store.redis } };
  const proxies = await Promise.all(Array.from({ length: count }, () => startProxy(t, configuration)));
  for (const { url, out } of proxies) assert.ok(url, `${out?.stderr}`);
  const page = new Page(overHttp, proxies[0].url);
  const at = (index) => {
    const other = new Page(overHttp, proxies[index % count].url);
    other.cookies = new Map(page.cookies);
    other.token = page.token;
    return other;
  };
  return { store, local, proxies, page, at, configuration };
}

for (const [name, shape] of Object.entries({ 'one node': single, Sentinels: sentinel, 'a cluster': cluster })) {
  test(`a session is known to every instance, and ends at all of them: ${name}`, { skip }, async (t) => {
    const w = await world(t, shape);
    const reply = await w.page.signIn();
    assert.equal(reply.status, 200, reply.text);
    const [line, ...others] = reply.headers.getSetCookie();
    assert.equal(others.length, 0);
    assert.ok(line.length < 200, `${line.length} bytes`);
    const pages = [0, 1, 2].map(w.at);
    for (const page of pages) assert.equal((await page.send('GET', '/user')).status, 200);
    const ready = await Promise.all(w.proxies.map(({ url }) => fetch(`${url}/ready`)));
    assert.deepEqual(
      ready.map(({ status }) => status),
      [200, 200, 200],
    );
    const lies = Object.entries(await contents(w.store));
    const told = [PASSWORD, 'ada@example.com', 'eyJhbGciOi', [...w.page.cookies.values()][0].split('.')[2]];
    for (const [key, value] of lies)
      for (const secret of told) assert.ok(!`${key} ${value}`.includes(secret), `${key} tells ${secret}`);
    assert.equal((await pages[1].send('POST', '/sign-out', {})).status, 200);
    for (const page of pages) assert.equal((await page.send('GET', '/user')).status, 401);
  });

  test(`a store that goes and comes back under load takes nobody with it: ${name}`, { skip }, async (t) => {
    const w = await world(t, shape, { count: 2 });
    const people = [];
    for (let index = 0; index < 6; index++) {
      const person = new Page(overHttp, w.proxies[index % 2].url);
      assert.equal((await person.signIn()).status, 200);
      people.push(person);
    }
    const statuses = new Set();
    let isOver = false;
    const load = people.map(async (person, index) => {
      while (!isOver) {
        const reply = index === 0 ? await person.send('POST', '/refresh', {}) : await person.send('GET', '/session');
        statuses.add(reply.status === 401 ? `401 ${index} ${reply.text}` : reply.status);
        if (reply.status === 200) assert.ok(reply.body.tokens.accessClaims.sub);
        await sleep(20);
      }
    });
    await sleep(300);
    const master = await w.store.master();
    await master.stop();
    await sleep(2_500);
    await master.start();
    const all = async () =>
      (await Promise.all(people.map((page) => page.send('GET', '/session')))).every((reply) => reply.status === 200);
    await until('everybody signed in again', all);
    isOver = true;
    await Promise.all(load);
    for (const status of statuses) assert.ok([200, 503].includes(status), `${status}`);
    const refreshed = await Promise.all(people.map((person) => person.send('POST', '/refresh', {})));
    assert.deepEqual([...new Set(refreshed.map(({ status }) => status))], [200]);
    for (const { child } of w.proxies) assert.equal(child.exitCode, null);
    const fresh = await new Page(overHttp, w.proxies[1].url).signIn();
    assert.equal(fresh.status, 200, fresh.text);
  });
}

for (const custody of ['cookie', 'token'])
  test(`a race of tabs over three instances refuses nobody: custody ${custody}`, { skip }, async (t) => {
    const w = await world(t, single, { custody });
    let refreshToken = (await w.page.signIn()).body.tokens.refreshToken;
    await race(async (round) => {
      const tabs = Array.from({ length: 3 + (round % 4) }, (_, index) => w.at(index));
      const replies = await Promise.all(
        tabs.map(async (tab) => {
          await sleep(Math.random() * (round % 3) * 25);
          return tab.send('POST', '/refresh', custody === 'token' ? { refreshToken } : {});
        }),
      );
      assert.deepEqual(
        [...new Set(replies.map(({ status, text }) => `${status} ${status === 200 ? '' : text}`))],
        ['200 '],
      );
      if (custody === 'cookie') {
        assert.deepEqual(
          replies.flatMap(({ headers }) => headers.getSetCookie()),
          [],
          'the ticket stays',
        );
      } else {
        assert.equal(new Set(replies.map(({ text }) => text)).size, 1, 'the same tokens for all');
        refreshToken = replies[0].body.tokens.refreshToken;
        w.page.token = replies[0].body.tokens.accessToken;
      }
      assert.equal((await w.at(round).send('GET', '/user')).status, 200);
    });
  });

/** Stands between the proxies and the local Cognito; `hold` decides what becomes of a refresh. */
async function between(t, local) {
  const gate = { hold: undefined, passed: 0 };
  gate.url = await serve(t, async (request, response) => {
    const body = await new Response(Readable.toWeb(request)).text();
    const isRefresh = request.headers['x-amz-target']?.endsWith('.GetTokensFromRefreshToken');
    if (isRefresh && gate.hold === 'before') return gate.arrived?.();
    const init = request.method === 'POST' ? { method: 'POST', headers: request.headers, body } : {};
    const reply = await fetch(new URL(request.url, local.endpoint), init);
    if (isRefresh) gate.passed++;
    response
      .writeHead(reply.status, { 'content-type': reply.headers.get('content-type') ?? '' })
      .end(await reply.text());
  });
  return gate;
}

test('a proxy that is killed between refresh and answer takes no session with it', { skip }, async (t) => {
  const w = await world(t, single, { count: 1 });
  const gate = await between(t, w.local);
  const configuration = { ...w.configuration, limits: { timeoutMs: 1000 } };
  configuration.pools = [{ ...configuration.pools[0], endpoint: `${gate.url}/` }];
  const survivor = await startProxy(t, configuration);
  await w.page.signIn();
  const tabAt = ({ url }) => Object.assign(w.at(0), { base: url });
  await race(
    async (round) => {
      const victim = await startProxy(t, configuration);
      const isEarly = round % 4 === 0;
      const asks =
        isEarly &&
        new Promise((settle) => {
          gate.arrived = settle;
        });
      gate.hold = isEarly ? 'before' : undefined;
      const asked = tabAt(victim)
        .send('POST', '/refresh', {})
        .catch(() => undefined);
      // Either the service was not reached, or it answered and the answer was written down.
      const isWritten = async () => Object.values(await contents(w.store)).some((value) => value.startsWith('answer.'));
      await (isEarly ? asks : until('an answer', isWritten));
      victim.child.kill('SIGKILL');
      await asked;
      gate.hold = undefined;
      const again = await tabAt(survivor).send('POST', '/refresh', {});
      assert.equal(again.status, 200, again.text);
      assert.equal((await tabAt(survivor).send('GET', '/user')).status, 200);
      for (const { port } of w.store.nodes) await clear(port, 'auth-proxy:refresh:*');
    },
    thorough ? 40 : 4,
  );
});

test('a store that takes no writes, or refuses the password, is not ready, and the check says why', {
  skip,
}, async (t) => {
  const store = await single(t);
  const [{ port }] = store.nodes;
  const make = (redis) => new server.AuthProxy(config('cookie', { keys: [], sessions: { redis } }));
  const found = async (proxy) => (await proxy.check()).find(({ what }) => what === 'sessions');
  const good = make(store.redis);
  t.after(() => good.close());
  assert.equal((await good.fetch(`${BASE}/ready`)).status, 200);
  await command(port, 'replicaof', '127.0.0.1', '1');
  assert.equal((await good.fetch(`${BASE}/ready`)).status, 503);
  assert.match((await found(good)).detail, /READONLY/);
  await command(port, 'replicaof', 'no', 'one');
  assert.equal((await good.fetch(`${BASE}/ready`)).status, 200);
  await command(port, 'config', 'set', 'requirepass', 'another');
  const wrong = make(`redis://:canary-password@127.0.0.1:${port}`);
  const away = make('redis://127.0.0.1:1');
  t.after(() => Promise.all([wrong.close(), away.close()]));
  assert.match((await found(wrong)).detail, /WRONGPASS|AUTH/);
  assert.match((await found(away)).detail, /ECONNREFUSED/);
  assert.doesNotMatch(JSON.stringify(await found(wrong)), /canary/);
});

test('an address that is none is refused at once, and not repeated', () => {
  for (const redis of [
    'redis://user:canary@127.0.0.1:99999',
    'redis://u:p%zzcanary@x',
    { cluster: ['redis://a', 'redis://canary:x:y'] },
    { sentinels: ['redis://[canary'], name: 'm' },
  ])
    for (const more of [{ keys: [], sessions: { redis } }, { denyList: { redis } }])
      assert.throws(
        () => new server.AuthProxy(config('cookie', more)),
        ({ code, message }) => code === 'InvalidArgument' && /redis`/.test(message) && !message.includes('canary'),
      );
});
