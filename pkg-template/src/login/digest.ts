// SHA-256, by the platform; where that has none, by our own in builds without WebAssembly.
import { AuthError } from '../errors.js';
import { sha256 } from '../srp/sha256.js';

export async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const { subtle } = crypto;
  if (subtle) return new Uint8Array(await subtle.digest('SHA-256', bytes));
  if (NO_WASM) return sha256(bytes);
  throw new AuthError('NotAvailable', 'Managed login needs a secure context: https, or http on a loopback address.');
}
