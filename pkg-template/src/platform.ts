// Node's own cryptography where there is Node: it is synchronous and several times faster than its WebCrypto.
import type * as NodeCrypto from 'node:crypto';

interface NodeProcess {
  getBuiltinModule?(name: string): unknown;
}

/** `node:crypto`, from Node 20.16 on; elsewhere WebCrypto serves. */
export const findNodeCrypto = () =>
  (globalThis as { process?: NodeProcess }).process?.getBuiltinModule?.('node:crypto') as typeof NodeCrypto | undefined;

export const nodeCrypto = /*#__PURE__*/ findNodeCrypto();

export const toBase64Url = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');

/** Throws for what is no base64url. */
export const fromBase64Url = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
