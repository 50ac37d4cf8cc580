// The SRP maths of one sign-in (g^a, g^x, S, key, signature): this package beside others, on the same inputs.
//
//   node tests/bench/srp.mjs <folder with <name>_bg.js and <name>.wasm, built with the feature npm-bench>
//
// Every contestant is checked against a vector before it is timed. Cold is a fresh process: the module is loaded, and
// makes its first signature.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { amplify, bigInt, helper, incumbent, openSsl, ours, vectors } from './maths.mjs';
import { median, promise, takeTurns, time, timeTable } from './stats.mjs';

const WARM_TURNS = 25;
const COLD_TURNS = 9;

const [folder, alone] = process.argv.slice(2);
if (!folder || folder.startsWith('--')) {
  console.error('usage: node tests/bench/srp.mjs <folder of a build with the feature npm-bench> [--markdown | --json]');
  process.exit(2);
}

const [vector] = vectors.password;
const long = Buffer.from(vector.a, 'hex');
const short = long.subarray(0, 32);
let wasm;
// Once: two instances behind one glue would read each other's memory.
const own = () => {
  wasm ??= ours(folder);
  return wasm;
};
// Each with the `a` that it draws; those that take any length get 256 bits.
const contestants = {
  'cognito-identity-wasm, 256-bit a, constant time': { load: own, a: short },
  'cognito-identity-wasm, 1024-bit a, constant time': { load: own, a: long },
  'amazon-cognito-identity-js, 1024-bit a': { load: incumbent },
  '@aws-amplify/auth, 1024-bit a': { load: amplify },
  'cognito-srp-helper, 1024-bit a': { load: helper },
  'native BigInt, 256-bit a, not constant time': { load: bigInt, a: short },
  'OpenSSL through node:crypto, 256-bit a': { load: openSsl, a: short },
};

if (alone && !alone.startsWith('--')) {
  const { load, a } = contestants[alone];
  console.log(await time(async () => (await load()).whole(a, vector)));
  process.exit();
}

const ready = {};
for (const [name, { load, a }] of Object.entries(contestants)) {
  const maths = await load();
  assert.equal(await maths.start(long, vector), vector.SRP_A, `${name}: A`);
  assert.equal(await maths.whole(long, vector), vector.signature, `${name}: signature`);
  ready[name] = (part) => time(() => maths[part](a, vector));
}
for (const each of vectors.password) {
  const signature = (await own()).whole(Buffer.from(each.a, 'hex'), each);
  assert.equal(signature, each.signature, each.name);
}

const part = (name) => Object.fromEntries(Object.entries(ready).map(([who, run]) => [who, () => run(name)]));
const starts = await takeTurns(part('start'), { turns: WARM_TURNS, warm: 5 });
const wholes = await takeTurns(part('whole'), { turns: WARM_TURNS, warm: 5 });
const processes = Object.keys(contestants).map((name) => {
  const script = [fileURLToPath(import.meta.url), folder, name];
  return [name, () => Number(execFileSync(process.execPath, script, { encoding: 'utf8' }))];
});
const colds = await takeTurns(Object.fromEntries(processes), { turns: COLD_TURNS });

timeTable('SRP maths of one sign-in, warm', wholes);
timeTable('SRP maths of one sign-in, first of a process, loading the module included', colds);
timeTable('g^a alone, warm: what could be done before the password is there', starts);

const [fast, , theirs, , , native] = Object.values(wholes).map(median);
promise({
  'the maths is 7 times faster than amazon-cognito-identity-js': fast * 7 < theirs,
  'the maths is faster than native BigInt': fast < native,
});
