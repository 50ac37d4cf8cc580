// The four functions of the engine without WebAssembly: for React Native, iOS Lockdown Mode, and pages under a policy without
// `wasm-unsafe-eval`. `src/bindings/dropin.rs` has the same in Rust, and tests hold one against the other.
//
// BigInt takes more time for some numbers than for others, and nothing here is zeroed: SECURITY.md says what that means.
import { K } from '../srp/group.js';
import { groupPower } from '../srp/power.js';
import { sha256 } from '../srp/sha256.js';
import { concatenated, fromHex, padHex, toHex, utf8 } from './encoding.js';

const BLOCK = 64;

const big = (hex: string): bigint => BigInt(`0x${hex}`);
const absolute = (value: bigint): bigint => (value < 0n ? -value : value);
const padded = (value: bigint): Uint8Array => fromHex(padHex(value));
const hash = (...parts: Uint8Array[]): Uint8Array => sha256(concatenated(...parts));

/** Reads hex of either case after an optional minus sign; nothing of what the other engine does not read. */
function read(text: string): bigint | undefined {
  const [, sign, digits] = /^(-?)([\da-f]{1,3072})$/i.exec(text) ?? [];
  if (!digits) return undefined;
  return sign ? -big(digits) : big(digits);
}

function modPow(base: string, exponent: string): string | undefined {
  const [number, power] = [read(base), read(exponent)];
  if (number === undefined || power === undefined) return undefined;
  return groupPower(number, absolute(power)).toString(16);
}

function passwordKey(
  a: string,
  largeA: string,
  poolName: string,
  username: string,
  password: string,
  salt: string,
  b: string,
): Uint8Array | undefined {
  const [secret, A, s, B] = [a, largeA, salt, b].map(read);
  if (!secret || A === undefined || A < 0n || A >> 3072n || s === undefined || B === undefined) return undefined;
  const u = big(toHex(hash(padded(A), padded(B))));
  if (!u || groupPower(B, 1n) === 0n) return undefined;
  const x = big(toHex(hash(padded(s), hash(utf8(`${poolName}${username}:${password}`)))));
  const S = groupPower(B - big(K) * groupPower(2n, x), absolute(secret) + u * x);
  return hmac(hmac(padded(u), padded(S)), utf8('Caldera Derived Key\x01')).slice(0, 16);
}

function hmac(key: Uint8Array, message: Uint8Array): Uint8Array {
  const block = new Uint8Array(BLOCK);
  block.set(key.length > BLOCK ? sha256(key) : key);
  const keyed = (pad: number): Uint8Array => block.map((byte) => byte ^ pad);
  return hash(keyed(0x5c), hash(keyed(0x36), message));
}

/** By the names of the other engine. */
export const bigint = { hmac, modPow, passwordKey, sha256 };
