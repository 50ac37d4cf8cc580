// What wasm-bindgen's glue takes for TextDecoder and TextEncoder: the platform's, else a small UTF-8 codec of our own.
//
// jest's jsdom has neither, and the glue makes both when it is loaded. Only the glue sees the fallback; no global is
// patched. Rust's strings are valid UTF-8, so the decoder has no error cases.

class FallbackDecoder {
  decode(bytes: Uint8Array = new Uint8Array()): string {
    let escaped = '';
    for (const byte of bytes) escaped += `%${(byte + 256).toString(16).slice(1)}`;
    return decodeURIComponent(escaped);
  }
}

class FallbackEncoder {
  encode(text: string): Uint8Array {
    // A lone surrogate would make encodeURIComponent throw; the platform's encoder writes U+FFFD.
    const whole = text.replace(/[\uD800-\uDBFF][\uDC00-\uDFFF]|[\uD800-\uDFFF]/g, (unit) =>
      unit[1] ? unit : '\uFFFD',
    );
    const bytes = encodeURIComponent(whole).replace(/%(..)/g, (_, hex) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
    return Uint8Array.from(bytes, (char) => char.charCodeAt(0));
  }

  encodeInto(text: string, view: Uint8Array): { written: number } {
    const bytes = this.encode(text);
    view.set(bytes);
    return { written: bytes.length };
  }
}

const scope = globalThis as { TextDecoder?: unknown; TextEncoder?: unknown };

export const TextDecoder = scope.TextDecoder ?? FallbackDecoder;
export const TextEncoder = scope.TextEncoder ?? FallbackEncoder;

/** Two lower-case digits a byte. */
export function toHex(bytes: ArrayLike<number>): string {
  return Array.from(bytes, (byte) => (byte + 256).toString(16).slice(1)).join('');
}
