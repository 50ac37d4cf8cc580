// What the measurements share: the median with its spread, ratios by turn, and one table for each question.
//
// Contestants take turns, so that a slow minute of the machine hits all of them; the ratio of one turn is then worth
// more than the ratio of two medians, and its spread says how sure it is.
import { cpus } from 'node:os';

const flags = new Set(process.argv.slice(2).filter((argument) => argument.startsWith('--')));
const MACHINE = `${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}`;
let introduced = false;

/** The given share of the times lies below; 0.5 is the median. */
export function quantile(times, share) {
  const sorted = times.toSorted((left, right) => left - right);
  return sorted[Math.round(share * (sorted.length - 1))];
}

export const median = (times) => quantile(times, 0.5);

/** Median, and the tenth of the times that was fastest and slowest. */
export const summary = (times) => ({ median: median(times), p10: quantile(times, 0.1), p90: quantile(times, 0.9) });

/** How many times as long as ours, turn by turn. */
export const ratio = (times, ours) => summary(times.map((time, turn) => time / ours[turn]));

/** Runs every contestant once in each turn, after some turns that do not count: `{ name: [what each turn gave] }`. */
export async function takeTurns(contestants, { turns, warm = 1 }) {
  const results = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
  for (let turn = -warm; turn < turns; turn++) {
    for (const [name, run] of Object.entries(contestants)) {
      const result = await run(turn);
      if (turn >= 0) results[name].push(result);
    }
  }
  return results;
}

/** Milliseconds that a call takes, its promise included. */
export async function time(call) {
  const begin = performance.now();
  await call();
  return performance.now() - begin;
}

const digits = (value) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toPrecision(2));
/** A number with no more digits than it is sure of. */
export const show = (value) => (value === 0 ? '0' : digits(value));
export const spread = ({ median, p10, p90 }) => `${show(median)} (${show(p10)} to ${show(p90)})`;

/** Prints a table of texts: for the eye, with `--markdown` for a document, with `--json` a line for a program. */
export function table(title, head, rows) {
  if (flags.has('--json')) {
    const records = rows.map((row) => Object.fromEntries(row.map((cell, column) => [head[column], cell])));
    console.log(JSON.stringify({ title, machine: MACHINE, rows: records }));
    return;
  }
  if (!introduced) console.log(`\n${MACHINE}; median (fastest tenth to slowest tenth)`);
  introduced = true;
  const markdown = flags.has('--markdown');
  const widths = head.map((cell, column) => Math.max(cell.length, ...rows.map((row) => row[column].length)));
  const line = (cells) => {
    const padded = cells.map((cell, column) => cell.padEnd(widths[column]));
    return markdown ? `| ${padded.join(' | ')} |` : padded.join('   ').trimEnd();
  };
  const rule = markdown ? `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|` : undefined;
  console.log(['', title, '', line(head), rule, ...rows.map(line)].filter((text) => text !== undefined).join('\n'));
}

/** One table of times: the first contestant is ours, the others are compared with it. */
export function timeTable(title, times, unit = 'ms') {
  const [ours] = Object.values(times);
  const rows = Object.entries(times).map(([name, all]) => {
    return [name, spread(summary(all)), all === ours ? '1' : spread(ratio(all, ours))];
  });
  table(title, ['', unit, 'times ours'], rows);
}

/** Says which promises do not hold, and fails the run. */
export function promise(promises) {
  for (const [what, holds] of Object.entries(promises)) {
    if (holds) continue;
    console.error(`not kept: ${what}`);
    process.exitCode = 1;
  }
}
