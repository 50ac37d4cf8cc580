// Node's own cryptography where there is Node: it is synchronous and several times faster than its WebCrypto.
import type * as NodeCrypto from 'node:crypto';

interface NodeProcess {
  getBuiltinModule?(name: string): unknown;
}

const node = (globalThis as { process?: NodeProcess }).process;

/** `node:crypto`, from Node 20.16 on; elsewhere WebCrypto serves. */
export const nodeCrypto = node?.getBuiltinModule?.('node:crypto') as typeof NodeCrypto | undefined;

export { fromBase64Url, toBase64Url } from './base64url.js';
