// The published amazon-cognito-identity-js and our package, driven by the same script: the traces must be the same.
// One scenario alone: `ONLY='SRP: the salt' node --test tests/js/dropin/differential/differential.test.mjs`.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { root } from '../../../packaging/installed.mjs';
import { aliased, INCUMBENT } from '../package-folder.mjs';
import { allowances } from './allow.mjs';
import { differences, judge } from './compare.mjs';
import { scenarios } from './scenarios/index.mjs';

const only = process.env.ONLY;
const chosen = only ? scenarios.filter(({ name }) => new RegExp(only).test(name)) : scenarios;

/** Plays every scenario with one library: name → lines. */
function traces(workerData) {
  return new Promise((resolve, reject) => {
    const played = new Map();
    const worker = new Worker(new URL('./play.mjs', import.meta.url), { workerData: { ...workerData, only } });
    worker.on('message', ({ name, lines }) => played.set(name, lines));
    worker.once('error', reject);
    worker.once('exit', () => resolve(played));
  });
}

let ours;
let incumbent;
let again;
/** Our traces, by mode. */
const played = {};
before(async () => {
  ours = aliased();
  const mine = (strict) => traces({ folder: ours.folder, ours: true, strict });
  const theirs = () => traces({ folder: INCUMBENT, ours: false });
  // Two at a time: the machines that run this have two cores.
  [incumbent, played.default] = await Promise.all([theirs(), mine(false)]);
  [again, played.strict] = await Promise.all([theirs(), mine(true)]);
});
after(() => ours.remove());

test('the harness is deterministic: the incumbent twice gives the same traces', () => {
  for (const [name, lines] of incumbent) assert.deepEqual(again.get(name), lines, name);
  assert.equal(incumbent.size, chosen.length);
});

for (const strict of [false, true]) {
  const mode = strict ? 'without deviations' : 'with deviations';
  describe(mode, () => {
    const list = allowances.filter((entry) => !strict || entry.always);
    const judged = judge(list);
    const mine = () => played[strict ? 'strict' : 'default'];
    for (const { name } of chosen) {
      test(name, () => {
        const lines = differences(incumbent.get(name), mine().get(name) ?? []);
        const refused = judged.refuse(name, lines);
        assert.equal(refused.length, 0, `\n${refused.join('\n')}`);
      });
    }
    test('every allowance was needed', { skip: only && 'not all scenarios ran' }, () => {
      assert.deepEqual(judged.unused(), []);
    });
  });
}

test('every allowance names a heading of DEVIATIONS.md', () => {
  const text = readFileSync(join(root, 'pkg-template/DEVIATIONS.md'), 'utf8');
  for (const { heading } of allowances) assert.ok(text.includes(`\n## ${heading}\n`), heading);
});
