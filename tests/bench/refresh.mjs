// A thousand callers ask at the same time for a session whose tokens have expired: requests that go out, and the time
// until the last caller has an answer.
//
//   node tests/bench/refresh.mjs [--markdown | --json]
//
// One user object in one Node process; the service is a local Cognito of its own process, and answers every request.
import { setTimeout as sleep } from 'node:timers/promises';
import { PACKAGES } from './packages.mjs';
import { startService } from './service.mjs';
import { median, promise, ratio, spread, summary, table, takeTurns } from './stats.mjs';

const CALLERS = 1000;
const TURNS = 5;
/** It sends a thousand requests, and the local Cognito takes most of a minute to sign the answers: once is enough. */
const ONCE = 'amazon-cognito-identity-js';

const service = await startService();
let requests = 0;
const platformFetch = globalThis.fetch;
globalThis.fetch = (...args) => {
  requests++;
  return platformFetch(...args);
};

let results;
try {
  const clients = {};
  for (const [name, { open, load }] of Object.entries(PACKAGES)) {
    const client = open(await load(), service.given);
    if (client.session) clients[name] = client;
  }
  const burst = async (client) => {
    await client.forget();
    await service.tokensLast(1);
    await client.signIn();
    await service.tokensLast(3600);
    await sleep(1500);
    requests = 0;
    const begin = performance.now();
    await Promise.all(Array.from({ length: CALLERS }, () => client.session()));
    return { ms: performance.now() - begin, requests };
  };
  const { [ONCE]: once, ...others } = clients;
  const runs = Object.entries(others).map(([name, client]) => [name, () => burst(client)]);
  results = await takeTurns(Object.fromEntries(runs), { turns: TURNS });
  results[ONCE] = [await burst(once)];
} finally {
  await service.stop();
}

const times = (all) => all.map(({ ms }) => ms);
const [ours, dropin] = Object.values(results);
table(
  `${CALLERS} callers at the same time, tokens expired (requests over ${CALLERS}: connections refused, tried again)`,
  ['', 'requests', 'ms until all have an answer', 'times ours'],
  Object.entries(results).map(([name, all]) => [
    name,
    String(median(all.map(({ requests }) => requests))),
    spread(summary(times(all))),
    all === ours ? '1' : spread(ratio(times(all), times(ours))),
  ]),
);
const one = (all) => all.every(({ requests }) => requests === 1);
promise({ 'callers at the same time share one refresh, in both APIs': one(ours) && one(dropin) });
