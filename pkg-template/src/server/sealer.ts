// The configured keys: what makes a cookie unreadable and unchangeable.

import { fromBase64Url } from '../platform.js';
import { type Bytes, seal, unseal } from './aead.js';

export interface SealKey {
  id: string;
  secret: string;
}

export class Sealer {
  readonly #secrets: Map<string, Bytes>;

  constructor(keys: readonly SealKey[]) {
    this.#secrets = new Map(keys.map(({ id, secret }) => [id, fromBase64Url(secret)]));
  }

  /** Base64url of a fresh nonce, the ciphertext and the tag; what is sealed is base64url, too. */
  async seal(id: string, plain: string, bound: string): Promise<string | null> {
    const secret = this.#secrets.get(id);
    return secret ? seal(secret, plain, bound) : null;
  }

  /** What was sealed; null for anything else. */
  async open(id: string, sealed: string, bound: string): Promise<string | null> {
    const secret = this.#secrets.get(id);
    return secret ? unseal(secret, sealed, bound) : null;
  }
}
