// The numbers of the incumbent's helper, over the engine's own BigInt.
//
// BigInt takes more time for some values than for others, so it serves for numbers that may be known; the power in the
// group, whose exponents are secret, goes to the engine.

import { srp } from 'dropin-engine';
import type { BigInteger as Integer } from '../../types/dropin.js';
import { modulus as groupModulus } from '../srp/group.js';
import { classOf } from './class.js';
import { bitLength } from './encoding.js';
import { given } from './given.js';

type Callback = (error: unknown, result: Integer | null) => void;

/** Bits of a digit, by radix. */
const BITS: Record<number, bigint> = { 2: 1n, 4: 2n, 8: 3n, 16: 4n, 32: 5n };
/** More than the service's numbers ever have; the engine reads no longer ones. */
const LONGEST = 6144;

function bits(radix: unknown): bigint {
  const width = Object.hasOwn(BITS, String(radix)) ? BITS[Number(radix)] : undefined;
  if (width === undefined) throw new Error('Only radix 2, 4, 8, 16, 32 are supported');
  return width;
}

const absolute = (value: bigint): bigint => (value < 0n ? -value : value);

function of(value: bigint): Integer {
  const number = new BigInteger(null);
  number.value = value;
  return number;
}

/** A power by squaring, for moduli other than the group's. */
function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n % modulus;
  let square = base % modulus;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return (result + modulus) % modulus;
}

function groupPower(base: Integer, exponent: Integer, modulus: Integer): Integer {
  const small = base.bitLength() > LONGEST ? base.mod(modulus) : base;
  return new BigInteger(given(srp().modPow(small.toString(16), exponent.toString(16))), 16);
}

/** A whole number of any size and sign. */
export const BigInteger = /*#__PURE__*/ (() => {
  const type = classOf<typeof Integer, Integer>(
    'BigInteger',
    function (text?: string | null, radix?: number) {
      this.value = 0n;
      if (text != null) this.fromString(text, radix as number);
    },
    [
      {
        fromInt(value: number) {
          this.value = BigInt(value);
        },
        fromString(text: string, radix: number) {
          const width = bits(radix);
          let value = 0n;
          if (radix === 16) {
            value = BigInt(`0x0${text.replace(/[^\da-f]/gi, '')}`);
          } else {
            for (const char of text) {
              const digit = Number.parseInt(char, radix);
              if (!Number.isNaN(digit)) value = (value << width) | BigInt(digit);
            }
          }
          this.value = text.startsWith('-') ? -value : value;
        },
        toString(radix: number) {
          bits(radix);
          return this.value.toString(radix);
        },
        // JSON has no word for a bigint.
        toJSON() {
          return this.toString(16);
        },
        negate() {
          return of(-this.value);
        },
        abs() {
          return of(absolute(this.value));
        },
        compareTo(other: Integer) {
          return this.value < other.value ? -1 : Number(this.value > other.value);
        },
        equals(other: Integer) {
          return this.value === other.value;
        },
        bitLength() {
          return bitLength(this.value);
        },
        add(other: Integer) {
          return of(this.value + other.value);
        },
        subtract(other: Integer) {
          return of(this.value - other.value);
        },
        multiply(other: Integer) {
          return of(this.value * other.value);
        },
        divide(other: Integer) {
          return of(this.value / other.value);
        },
        mod(other: Integer) {
          const modulus = absolute(other.value);
          return of(((this.value % modulus) + modulus) % modulus);
        },
        modPow(exponent: Integer, modulus: Integer, callback?: Callback) {
          let result: Integer;
          try {
            result =
              modulus.value === groupModulus()
                ? groupPower(this, exponent, modulus)
                : of(power(this.value, exponent.value, modulus.value));
          } catch (error) {
            if (!callback) throw error;
            callback(error, null);
            return undefined;
          }
          callback?.(null, result);
          return result;
        },
      },
    ],
  );
  const number = (value: bigint): Integer => Object.assign(new type(null), { value });
  return Object.assign(type, { ZERO: number(0n), ONE: number(1n) });
})();
export default BigInteger;
