// Bytes as text: hex, base64, UTF-8.
import { TextDecoder, TextEncoder, toHex } from '../engine/text.js';

const text = TextEncoder as new () => { encode(text: string): Uint8Array };
const bytes = TextDecoder as new () => { decode(bytes: Uint8Array): string };

export function utf8(value: string): Uint8Array {
  return new text().encode(value);
}

export { toHex };

/** Reads pairs of digits up to the first that is none. */
export function fromHex(value: string): Uint8Array {
  const pairs = /^(?:[\da-f]{2})*/i.exec(value)?.[0] ?? '';
  return Uint8Array.from(pairs.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

export function toBase64(value: Uint8Array): string {
  return btoa(String.fromCharCode(...value));
}

/** Reads both alphabets, without padding too, and overlooks what is no digit; a character is a byte. */
function binary(value: string): string {
  const [head = ''] = value.split('=');
  const digits = head
    .replace(/-/g, '+')
    .replace(/_/g, '/')
    .replace(/[^+/\dA-Za-z]/g, '');
  return atob(digits.length % 4 === 1 ? digits.slice(0, -1) : digits);
}

export function fromBase64(value: string): Uint8Array {
  return Uint8Array.from(binary(value), (char) => char.charCodeAt(0));
}

/** The text of UTF-8 in base64. Most tokens are ASCII, and every reading of a stored session comes here. */
export function textFromBase64(value: string): string {
  const text = binary(value);
  return /[\x80-\xff]/.test(text) ? new bytes().decode(Uint8Array.from(text, (char) => char.charCodeAt(0))) : text;
}

export function concatenated(...parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** Bits of the magnitude in two's complement: -8 needs three, and its sign. */
export function bitLength(value: bigint): number {
  const magnitude = value < 0n ? ~value : value;
  return magnitude === 0n ? 0 : magnitude.toString(2).length;
}

/** The shortest two's complement of whole bytes, which the protocol hashes. */
export function padHex(value: bigint): string {
  const bytes = Math.floor(bitLength(value) / 8) + 1;
  return BigInt.asUintN(8 * bytes, value)
    .toString(16)
    .padStart(2 * bytes, '0');
}
