// A whole SRP sign-in at the local Cognito, in Node: import, first object and first sign-in of a fresh process, then
// more of them.
//
//   node tests/bench/sign-in.mjs [--markdown | --json]
//
// The clock starts in the process, before the import; Node's own start counts for nobody. Processes take turns. The
// service's own work is in every number, and the same for all.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { PACKAGES } from './packages.mjs';
import { startService } from './service.mjs';
import { median, promise, takeTurns, time, timeTable } from './stats.mjs';

const COLD_TURNS = 7;
const WARM_SIGN_INS = 5;

/** What one fresh process measures. */
async function measure({ open, load }, given) {
  const begin = performance.now();
  const package_ = await load();
  const imported = performance.now() - begin;
  const client = open(package_, given);
  await client.signIn();
  const cold = performance.now() - begin;
  const warm = [];
  for (let count = 0; count < WARM_SIGN_INS; count++) {
    await client.forget();
    warm.push(await time(client.signIn));
  }
  return { imported, cold, warm: median(warm) };
}

if (process.argv[2] === 'one') {
  const [name, given] = process.argv.slice(3);
  console.log(JSON.stringify(await measure(PACKAGES[name], JSON.parse(given))));
  process.exit();
}

const service = await startService();
let results;
try {
  const given = JSON.stringify(service.given);
  const run = async (name) => {
    const script = [fileURLToPath(import.meta.url), 'one', name, given];
    return JSON.parse((await promisify(execFile)(process.execPath, script)).stdout);
  };
  const processes = Object.keys(PACKAGES).map((name) => [name, () => run(name)]);
  results = await takeTurns(Object.fromEntries(processes), { turns: COLD_TURNS });
} finally {
  await service.stop();
}

const column = (key) =>
  Object.fromEntries(Object.entries(results).map(([name, all]) => [name, all.map((one) => one[key])]));
timeTable('import, first object and first SRP sign-in at the local Cognito, fresh Node process', column('cold'));
timeTable('SRP sign-in at the local Cognito, later ones of the process (each the median of five)', column('warm'));
timeTable('import alone, fresh Node process', column('imported'));

const [modern, dropin, theirs] = Object.values(column('cold')).map(median);
promise({
  'a cold sign-in is faster than with amazon-cognito-identity-js': modern < theirs,
  'and by the drop-in API, too': dropin < theirs,
});
