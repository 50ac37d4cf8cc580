import type { WordArray as Words } from '../../types/dropin.js';
import { classOf } from './class.js';
import cryptoSecureRandomInt from './random.js';

/** Bytes in 32-bit words, big-endian. */
export const WordArray = /*#__PURE__*/ classOf<typeof Words, Required<Words>>(
  'WordArray',
  function (words?: number[], sigBytes?: number) {
    this.words = words || [];
    this.sigBytes = sigBytes ?? this.words.length * 4;
  },
  [
    {
      random(count: number) {
        const words = Array.from({ length: Math.ceil(count / 4) }, () => cryptoSecureRandomInt());
        return new WordArray(words, count);
      },
      toString() {
        let hex = '';
        for (let index = 0; index < this.sigBytes; index++) {
          const byte = ((this.words[index >>> 2] ?? 0) >>> (24 - (index % 4) * 8)) & 0xff;
          hex += (byte + 256).toString(16).slice(1);
        }
        return hex;
      },
    },
  ],
);
