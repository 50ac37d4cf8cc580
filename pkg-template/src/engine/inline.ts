// Reads wasm that `cargo xtask build` wrote into a JavaScript string.
//
// Base64 spreads a byte over two characters, which hides repetitions from gzip and brotli: it costs 38 % more brotli
// than the wasm itself, this coding 5 %. The 91 characters from '#' to '~' without the backslash are digits: 0 to 88 are
// bytes; 89 and 90 lead a second digit, and mean 89 and 180 more. So every byte keeps its spelling wherever it stands.
import type { Bytes } from './engine.js';

const FIRST = 35;
const BACKSLASH = 92;
const LEAD = 89;

/** The bytes that the string spells. */
export function inlined(text: string): Bytes {
  const bytes = new Uint8Array(text.length);
  let length = 0;
  let more = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    const digit = unit - FIRST - (unit > BACKSLASH ? 1 : 0);
    if (more === 0 && digit >= LEAD) {
      more = digit === LEAD ? 89 : 180;
    } else {
      bytes[length++] = digit + more;
      more = 0;
    }
  }
  return bytes.subarray(0, length);
}
