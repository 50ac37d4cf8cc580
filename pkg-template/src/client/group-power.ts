// The powers of a sign-in by BigInt, where the engine is JavaScript: src/srp/host_power.rs.
import { toHex } from '../engine/text.js';
import { K, modulus } from '../srp/group.js';
import { groupPower as power } from '../srp/power.js';

const number = (bytes: Uint8Array): bigint => BigInt(`0x0${toHex(bytes)}`);

/**
 * Writes `(base - k · 2^x)^exponent mod N`, or `base^exponent mod N` where `x` is empty; `base` is in two's complement. False where the base
 * is zero modulo N.
 */
export function groupPower(base: Uint8Array, x: Uint8Array, exponent: Uint8Array, result: Uint8Array): boolean {
  const given = BigInt.asIntN(8 * base.length, number(base));
  const difference = x.length ? given - BigInt(`0x${K}`) * power(2n, number(x)) : given;
  const digits = power(difference, number(exponent))
    .toString(16)
    .padStart(2 * result.length, '0');
  result.forEach((_, index) => {
    result[index] = Number.parseInt(digits.slice(2 * index, 2 * index + 2), 16);
  });
  return given % modulus() !== 0n;
}
