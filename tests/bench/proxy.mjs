// What the auth proxy costs: its own part of an authenticated call, and sustained load by autocannon with the memory
// before and after. Everything is on loopback and bounded.
//
//   node tests/bench/proxy.mjs [requests] [--markdown | --json]
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { behind, localCognito, startProxy } from '../js/server/processes.mjs';
import { hasRedis, single } from '../js/server/stores.mjs';
import { config, LOCAL, LocalCognito, Page, server } from '../js/server/world.mjs';
import { show, spread, summary, table, takeTurns } from './stats.mjs';

const autocannon = createRequire(import.meta.url)('autocannon');
const ends = [];
const t = { after: (end) => ends.push(end) };

/** Microseconds of one call, out of many. */
const micros = (call, times) => async () => {
  const began = performance.now();
  for (let index = 0; index < times; index++) await call();
  return ((performance.now() - began) * 1000) / times;
};

const local = new LocalCognito(LOCAL);
const calls = {};
const together = {};
const ways = [
  ['custody token', 'token', {}],
  ['custody cookie, sealed', 'cookie', {}],
];
if (hasRedis()) {
  const { redis } = await single(t);
  ways.push(
    ['custody cookie, sealed, deny list in Redis', 'cookie', { denyList: { redis } }],
    ['custody cookie, tickets of the same Redis', 'cookie', { keys: [], sessions: { redis } }],
  );
}
for (const [name, custody, more] of ways) {
  // A service that answers at once: what is left is the proxy's own.
  let answer = (...args) => local.fetch(...args);
  const proxy = new server.AuthProxy(config(custody, more), { fetch: (...args) => answer(...args) });
  const person = new Page(proxy.fetch);
  await person.signIn();
  answer = (url, init) =>
    String(url).includes('.well-known') ? local.fetch(url, init) : Promise.resolve(new Response('{"Username":"ada"}'));
  const headers = {
    'x-auth-csrf': '1',
    authorization: `Bearer ${person.token}`,
    cookie: [...person.cookies].map((pair) => pair.join('=')).join('; '),
  };
  const call = async () => (await proxy.fetch('https://auth.example.com/user', { headers })).text();
  if (!(await call()).includes('ada')) throw new Error(name);
  calls[name] = micros(call, 200);
  const many = () => Promise.all(Array.from({ length: 20 }, call));
  const twenty = micros(many, 10);
  together[name] = async () => (await twenty()) / 20;
  t.after(() => proxy.close());
}
const costs = await takeTurns(calls, { turns: 9 });
const crowd = await takeTurns(together, { turns: 9 });
table(
  "the proxy's own part of an authenticated call",
  ['', 'µs', 'µs, twenty at the same time'],
  Object.keys(costs).map((name) => [name, spread(summary(costs[name])), spread(summary(crowd[name]))]),
);

const process_ = await localCognito(t);
const proxy = await startProxy(t, behind(process_, 'cookie', { limits: { concurrency: 500 } }));
const person = new Page((url, { remoteAddress, ...init }) => fetch(url, init), proxy.url);
await person.signIn();
const memory = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${proxy.child.pid}/status`, 'utf8'))[1]) / 1024;
const headers = { 'x-auth-csrf': '1', cookie: [...person.cookies].map((pair) => pair.join('=')).join('; ') };
const load = (amount) => autocannon({ url: `${proxy.url}/session`, headers, connections: 10, amount });
await load(10_000);
const before = memory();
const result = await load(Number(process.argv[2]) || 100_000);
table(
  'GET /session, ten connections',
  ['requests', 'a second', 'p50, ms', 'p99, ms', 'errors', 'not 2xx', 'memory before, MiB', 'after'],
  [
    [
      result.requests.total,
      result.requests.average.toFixed(0),
      result.latency.p50,
      result.latency.p99,
      result.errors,
      result.non2xx,
      show(before),
      show(memory()),
    ].map(String),
  ],
);
for (const end of ends.reverse()) await end();
