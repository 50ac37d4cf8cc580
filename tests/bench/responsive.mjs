// How long the main thread of Chromium answers nothing while a page imports a package and signs in.
//
//   node tests/bench/responsive.mjs [--markdown | --json]
import { PAGES, startPages } from './page.mjs';
import { startService } from './service.mjs';
import { median, promise, spread, summary, table, takeTurns, timeTable } from './stats.mjs';

const TURNS = 9;

const service = await startService();
let results;
try {
  const pages = await startPages(service.given);
  try {
    const runs = Object.keys(PAGES).map((name) => [name, () => pages.measure(name)]);
    results = await takeTurns(Object.fromEntries(runs), { turns: TURNS });
  } finally {
    await pages.stop();
  }
} finally {
  await service.stop();
}

const column = (pick) => Object.fromEntries(Object.entries(results).map(([name, all]) => [name, all.map(pick)]));
timeTable(
  'Chromium, first sign-in of a page: the longest time that the main thread answers nothing',
  column((r) => r.cold.longest),
);
timeTable(
  'Chromium, second sign-in of a page: the same',
  column((r) => r.warm.longest),
);
timeTable(
  'Chromium, first sign-in of a page, whole, service and network included',
  column((r) => r.cold.ms),
);
table(
  'Chromium, first sign-in of a page: tasks over 50 ms, and what is over 50 ms in all',
  ['', 'long tasks', 'longest, ms', 'blocked, ms'],
  Object.entries(results).map(([name, all]) => [
    name,
    ...['longTasks', 'longestTask', 'blocked'].map((key) => spread(summary(all.map(({ cold }) => cold[key])))),
  ]),
);
table(
  'Chromium: before the sign-in',
  ['', 'import, cached, ms', 'longest block of it, ms', 'evaluation, ms', 'first object, ms', 'later ones, ms'],
  Object.entries(results).map(([name, all]) => [
    name,
    ...[
      ({ loading }) => loading.ms,
      ({ loading }) => loading.longest,
      ({ evaluation }) => evaluation,
      ({ firstPool }) => firstPool,
      ({ later }) => median(later),
    ].map((pick) => spread(summary(all.map(pick)))),
  ]),
);

const ours = results['cognito-identity-wasm, modern'];
promise({
  'no task over 50 ms during a sign-in': median(ours.map(({ cold }) => cold.longest)) < 50,
  'the first Pool under 15 ms': median(ours.map(({ firstPool }) => firstPool)) < 15,
  'later Pools under 1 ms': median(ours.map(({ later }) => median(later))) < 1,
  'the import evaluated under 5 ms': median(ours.map(({ evaluation }) => evaluation)) < 5,
});
