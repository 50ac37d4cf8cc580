// A short load on a real process: people sign in while others' calls go on; nothing fails, and nothing piles up.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { rounds } from '../rounds.mjs';
import { behind, localCognito, startProxy } from './processes.mjs';
import { Page } from './world.mjs';

const autocannon = createRequire(import.meta.url)('autocannon');
const overHttp = (url, { remoteAddress, ...init }) => fetch(url, init);
const memory = ({ pid }) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

test('calls and sign-ins side by side', { skip: process.platform !== 'linux' }, async (t) => {
  const local = await localCognito(t);
  const proxy = await startProxy(t, behind(local, 'cookie'));
  const person = new Page(overHttp, proxy.url);
  assert.equal((await person.signIn()).status, 200);
  const headers = { 'x-auth-csrf': '1', cookie: [...person.cookies].map((pair) => pair.join('=')).join('; ') };
  const load = (amount) => autocannon({ url: `${proxy.url}/session`, headers, connections: 10, amount });
  // What a process takes at first is no leak.
  await load(1_500);
  const before = memory(proxy.child);
  const amount = 200 * rounds;
  const signIns = async () => {
    const statuses = [];
    for (let round = 0; round < rounds / 4; round++)
      statuses.push((await new Page(overHttp, proxy.url).signIn()).status);
    return statuses;
  };
  const [result, ...people] = await Promise.all([load(amount), signIns(), signIns(), signIns()]);
  assert.deepEqual([result.errors, result.timeouts, result.non2xx], [0, 0, 0]);
  assert.equal(result.requests.total, amount);
  assert.deepEqual(new Set(people.flat()), new Set([200]));
  const grown = memory(proxy.child) - before;
  assert.ok(grown < 60, `${grown.toFixed(0)} MiB more`);
  console.log(`# ${result.requests.average.toFixed(0)}/s, p99 ${result.latency.p99} ms, ${grown.toFixed(0)} MiB more`);
});
