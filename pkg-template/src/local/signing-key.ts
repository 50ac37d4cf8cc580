// The RSA key that signs tokens, from the platform: wasm has no business making keys.
import { AuthError } from '../errors.js';

/** A fresh key in PKCS#8. */
export async function makeSigningKey(): Promise<Uint8Array> {
  if (!globalThis.crypto?.subtle) {
    throw new AuthError(
      'NotAvailable',
      'The local Cognito needs WebCrypto, which browsers give to secure pages only: use https or localhost.',
    );
  }
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: 'SHA-256',
  };
  const { privateKey } = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  return new Uint8Array(await crypto.subtle.exportKey('pkcs8', privateKey));
}
