// What the auth proxy costs: node tests/bench/proxy.mjs, after cargo xtask build.
//
// Verification beside aws-jwt-verify in one run, the proxy's own part of an authenticated call, and sustained load by
// autocannon with the memory before and after. Everything is on loopback and bounded.
import { createRequire } from 'node:module';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { behind, localCognito, startProxy } from '../js/server/processes.mjs';
import { config, LOCAL, LocalCognito, Page, POOL, server } from '../js/server/world.mjs';

const autocannon = createRequire(import.meta.url)('autocannon');
const ends = [];
const t = { after: (end) => ends.push(end) };

/** Microseconds of one call: the best of five rounds. */
async function micros(call, times) {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 5; round++) {
    const began = performance.now();
    for (let index = 0; index < times; index++) await call();
    best = Math.min(best, ((performance.now() - began) * 1000) / times);
  }
  return best;
}

const local = new LocalCognito(LOCAL);
const jwks = await (await local.fetch(`http://x/${POOL.userPoolId}/.well-known/jwks.json`)).json();
const page = new Page(new server.AuthProxy(config('token'), { fetch: local.fetch }).fetch);
await page.signIn();
const ours = new server.TokenVerifier({ ...POOL, tokenUse: 'access', fetch: local.fetch });
const theirs = CognitoJwtVerifier.create({ ...POOL, tokenUse: 'access' });
theirs.cacheJwks(jwks);
await ours.verify(page.token);
await theirs.verify(page.token);
const [a, b] = [await micros(() => ours.verify(page.token), 1000), await micros(() => theirs.verify(page.token), 1000)];
console.log(
  `TokenVerifier.verify   ${a.toFixed(0)} µs; aws-jwt-verify ${b.toFixed(0)} µs; ratio ${(a / b).toFixed(2)}`,
);

for (const custody of ['token', 'cookie']) {
  // A service that answers at once: what is left is the proxy's own.
  let answer = (...args) => local.fetch(...args);
  const proxy = new server.AuthProxy(config(custody), { fetch: (...args) => answer(...args) });
  const person = new Page(proxy.fetch);
  await person.signIn();
  answer = (url, init) =>
    String(url).includes('.well-known') ? local.fetch(url, init) : Promise.resolve(new Response('{"Username":"ada"}'));
  const headers = {
    'x-auth-csrf': '1',
    authorization: `Bearer ${person.token}`,
    cookie: [...person.cookies].map((pair) => pair.join('=')).join('; '),
  };
  const cost = await micros(async () => (await proxy.fetch('https://auth.example.com/user', { headers })).text(), 500);
  console.log(`authenticated call     ${cost.toFixed(0)} µs of the proxy's own, custody ${custody}`);
}

const process_ = await localCognito(t);
const proxy = await startProxy(t, behind(process_, 'cookie', { limits: { concurrency: 500 } }));
const person = new Page((url, { remoteAddress, ...init }) => fetch(url, init), proxy.url);
await person.signIn();
const { readFileSync } = await import('node:fs');
const memory = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${proxy.child.pid}/status`, 'utf8'))[1]) / 1024;
const headers = { 'x-auth-csrf': '1', cookie: [...person.cookies].map((pair) => pair.join('=')).join('; ') };
const load = (amount) => autocannon({ url: `${proxy.url}/session`, headers, connections: 10, amount });
await load(10_000);
const before = memory();
const result = await load(Number(process.argv[2] ?? 100_000));
console.log(
  `GET /session           ${result.requests.total} requests, ${result.requests.average.toFixed(0)}/s, p50 ${result.latency.p50} ms, p99 ${result.latency.p99} ms, ` +
    `${result.errors} errors, ${result.non2xx} not 2xx; memory ${before.toFixed(0)} → ${memory().toFixed(0)} MiB`,
);
for (const end of ends.reverse()) await end();
