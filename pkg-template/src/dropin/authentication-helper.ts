// One SRP exchange, with the numbers that the incumbent shows. What depends on the password stays in the engine.

import { srp } from 'dropin-engine';
import type { BigInteger as Integer, AuthenticationHelper as Srp } from '../../types/dropin.js';
import { K, modulus } from '../srp/group.js';
import { BigInteger } from './big-integer.js';
import { classOf } from './class.js';
import { concatenated, fromHex, padHex, toBase64, toHex, utf8 } from './encoding.js';
import { given } from './given.js';
import { WordArray } from './word-array.js';

type Callback<Value> = (error: unknown, value: Value | null) => void;

/** Bytes of the secret exponent: twice the strength of the group. */
const EXPONENT = 32;
const USER_ATTRIBUTES = 'userAttributes.';

const randomHex = (bytes: number): string => new WordArray().random(bytes).toString();

/** `A`, computed when somebody asks for it: most helpers never send it. */
function lazyLargeA(helper: Srp): void {
  const field = { enumerable: true, configurable: true };
  Object.defineProperty(helper, 'largeAValue', {
    ...field,
    get(this: Srp) {
      this.calculateA(this.smallAValue, (error, value) => {
        if (!error) this.largeAValue = value as Integer;
      });
      const own = Object.getOwnPropertyDescriptor(this, 'largeAValue');
      return own && 'value' in own ? own.value : undefined;
    },
    set(this: Srp, value: Integer) {
      Object.defineProperty(this, 'largeAValue', { ...field, value, writable: true });
    },
  });
}

/** The client's half of one exchange. */
export const AuthenticationHelper = /*#__PURE__*/ classOf<typeof Srp, Srp>(
  'AuthenticationHelper',
  function (poolName: string) {
    this.N = new BigInteger(modulus().toString(16), 16);
    this.g = new BigInteger('2', 16);
    this.k = new BigInteger(K, 16);
    this.smallAValue = this.generateRandomSmallA();
    lazyLargeA(this);
    this.infoBits = utf8('Caldera Derived Key');
    this.poolName = poolName;
  },
  [
    {
      getSmallAValue() {
        return this.smallAValue;
      },
      getLargeAValue(callback: Callback<Integer>) {
        if (this.largeAValue) {
          callback(null, this.largeAValue);
          return;
        }
        this.calculateA(this.smallAValue, (error, value) => {
          if (error) {
            callback(error, null);
            return;
          }
          this.largeAValue = value as Integer;
          callback(null, this.largeAValue);
        });
      },
      generateRandomSmallA() {
        return new BigInteger(randomHex(EXPONENT), 16);
      },
      generateRandomString() {
        return toBase64(fromHex(randomHex(40)));
      },
      getRandomPassword() {
        return this.randomPassword;
      },
      getSaltDevices() {
        return this.SaltToHashDevices;
      },
      getVerifierDevices() {
        return this.verifierDevices;
      },
      generateHashDevice(deviceGroupKey: string, username: string, callback: Callback<null>) {
        this.randomPassword = this.generateRandomString();
        this.SaltToHashDevices = this.padHex(new BigInteger(randomHex(16), 16));
        const identity = this.hash(`${deviceGroupKey}${username}:${this.randomPassword}`);
        const x = new BigInteger(this.hexHash(this.SaltToHashDevices + identity), 16);
        this.g.modPow(x, this.N, (error, verifier) => {
          if (error || !verifier) {
            callback(error, null);
            return;
          }
          this.verifierDevices = this.padHex(verifier);
          callback(null, null);
        });
      },
      calculateA(a: Integer, callback: Callback<Integer>) {
        this.g.modPow(a, this.N, (error, A) => {
          if (error || !A) callback(error, null);
          else if (A.mod(this.N).equals(BigInteger.ZERO)) {
            callback(new Error('Illegal paramater. A mod N cannot be 0.'), null);
          } else callback(null, A);
        });
      },
      calculateU(A: Integer, B: Integer) {
        this.UHexHash = this.hexHash(this.padHex(A) + this.padHex(B));
        return new BigInteger(this.UHexHash, 16);
      },
      hash(bytes: string | Uint8Array) {
        return toHex(srp().sha256(typeof bytes === 'string' ? utf8(bytes) : bytes));
      },
      hexHash(hex: string) {
        return this.hash(fromHex(hex));
      },
      computehkdf(secret: Uint8Array, salt: Uint8Array) {
        return srp()
          .hmac(srp().hmac(salt, secret), concatenated(this.infoBits, Uint8Array.of(1)))
          .slice(0, 16);
      },
      getPasswordAuthenticationKey(
        username: string,
        password: string,
        serverBValue: Integer,
        salt: Integer,
        callback: Callback<Uint8Array>,
      ) {
        if (serverBValue.mod(this.N).equals(BigInteger.ZERO)) throw new Error('B cannot be zero.');
        this.UValue = this.calculateU(this.largeAValue, serverBValue);
        if (this.UValue.equals(BigInteger.ZERO)) throw new Error('U cannot be zero.');
        const [a, A, B, s] = [this.smallAValue, this.largeAValue, serverBValue, salt].map((it) => it.toString(16));
        let key: Uint8Array;
        try {
          const who = [`${this.poolName}`, `${username}`, `${password}`] as const;
          key = given(srp().passwordKey(a as string, A as string, ...who, s as string, B as string));
        } catch (error) {
          callback(error, null);
          return;
        }
        callback(null, key);
      },
      calculateS(xValue: Integer, serverBValue: Integer, callback: Callback<Integer>) {
        this.g.modPow(xValue, this.N, (error, verifier) => {
          if (error || !verifier) {
            callback(error, null);
            return;
          }
          const base = serverBValue.subtract(this.k.multiply(verifier));
          const exponent = this.smallAValue.add((this.UValue as Integer).multiply(xValue));
          base.modPow(exponent, this.N, (failure, result) => {
            if (failure || !result) callback(failure, null);
            else callback(null, result.mod(this.N));
          });
        });
      },
      getNewPasswordRequiredChallengeUserAttributePrefix() {
        return USER_ATTRIBUTES;
      },
      padHex(number: Integer) {
        if (!(number instanceof BigInteger)) throw new Error('Not a BigInteger');
        return padHex(number.value);
      },
    },
  ],
);
export default AuthenticationHelper;
