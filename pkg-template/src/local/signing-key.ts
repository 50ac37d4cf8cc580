// The RSA key that signs tokens, of the platform: wasm takes many times as long to make one, and to sign by it.
import { AuthError } from '../errors.js';
import { toBase64Url } from '../platform.js';
import { platformCrypto } from '../platform-crypto.js';
import type { Response } from './engine-types.js';

const ALGORITHM = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };

/** The platform's: jsdom and insecure pages have none, but there is Node behind jsdom. */
function subtle(): SubtleCrypto {
  const { subtle } = platformCrypto;
  if (!subtle) {
    throw new AuthError(
      'NotAvailable',
      'The local Cognito needs WebCrypto, which browsers give to secure pages only: use https or localhost.',
    );
  }
  return subtle;
}

/** A fresh key in PKCS#8. */
export async function makeSigningKey(): Promise<Uint8Array> {
  const size = { modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) };
  const { privateKey } = await subtle().generateKey({ ...ALGORITHM, ...size }, true, ['sign', 'verify']);
  return new Uint8Array(await subtle().exportKey('pkcs8', privateKey));
}

/** Signs what the engine left unsigned. */
export class Signer {
  readonly #key: Promise<CryptoKey>;

  constructor(pkcs8: Uint8Array) {
    this.#key = subtle().importKey('pkcs8', new Uint8Array(pkcs8), ALGORITHM, false, ['sign']);
  }

  /** The response with its signatures. */
  async complete(response: Response): Promise<Response> {
    if (!response.unsigned.length) return response;
    const key = await this.#key;
    const sign = async ({ mark, text }: { mark: string; text: string }) => {
      // Base64url and a dot. jsdom has no TextEncoder.
      const bytes = Uint8Array.from(text, (char) => char.charCodeAt(0));
      const signature = await subtle().sign(ALGORITHM.name, key, bytes);
      return [mark, toBase64Url(new Uint8Array(signature))] as const;
    };
    const pairs = await Promise.all(response.unsigned.map(sign));
    return {
      ...response,
      body: pairs.reduce((body, [mark, signature]) => body.replace(mark, signature), response.body),
    };
  }
}
