// The client's SRP maths as each package has it, behind one interface: `start(a, v)` is g^a in hex, `whole(a, v)` the
// signature of a sign-in. `a` is bytes, or undefined for as many as the package draws itself; `v` is a vector of
// tests/fixtures/srp.json.
import { createDiffieHellman, createHash, createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

export const vectors = JSON.parse(readFileSync(new URL('../fixtures/srp.json', import.meta.url), 'utf8'));
const N = BigInt(`0x${vectors.constants.N}`);
const K = BigInt(`0x${vectors.constants.k}`);
const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const hmac = (key, ...parts) => parts.reduce((hash, part) => hash.update(part), createHmac('sha256', key)).digest();
const number = (bytes) => BigInt(`0x${bytes.toString('hex')}`);
const hex = (bytes) => Buffer.from(bytes).toString('hex');
const bytes = (value) => {
  const text = value.toString(16);
  return Buffer.from(text.length % 2 ? `0${text}` : text, 'hex');
};
const pad = (value) => {
  const plain = bytes(value);
  return plain[0] > 127 ? Buffer.concat([Buffer.of(0), plain]) : plain;
};
const block = (v) => Buffer.from(v.secretBlock, 'base64');

const absent = () => {
  throw new Error('The maths called the driver.');
};

/** Loads wasm-bindgen's output as Node needs it, whatever loader the package puts around it. */
export async function ours(folder) {
  const names = readdirSync(folder);
  const glueName = names.find((name) => name.endsWith('_bg.js'));
  const stem = glueName.slice(0, -'_bg.js'.length);
  const wasmName = names.includes(`${stem}.wasm`) ? `${stem}.wasm` : `${stem}_bg.wasm`;
  // The maths needs neither the driver, which does I/O, nor the text codecs that stand in for missing ones.
  const source = readFileSync(join(folder, glueName), 'utf8')
    .replace(/^import .*'engine-text';$/m, '')
    .replace(/^import (.*) from 'client-driver';$/m, 'const $1 = {};');
  const glue = await import(`data:text/javascript;base64,${Buffer.from(source).toString('base64')}`);
  const module = new WebAssembly.Module(readFileSync(join(folder, wasmName)));
  const imports = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    imports[from] ??= {};
    imports[from][name] = glue[name] ?? absent;
  }
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
    return hmac(key.subarray(0, 16), v.pool, v.user, block(v), v.timestamp).toString('base64');
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
export const bigInt = () => plain(bigIntPower);

function openSslPower(base, exponent) {
  const dh = createDiffieHellman(bytes(N), 2);
  dh.setPrivateKey(bytes(exponent));
  return number(dh.computeSecret(bytes(base)));
}
export const openSsl = () => plain(openSslPower);

/** What the incumbent and Amplify give back through a callback, at once. */
function answered(call) {
  let answer;
  call((error, value) => {
    if (error) throw error;
    answer = value;
  });
  return answer;
}

/** amazon-cognito-identity-js as it is: it draws 1024 bits for `a`. */
export function incumbent() {
  const require = createRequire(import.meta.url);
  const Helper = require('amazon-cognito-identity-js/lib/AuthenticationHelper.js').default;
  const BigInteger = require('amazon-cognito-identity-js/lib/BigInteger.js').default;
  const open = (a, v) => {
    const helper = new Helper(v.pool);
    if (a) {
      helper.smallAValue = new BigInteger(hex(a), 16);
      helper.largeAValue = undefined;
    }
    return { helper, A: answered((done) => helper.getLargeAValue(done)) };
  };
  const whole = (a, v) => {
    const { helper } = open(a, v);
    const [B, salt] = [new BigInteger(v.SRP_B, 16), new BigInteger(v.SALT, 16)];
    const key = answered((done) => helper.getPasswordAuthenticationKey(v.user, v.password, B, salt, done));
    return hmac(key, v.pool, v.user, block(v), v.timestamp).toString('base64');
  };
  return { start: (a, v) => open(a, v).A.toString(16), whole };
}

/** @aws-amplify/auth: its SRP is not exported, so the files are loaded where they lie. It draws 1024 bits for `a`. */
export async function amplify() {
  const folder = new URL('../../node_modules/@aws-amplify/auth/dist/esm/providers/cognito/utils/srp/', import.meta.url);
  const load = (path) => import(new URL(path, folder).href);
  const { getAuthenticationHelper } = await load('getAuthenticationHelper.mjs');
  const { getSignatureString } = await load('getSignatureString.mjs');
  const { calculateA } = await load('calculate/calculateA.mjs');
  const { default: AuthenticationHelper } = await load('AuthenticationHelper/AuthenticationHelper.mjs');
  const { default: BigInteger } = await load('BigInteger/BigInteger.mjs');
  const open = async (a, v) => {
    if (!a) return getAuthenticationHelper(v.pool);
    const [own, g] = [new BigInteger(hex(a), 16), new BigInteger('2', 16)];
    const modulus = new BigInteger(vectors.constants.N, 16);
    const A = await calculateA({ a: own, g, N: modulus });
    return new AuthenticationHelper({ userPoolName: v.pool, a: own, g, A, N: modulus });
  };
  const whole = async (a, v) => {
    const helper = await open(a, v);
    const hkdf = await helper.getPasswordAuthenticationKey({
      username: v.user,
      password: v.password,
      serverBValue: new BigInteger(v.SRP_B, 16),
      salt: new BigInteger(v.SALT, 16),
    });
    return getSignatureString({
      userPoolName: v.pool,
      username: v.user,
      challengeParameters: { SECRET_BLOCK: v.secretBlock },
      dateNow: v.timestamp,
      hkdf,
    });
  };
  return { start: async (a, v) => (await open(a, v)).A.toString(16), whole };
}

/** cognito-srp-helper: its session always draws its own 1024 bits, so a given `a` costs one more power, and is for checks. */
export async function helper() {
  const { createSrpSession, signSrpSession } = await import('cognito-srp-helper');
  const open = (a, v) => {
    const session = createSrpSession(v.user, v.password, `eu-west-1_${v.pool}`, false);
    if (!a) return session;
    return { ...session, smallA: hex(a), largeA: bigIntPower(2n, number(a)).toString(16), timestamp: v.timestamp };
  };
  const whole = (a, v) => {
    const ChallengeParameters = {
      SALT: v.SALT,
      SECRET_BLOCK: v.secretBlock,
      SRP_B: v.SRP_B,
      USER_ID_FOR_SRP: v.user,
    };
    return signSrpSession(open(a, v), { ChallengeParameters }).passwordSignature;
  };
  return { start: (a, v) => open(a, v).largeA, whole };
}
