// Powers in the group by BigInt, for where there is no WebAssembly. Their time depends on the numbers: see SECURITY.md.
import { modulus } from './group.js';

/** `base^exponent mod N`, four bits of the exponent at a time; the exponent has no sign. */
export function groupPower(base: bigint, exponent: bigint): bigint {
  const N = modulus();
  let last = 1n;
  const powers = Array.from({ length: 16 }, (_, index) => {
    if (index) last = (((last * base) % N) + N) % N;
    return last;
  });
  let result = 1n;
  for (const digit of exponent.toString(16)) {
    for (let bit = 0; bit < 4; bit++) result = (result * result) % N;
    result = (result * (powers[Number.parseInt(digit, 16)] as bigint)) % N;
  }
  return result;
}
