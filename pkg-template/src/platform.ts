// Node's own cryptography where there is Node: it is synchronous and several times faster than its WebCrypto.
import type * as NodeCrypto from 'node:crypto';

interface NodeProcess {
  getBuiltinModule?(name: string): unknown;
}

/** `node:crypto`, from Node 20.16 on; elsewhere WebCrypto serves. */
export const findNodeCrypto = () =>
  (globalThis as { process?: NodeProcess }).process?.getBuiltinModule?.('node:crypto') as typeof NodeCrypto | undefined;

export const nodeCrypto = /*#__PURE__*/ findNodeCrypto();

export { fromBase64Url, toBase64Url } from './base64url.js';
