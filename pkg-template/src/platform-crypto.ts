// Cryptography where a window of a test runner may lack it: what the window has, looked up at each call, and Node's own behind it.
import { findNodeCrypto } from './platform.js';

// Not by its full name, for which the CommonJS builds put the object below.
const world: { crypto?: Partial<Crypto> } = globalThis;

export const platformCrypto = {
  getRandomValues<T extends ArrayBufferView<ArrayBuffer>>(bytes: T): T {
    const { crypto } = world;
    const source = crypto?.getRandomValues ? crypto : findNodeCrypto()?.webcrypto;
    return (source as Crypto).getRandomValues(bytes as never);
  },
  get subtle(): SubtleCrypto | undefined {
    return world.crypto?.subtle ?? (findNodeCrypto()?.webcrypto.subtle as SubtleCrypto | undefined);
  },
};
