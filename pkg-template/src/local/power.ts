// Powers modulo a number, for SRP: by OpenSSL in Node, by BigInt elsewhere. Wasm takes several times as long.
import { nodeCrypto } from '../platform.js';

type Dh = ReturnType<NonNullable<typeof nodeCrypto>['createDiffieHellman']>;

let known: { modulus: string; dh: Dh } | undefined;

/** `base^exponent mod modulus`, each in big-endian bytes. */
export function power(base: Uint8Array, exponent: Uint8Array, modulus: Uint8Array): Uint8Array {
  try {
    if (nodeCrypto) return byOpenSsl(nodeCrypto, base, exponent, modulus);
  } catch {
    // It refuses bases that no exchange of keys has.
  }
  return bytesOf(byBigInt(numberOf(base), numberOf(exponent), numberOf(modulus)));
}

function byOpenSsl(
  crypto: NonNullable<typeof nodeCrypto>,
  base: Uint8Array,
  exponent: Uint8Array,
  modulus: Uint8Array,
) {
  const name = Buffer.from(modulus).toString('base64');
  // It takes a while to look at a modulus, and there is one.
  if (known?.modulus !== name) known = { modulus: name, dh: crypto.createDiffieHellman(modulus, 2) };
  known.dh.setPrivateKey(exponent);
  return new Uint8Array(known.dh.computeSecret(base));
}

function byBigInt(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % modulus;
    if (bit === '1') result = (result * base) % modulus;
  }
  return result;
}

const numberOf = (bytes: Uint8Array): bigint =>
  BigInt(`0x0${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`);

function bytesOf(number: bigint): Uint8Array {
  const hex = number.toString(16);
  const even = hex.padStart(hex.length + (hex.length % 2), '0');
  return Uint8Array.from(even.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
