/** A whole number of any size and sign. */
export declare class BigInteger {
  constructor(text?: string | null, radix?: number);
  value: bigint;
  static ZERO: BigInteger;
  static ONE: BigInteger;
  fromInt(value: number): void;
  fromString(text: string, radix: number): void;
  /** The digits, in radix 2, 4, 8, 16 or 32. */
  toString(radix?: number): string;
  toJSON(): string;
  negate(): BigInteger;
  abs(): BigInteger;
  /** Negative, zero or positive. */
  compareTo(other: BigInteger): number;
  equals(other: BigInteger): boolean;
  bitLength(): number;
  add(other: BigInteger): BigInteger;
  subtract(other: BigInteger): BigInteger;
  multiply(other: BigInteger): BigInteger;
  divide(other: BigInteger): BigInteger;
  mod(other: BigInteger): BigInteger;
  /** The power modulo a number; in Cognito's group in time that hides the exponent. */
  modPow(
    exponent: BigInteger,
    modulus: BigInteger,
    callback?: (error: unknown, result: BigInteger | null) => void,
  ): BigInteger | undefined;
}

/**
 * One SRP exchange of a user, or of a device with its group key as the pool's name.
 *
 * {@link CognitoUser} makes one for each sign-in; an application needs it to write a flow of its own.
 */
export declare class AuthenticationHelper {
  constructor(poolName: string);
  N: BigInteger;
  g: BigInteger;
  k: BigInteger;
  smallAValue: BigInteger;
  /** `A`; computed when it is read first. */
  largeAValue: BigInteger;
  infoBits: Uint8Array;
  poolName: string;
  UHexHash?: string;
  UValue?: BigInteger;
  randomPassword?: string;
  SaltToHashDevices?: string;
  verifierDevices?: string;
  getSmallAValue(): BigInteger;
  getLargeAValue(callback: (error: unknown, value: BigInteger | null) => void): void;
  generateRandomSmallA(): BigInteger;
  generateRandomString(): string;
  getRandomPassword(): string | undefined;
  getSaltDevices(): string | undefined;
  getVerifierDevices(): string | undefined;
  /** Invents a device's password and salt, and computes its verifier. */
  generateHashDevice(deviceGroupKey: string, username: string, callback: (error: unknown, nothing: null) => void): void;
  calculateA(a: BigInteger, callback: (error: unknown, value: BigInteger | null) => void): void;
  calculateU(A: BigInteger, B: BigInteger): BigInteger;
  /** SHA-256 in hex. */
  hash(bytes: string | Uint8Array): string;
  hexHash(hex: string): string;
  computehkdf(secret: Uint8Array, salt: Uint8Array): Uint8Array;
  /**
   * The 16 bytes that sign a challenge.
   *
   * @throws {Error} when `B` or `u` is zero.
   */
  getPasswordAuthenticationKey(
    username: string,
    password: string,
    serverBValue: BigInteger,
    salt: BigInteger,
    callback: (error: unknown, key: Uint8Array | null) => void,
  ): void;
  calculateS(
    xValue: BigInteger,
    serverBValue: BigInteger,
    callback: (error: unknown, value: BigInteger | null) => void,
  ): void;
  getNewPasswordRequiredChallengeUserAttributePrefix(): string;
  /** The shortest two's complement in hex. */
  padHex(number: BigInteger): string;
}

/** The time as a proof names it. */
export declare class DateHelper {
  /** Such as `Tue Jan 1 06:06:09 UTC 2019`. */
  getNowString(): string;
}

/** Bytes in 32-bit words. */
export declare class WordArray {
  // biome-ignore lint/suspicious/noExplicitAny: numbers, which the old typings call strings
  constructor(words?: any[], sigBytes?: number);
  words?: number[];
  sigBytes?: number;
  /** Random bytes. */
  random(nBytes: number): WordArray;
  /** The bytes in hex. */
  toString(): string;
}
