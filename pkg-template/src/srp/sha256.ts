// SHA-256 without WebAssembly. Source: FIPS 180-4.

/** 32 bits of the fraction: the constants are roots of the first primes, which cost fewer bytes than their digits. */
const fraction = (root: number): number => (root * 2 ** 32) | 0;
const rotated = (word: number, bits: number): number => (word >>> bits) | (word << (32 - bits));

let start: number[] | undefined;
const constants: number[] = [];

function prepare(): number[] {
  const primes: number[] = [];
  for (let number = 2; primes.length < 64; number++) if (primes.every((prime) => number % prime)) primes.push(number);
  for (const prime of primes) constants.push(fraction(prime ** (1 / 3)));
  return primes.slice(0, 8).map((prime) => fraction(prime ** 0.5));
}

export function sha256(bytes: Uint8Array): Uint8Array {
  start ??= prepare();
  // Behind the message a bit, zeros to whole blocks of 64 bytes, and how many bits it had.
  const view = new DataView(new ArrayBuffer(((bytes.length + 72) >> 6) << 6));
  new Uint8Array(view.buffer).set(bytes);
  view.setUint8(bytes.length, 0x80);
  view.setUint32(view.byteLength - 4, bytes.length * 8);
  const state = [...start];
  for (let offset = 0; offset < view.byteLength; offset += 64) {
    const words: number[] = [];
    let [a, b, c, d, e, f, g, h] = state as [number, number, number, number, number, number, number, number];
    for (let round = 0; round < 64; round++) {
      let word: number;
      if (round < 16) {
        word = view.getInt32(offset + round * 4);
      } else {
        const early = words[round - 15] as number;
        const late = words[round - 2] as number;
        word =
          (words[round - 16] as number) +
          (words[round - 7] as number) +
          (rotated(early, 7) ^ rotated(early, 18) ^ (early >>> 3)) +
          (rotated(late, 17) ^ rotated(late, 19) ^ (late >>> 10));
      }
      words[round] = word |= 0;
      const first =
        h +
        word +
        (constants[round] as number) +
        (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) +
        ((e & f) ^ (~e & g));
      const second = (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
      [a, b, c, d, e, f, g, h] = [(first + second) | 0, a, b, c, (d + first) | 0, e, f, g];
    }
    [a, b, c, d, e, f, g, h].forEach((value, index) => {
      state[index] = ((state[index] as number) + value) | 0;
    });
  }
  state.forEach((word, index) => {
    view.setInt32(index * 4, word);
  });
  return new Uint8Array(view.buffer).slice(0, 32);
}
