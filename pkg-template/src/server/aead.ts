// AES-256-GCM: base64url in, base64url out. Node's own is synchronous and several times faster; elsewhere WebCrypto serves.
import { fromBase64Url, nodeCrypto, toBase64Url } from '../platform.js';

export const NONCE = 12;
const TAG = 16;

export type Bytes = Uint8Array<ArrayBuffer>;

export const randomBytes = (size: number): Bytes => crypto.getRandomValues(new Uint8Array(size));

/** A fresh nonce, the ciphertext and the tag. */
export async function seal(secret: Bytes, plain: string, bound: string): Promise<string> {
  if (nodeCrypto) {
    const nonce = nodeCrypto.randomBytes(NONCE);
    const cipher = nodeCrypto.createCipheriv('aes-256-gcm', secret, nonce).setAAD(Buffer.from(bound));
    const text = Buffer.concat([cipher.update(plain, 'base64url'), cipher.final()]);
    return Buffer.concat([nonce, text, cipher.getAuthTag()]).toString('base64url');
  }
  const nonce = randomBytes(NONCE);
  const algorithm = { name: 'AES-GCM', iv: nonce, additionalData: new TextEncoder().encode(bound) };
  const text = new Uint8Array(await crypto.subtle.encrypt(algorithm, await keyOf(secret), fromBase64Url(plain)));
  const sealed = new Uint8Array(NONCE + text.length);
  sealed.set(nonce);
  sealed.set(text, NONCE);
  return toBase64Url(sealed);
}

/** What was sealed; null for anything else. */
export async function unseal(secret: Bytes, sealed: string, bound: string): Promise<string | null> {
  try {
    if (nodeCrypto) {
      const bytes = Buffer.from(sealed, 'base64url');
      // Buffer reads past what is no base64url: only one spelling of a seal is a seal.
      if (bytes.length < NONCE + TAG || bytes.toString('base64url') !== sealed) return null;
      const nonce = bytes.subarray(0, NONCE);
      const opener = nodeCrypto.createDecipheriv('aes-256-gcm', secret, nonce, { authTagLength: TAG });
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
    const plain = await crypto.subtle.decrypt(algorithm, await keyOf(secret), bytes.subarray(NONCE));
    return toBase64Url(new Uint8Array(plain));
  } catch {
    return null;
  }
}

/** WebCrypto's form of a key; made once for each of those that stay. */
const keys = new WeakMap<Bytes, Promise<CryptoKey>>();

function keyOf(secret: Bytes): Promise<CryptoKey> {
  let key = keys.get(secret);
  if (!key) {
    key = crypto.subtle.importKey('raw', secret, 'AES-GCM', false, ['encrypt', 'decrypt']);
    keys.set(secret, key);
  }
  return key;
}
