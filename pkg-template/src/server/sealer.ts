// AES-256-GCM under the configured keys: what makes a cookie unreadable and unchangeable.
import { fromBase64Url, nodeCrypto, toBase64Url } from './platform.js';

const NONCE = 12;
const TAG = 16;

export interface SealKey {
  id: string;
  secret: string;
}

export class Sealer {
  readonly #secrets: Map<string, Uint8Array<ArrayBuffer>>;
  readonly #keys = new Map<string, Promise<CryptoKey>>();

  constructor(keys: readonly SealKey[]) {
    this.#secrets = new Map(keys.map(({ id, secret }) => [id, fromBase64Url(secret)]));
  }

  /** Base64url of a fresh nonce, the ciphertext and the tag; what is sealed is base64url, too. */
  async seal(id: string, plain: string, bound: string): Promise<string | null> {
    const secret = this.#secrets.get(id);
    if (!secret) return null;
    if (nodeCrypto) {
      const nonce = nodeCrypto.randomBytes(NONCE);
      const cipher = nodeCrypto.createCipheriv('aes-256-gcm', secret, nonce).setAAD(Buffer.from(bound));
      const text = Buffer.concat([cipher.update(plain, 'base64url'), cipher.final()]);
      return Buffer.concat([nonce, text, cipher.getAuthTag()]).toString('base64url');
    }
    const nonce = crypto.getRandomValues(new Uint8Array(NONCE));
    const encoder = new TextEncoder();
    const algorithm = { name: 'AES-GCM', iv: nonce, additionalData: encoder.encode(bound) };
    const text = new Uint8Array(
      await crypto.subtle.encrypt(algorithm, await this.#key(id, secret), fromBase64Url(plain)),
    );
    const sealed = new Uint8Array(NONCE + text.length);
    sealed.set(nonce);
    sealed.set(text, NONCE);
    return toBase64Url(sealed);
  }

  /** What was sealed; null for anything else. */
  async open(id: string, sealed: string, bound: string): Promise<string | null> {
    const secret = this.#secrets.get(id);
    if (!secret) return null;
    try {
      if (nodeCrypto) {
        const bytes = Buffer.from(sealed, 'base64url');
        // Buffer reads past what is no base64url: only one spelling of a seal is a seal.
        if (bytes.length < NONCE + TAG || bytes.toString('base64url') !== sealed) return null;
        const opener = nodeCrypto.createDecipheriv('aes-256-gcm', secret, bytes.subarray(0, NONCE), {
          authTagLength: TAG,
        });
        opener.setAAD(Buffer.from(bound)).setAuthTag(bytes.subarray(-TAG));
        const plain = Buffer.concat([opener.update(bytes.subarray(NONCE, -TAG)), opener.final()]);
        return plain.toString('base64url');
      }
      const bytes = fromBase64Url(sealed);
      const algorithm = {
        name: 'AES-GCM',
        iv: bytes.subarray(0, NONCE),
        additionalData: new TextEncoder().encode(bound),
      };
      const plain = await crypto.subtle.decrypt(algorithm, await this.#key(id, secret), bytes.subarray(NONCE));
      return toBase64Url(new Uint8Array(plain));
    } catch {
      return null;
    }
  }

  #key(id: string, secret: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
    let key = this.#keys.get(id);
    if (!key) {
      key = crypto.subtle.importKey('raw', secret, 'AES-GCM', false, ['encrypt', 'decrypt']);
      this.#keys.set(id, key);
    }
    return key;
  }
}
