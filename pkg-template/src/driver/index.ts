// What Rust calls: src/bindings/client/driver.rs.
import { decode } from './codec.js';

export { document, isRecord, member, parse, print } from './given.js';
export { forget, load, lonelyHost, openHost } from './host.js';
export { perform, toError } from './perform.js';
export { fetchAs } from './session-fetch.js';
export { showStep } from './step.js';

export const toValue = decode;
export const { now } = Date;

/** Fills the bytes from the platform's CSPRNG, and never from anything else; tells whether it could. */
export function fillRandom(bytes: Uint8Array<ArrayBuffer>): boolean {
  try {
    crypto.getRandomValues(bytes);
    return true;
  } catch {
    return false;
  }
}
