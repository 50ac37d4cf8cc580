/** A whole number of any size and sign. */
export declare class BigInteger {
  constructor(text?: string | null, radix?: number);
  value: bigint;
  static ZERO: BigInteger;
  static ONE: BigInteger;
  /** Takes another value. */
  fromInt(value: number): void;
  /** Takes the number that these digits are, in radix 2, 4, 8, 16 or 32. */
  fromString(text: string, radix: number): void;
  /** The digits, in radix 2, 4, 8, 16 or 32. */
  toString(radix?: number): string;
  /** The digits in hex. */
  toJSON(): string;
  /** With the other sign. */
  negate(): BigInteger;
  /** Without its sign. */
  abs(): BigInteger;
  /** Negative, zero or positive. */
  compareTo(other: BigInteger): number;
  /** Whether both are the same number. */
  equals(other: BigInteger): boolean;
  /** The bits of its two's complement, without the sign's. */
  bitLength(): number;
  /** The sum. */
  add(other: BigInteger): BigInteger;
  /** The difference. */
  subtract(other: BigInteger): BigInteger;
  /** The product. */
  multiply(other: BigInteger): BigInteger;
  /** The quotient, cut off towards zero. */
  divide(other: BigInteger): BigInteger;
  /** The remainder, never negative. */
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
  /** `poolName` is the part of the pool's id behind `_`. */
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
  /** The secret of this exchange. */
  getSmallAValue(): BigInteger;
  /** Gives `A`, computed when it is asked for first. */
  getLargeAValue(callback: (error: unknown, value: BigInteger | null) => void): void;
  /** A new secret of 256 bits. */
  generateRandomSmallA(): BigInteger;
  /** 40 random bytes in base64. */
  generateRandomString(): string;
  /** The device's password, after {@link generateHashDevice}. */
  getRandomPassword(): string | undefined;
  /** The device's salt in hex, after {@link generateHashDevice}. */
  getSaltDevices(): string | undefined;
  /** The device's verifier in hex, after {@link generateHashDevice}. */
  getVerifierDevices(): string | undefined;
  /** Invents a device's password and salt, and computes its verifier. */
  generateHashDevice(deviceGroupKey: string, username: string, callback: (error: unknown, nothing: null) => void): void;
  /** Gives `A = g^a`; an error when it is zero modulo `N`. */
  calculateA(a: BigInteger, callback: (error: unknown, value: BigInteger | null) => void): void;
  /** The hash of `A` and `B`. */
  calculateU(A: BigInteger, B: BigInteger): BigInteger;
  /** SHA-256 in hex. */
  hash(bytes: string | Uint8Array): string;
  /** SHA-256 of bytes that are given in hex, in hex. */
  hexHash(hex: string): string;
  /** The 16 bytes that HKDF of RFC 5869 makes of these, with Cognito's info. */
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
  /** Gives the shared secret of the exchange. */
  calculateS(
    xValue: BigInteger,
    serverBValue: BigInteger,
    callback: (error: unknown, value: BigInteger | null) => void,
  ): void;
  /** The prefix of attributes in a challenge: `userAttributes.`. */
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
  /** `sigBytes` counts the bytes; four for each word unless given. */
  // biome-ignore lint/suspicious/noExplicitAny: numbers, which the old typings call strings
  constructor(words?: any[], sigBytes?: number);
  /** Random bytes. */
  random(nBytes: number): WordArray;
  /** The bytes in hex. */
  toString(): string;
}
