// The SRP maths of one sign-in (g^a, g^x, S, key, signature): this package beside others, on the same inputs.
//
//   node tests/bench/srp.mjs <folder with <name>_bg.js and <name>.wasm, built with the features client and bench> [--json]
//
// Every contestant is checked against the vectors before it is timed. Turns alternate, so that a slow minute of the
// machine hits all of them.
import assert from 'node:assert/strict';
import { createDiffieHellman, createHash, createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import { join } from 'node:path';

const TURNS = 30;
const WARM = 5;

const folder = process.argv[2];
if (!folder) {
  console.error('usage: node tests/bench/srp.mjs <folder of a build with the feature bench> [--json]');
  process.exit(2);
}

const vectors = JSON.parse(readFileSync(new URL('../fixtures/srp.json', import.meta.url), 'utf8'));
const N = BigInt(`0x${vectors.constants.N}`);
const K = BigInt(`0x${vectors.constants.k}`);
const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const hmac = (key, ...parts) => parts.reduce((hash, part) => hash.update(part), createHmac('sha256', key)).digest();
const number = (bytes) => BigInt(`0x${bytes.toString('hex')}`);
const bytes = (value) => {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex');
};
const pad = (value) => {
  const plain = bytes(value);
  return plain[0] > 127 ? Buffer.concat([Buffer.of(0), plain]) : plain;
};

/** Loads wasm-bindgen's output as Node needs it, whatever loader the package puts around it. */
async function ours() {
  const names = readdirSync(folder);
  const glueName = names.find((name) => name.endsWith('_bg.js'));
  const stem = glueName.slice(0, -'_bg.js'.length);
  const wasmName = names.includes(`${stem}.wasm`) ? `${stem}.wasm` : `${stem}_bg.wasm`;
  const source = readFileSync(join(folder, glueName), 'utf8').replace(/^import .*'engine-text';$/m, '');
  const glue = await import(`data:text/javascript;base64,${Buffer.from(source).toString('base64')}`);
  const module = new WebAssembly.Module(readFileSync(join(folder, wasmName)));
  const imports = {};
  for (const { module: from } of WebAssembly.Module.imports(module)) imports[from] = glue;
  const { exports } = new WebAssembly.Instance(module, imports);
  glue.__wbg_set_wasm(exports);
  exports.__wbindgen_start?.();
  return {
    start: (a) => glue.bench_ephemeral(a),
    whole: (a, v) => glue.bench_prove(a, v.pool, v.user, v.password, v.SALT, v.SRP_B, v.secretBlock, v.timestamp),
  };
}

/** The dialect over any power function; unsigned salts only. */
function plain(power) {
  const start = (a) => power(2n, number(a)).toString(16);
  const whole = (a, v) => {
    const secret = number(a);
    const B = BigInt(`0x${v.SRP_B}`);
    const u = number(sha256(pad(power(2n, secret)), pad(B)));
    const x = number(sha256(pad(BigInt(`0x${v.SALT}`)), sha256(`${v.pool}${v.user}:${v.password}`)));
    const base = (((B - K * power(2n, x)) % N) + N) % N;
    const key = hmac(hmac(pad(u), pad(power(base, secret + u * x))), vectors.constants.info, Buffer.of(1));
    const block = Buffer.from(v.secretBlock, 'base64');
    return hmac(key.subarray(0, 16), v.pool, v.user, block, v.timestamp).toString('base64');
  };
  return { start, whole };
}

function bigIntPower(base, exponent) {
  let result = 1n;
  let square = base;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % N;
    square = (square * square) % N;
  }
  return result;
}

function openSslPower(base, exponent) {
  const dh = createDiffieHellman(bytes(N), 2);
  dh.setPrivateKey(bytes(exponent));
  return number(dh.computeSecret(bytes(base)));
}

/** amazon-cognito-identity-js as it is: it draws 1024 bits for `a`, unless given. */
function incumbent() {
  const require = createRequire(import.meta.url);
  const Helper = require('amazon-cognito-identity-js/lib/AuthenticationHelper.js').default;
  const BigInteger = require('amazon-cognito-identity-js/lib/BigInteger.js').default;
  const open = (v, a) => {
    const helper = new Helper(v.pool);
    if (a) {
      helper.smallAValue = new BigInteger(Buffer.from(a).toString('hex'), 16);
      helper.largeAValue = undefined;
    }
    let A;
    helper.getLargeAValue((error, value) => {
      if (error) throw error;
      A = value;
    });
    return { helper, A };
  };
  const whole = (a, v) => {
    const { helper } = open(v, a);
    let key;
    helper.getPasswordAuthenticationKey(
      v.user,
      v.password,
      new BigInteger(v.SRP_B, 16),
      new BigInteger(v.SALT, 16),
      (error, value) => {
        if (error) throw error;
        key = value;
      },
    );
    return hmac(key, v.pool, v.user, Buffer.from(v.secretBlock, 'base64'), v.timestamp).toString('base64');
  };
  return { start: (a, v) => open(v, a).A.toString(16), whole };
}

const contestants = { ours: await ours(), BigInt: plain(bigIntPower), OpenSSL: plain(openSslPower) };
const first = vectors.password[0];
const long = Buffer.from(first.a, 'hex');
const short = long.subarray(0, 32);

for (const vector of vectors.password) {
  assert.equal(contestants.ours.whole(Buffer.from(vector.a, 'hex'), vector), vector.signature, vector.name);
}
const jsbn = incumbent();
for (const [name, { start, whole }] of [...Object.entries(contestants), ['incumbent', jsbn]]) {
  assert.equal(start(long, first), first.SRP_A, `${name}: A`);
  assert.equal(whole(long, first), first.signature, `${name}: signature`);
}
const expected = contestants.ours.whole(short, first);
assert.equal(contestants.BigInt.whole(short, first), expected, 'the twin agrees with 256 bits too');

const rows = [
  ['this package, wasm, 256-bit a', (n) => contestants.ours[n](short, first)],
  ['this package, wasm, 1024-bit a', (n) => contestants.ours[n](long, first)],
  ['amazon-cognito-identity-js, its 1024-bit a', (n) => jsbn[n](undefined, first)],
  ['native BigInt, 256-bit a (not constant-time)', (n) => contestants.BigInt[n](short, first)],
  ['OpenSSL, 256-bit a', (n) => contestants.OpenSSL[n](short, first)],
].map(([name, run]) => ({ name, run, start: [], whole: [] }));

for (let turn = -WARM; turn < TURNS; turn++) {
  for (const row of rows) {
    for (const part of ['start', 'whole']) {
      const before = performance.now();
      row.run(part);
      if (turn >= 0) row[part].push(performance.now() - before);
    }
  }
}

const summary = (times) => {
  const sorted = times.toSorted((left, right) => left - right);
  const at = (share) => Number(sorted[Math.round(share * (sorted.length - 1))].toFixed(3));
  return { median: at(0.5), p10: at(0.1), p90: at(0.9) };
};
const results = rows.map(({ name, start, whole }) => ({ name, 'g^a': summary(start), 'sign-in': summary(whole) }));
const [own] = results;
const report = {
  node: process.version,
  cpu: cpus()[0]?.model,
  turns: TURNS,
  unit: 'ms',
  results: results.map((row) => ({
    ...row,
    timesOurs: Number((row['sign-in'].median / own['sign-in'].median).toFixed(2)),
  })),
};

if (process.argv.includes('--json')) {
  console.log(JSON.stringify(report, null, 2));
} else {
  console.log(`SRP maths of one sign-in, ms, median of ${TURNS} [p10 to p90]; Node ${report.node}, ${report.cpu}`);
  for (const { name, 'g^a': start, 'sign-in': whole, timesOurs } of report.results) {
    const show = ({ median, p10, p90 }) => `${median.toFixed(2)} [${p10.toFixed(2)} to ${p90.toFixed(2)}]`;
    console.log(`${name.padEnd(46)} g^a ${show(start).padEnd(26)} sign-in ${show(whole).padEnd(28)} × ${timesOurs}`);
  }
}
