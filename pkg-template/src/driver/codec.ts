// How trees of JSON cross between Rust and JavaScript; src/modern/codec.rs is the other half and says how.
import { TextDecoder, TextEncoder } from '../engine/text.js';

const encoder = new (TextEncoder as typeof globalThis.TextEncoder)();
const decoder = new (TextDecoder as typeof globalThis.TextDecoder)('utf-8', { ignoreBOM: true });

/** What a value must be that cannot cross, where its type does not say enough. */
export class Unfit extends Error {}

/** Writes a value of at most so many levels; `check` may refuse texts and lists. */
export function encode(
  value: unknown,
  depth = 99,
  check: (length: number, text?: string) => void = () => {},
): Uint8Array {
  const bytes: number[] = [];
  const head = (tag: number, length: number): void => {
    bytes.push(tag, length, length >> 8, length >> 16, length >> 24);
  };
  const put = (value: unknown, depth: number): void => {
    if (value === undefined || value === null) bytes.push(0);
    else if (typeof value === 'boolean') bytes.push(value ? 2 : 1);
    else if (typeof value === 'number') bytes.push(3, ...new Uint8Array(Float64Array.of(value).buffer));
    else if (typeof value === 'string') {
      check(value.length, value);
      const utf8 = encoder.encode(value);
      head(4, utf8.length);
      for (const byte of utf8) bytes.push(byte);
    } else if (typeof value !== 'object' || !depth) throw new Unfit();
    else if (Array.isArray(value)) {
      check(value.length);
      head(5, value.length);
      for (const item of value) put(item, depth - 1);
    } else {
      const names = Reflect.ownKeys(value);
      head(6, names.length);
      for (const name of names) {
        put(name, 0);
        put((value as Record<PropertyKey, unknown>)[name], depth - 1);
      }
    }
  };
  put(value, depth);
  return Uint8Array.from(bytes);
}

/** Reads a value, and freezes it all the way down. */
export function decode(bytes: Uint8Array): unknown {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  let at = 0;
  const length = (): number => {
    at += 4;
    return view.getUint32(at - 4, true);
  };
  const next = (): unknown => {
    const tag = bytes[at++] as number;
    if (tag < 3) return tag ? tag > 1 : null;
    if (tag === 3) {
      at += 8;
      return view.getFloat64(at - 8, true);
    }
    const count = length();
    if (tag === 4) {
      at += count;
      return decoder.decode(bytes.subarray(at - count, at));
    }
    const members = Array.from({ length: count }, () => (tag === 5 ? next() : [next(), next()]));
    // Not by assignment, which would lose a member that is named `__proto__`.
    return Object.freeze(tag === 5 ? members : Object.fromEntries(members as [string, unknown][]));
  };
  return next();
}
