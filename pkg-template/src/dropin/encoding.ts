// Bytes as text: hex, base64, UTF-8.
import { TextDecoder, TextEncoder } from '../engine/text.js';

const text = TextEncoder as new () => { encode(text: string): Uint8Array };
const bytes = TextDecoder as new () => { decode(bytes: Uint8Array): string };

export function utf8(value: string): Uint8Array {
  return new text().encode(value);
}

export function fromUtf8(value: Uint8Array): string {
  return new bytes().decode(value);
}

export function toHex(value: ArrayLike<number>): string {
  return Array.from(value, (byte) => (byte + 256).toString(16).slice(1)).join('');
}

/** Reads pairs of digits up to the first that is none. */
export function fromHex(value: string): Uint8Array {
  const pairs = /^(?:[\da-f]{2})*/i.exec(value)?.[0] ?? '';
  return Uint8Array.from(pairs.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

export function toBase64(value: Uint8Array): string {
  return btoa(String.fromCharCode(...value));
}

/** Reads both alphabets, without padding too, and overlooks what is no digit. */
export function fromBase64(value: string): Uint8Array {
  const [head = ''] = value.split('=');
  const digits = head
    .replace(/-/g, '+')
    .replace(/_/g, '/')
    .replace(/[^+/\dA-Za-z]/g, '');
  const whole = digits.length % 4 === 1 ? digits.slice(0, -1) : digits;
  return Uint8Array.from(atob(whole), (char) => char.charCodeAt(0));
}

export function concatenated(...parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}
