// The group of the exchange, as public numbers; `src/srp/group.rs` has the same.

/** `floor(2^bits · π)`, by Machin's formula; the last bits of a longer one are cut off with its rounding. */
function pi(bits: bigint): bigint {
  const spare = 64n;
  const arctan = (inverse: bigint): bigint => {
    let sum = 0n;
    let power = (4n << (bits + spare)) / inverse;
    for (let odd = 1n; power; odd += 2n) {
      sum += (odd & 2n ? -power : power) / odd;
      power /= inverse * inverse;
    }
    return sum;
  };
  return (4n * arctan(5n) - arctan(239n)) >> spare;
}

let made: bigint | undefined;

/**
 * The modulus: the 3072-bit MODP group of RFC 3526, section 4.
 *
 * It is made of π, as the RFC makes it, because its digits compress to nothing: they would be 380 bytes of each page.
 */
export function modulus(): bigint {
  made ??= (1n << 3072n) - (1n << 3008n) - 1n + ((pi(2942n) + 1690314n) << 64n);
  return made;
}

/** `SHA-256(padHex(N) ‖ padHex(2))`. */
export const K = '538282c4354742d7cbbde2359fcf67f9f5b3a6b08791e5011b43b8a5b66d9ee6';
