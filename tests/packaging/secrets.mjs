// Finds secrets in the memory of an engine, in every form in which one may lie there.
import { randomBytes } from 'node:crypto';
import { exchange, N } from '../js/server/srp.mjs';

/** Of long texts so many characters are enough, wherever they stand in it. */
const PIECE = 24;
/** Of keys and numbers so many bytes, from every fourth on. */
const BYTES = 16;
const STEP = 4;

/** All pieces of that length that begin at a multiple of `step`; of a shorter text, the whole. What is mostly zero is no secret. */
function* pieces(bytes, length, step) {
  for (let at = 0; at === 0 || at + length <= bytes.length; at += step) {
    const piece = bytes.subarray(at, at + length);
    if (piece.filter((byte) => byte !== 0).length >= piece.length / 2) yield piece;
  }
}

function* formsOfText(text, step = 1) {
  yield* pieces(Buffer.from(text), PIECE, step);
  yield* pieces(Buffer.from(text, 'utf16le'), 2 * PIECE, 2 * step);
}

function* formsOfBytes(bytes) {
  yield* pieces(Buffer.from(bytes), BYTES, STEP);
  yield* pieces(Buffer.from(bytes).reverse(), BYTES, STEP);
  yield* formsOfText(Buffer.from(bytes).toString('hex'), STEP);
  yield* formsOfText(Buffer.from(bytes).toString('base64'), STEP);
}

const bytesOf = (number) =>
  Buffer.from(
    number
      .toString(16)
      .padStart(2, '0')
      .replace(/^(.(..)*)$/, '0$1'),
    'hex',
  );

/** 112 limbs of 28 bits, each in a word: how `src/srp/montgomery.rs` keeps numbers, below 2 · N. */
function* formsOfNumber(number) {
  yield* formsOfBytes(bytesOf(number));
  for (const value of [number % N, (number << 3136n) % N].flatMap((value) => [value, value + N])) {
    const limbs = Buffer.alloc(448);
    for (let index = 0n; index < 112n; index++)
      limbs.writeUInt32LE(Number((value >> (28n * index)) & 0xfffffffn), 4 * Number(index));
    yield* pieces(limbs, BYTES, STEP);
  }
}

/** A hunt for secrets, each under the name by which a failure tells of it. */
export class Hunt {
  #secrets = new Map();

  #add(name, forms) {
    this.#secrets.set(name, [...(this.#secrets.get(name) ?? []), ...forms]);
  }

  /** A password or the like. */
  text(name, text) {
    this.#add(name, formsOfText(text));
  }

  /** A token: its claims and its signature. Its header is no secret. */
  token(name, token) {
    for (const part of token.split('.').slice(-2)) this.#add(name, formsOfText(part));
  }

  bytes(name, bytes) {
    this.#add(name, formsOfBytes(bytes));
  }

  /** What both halves of an exchange by SRP compute, and nobody else may know. */
  exchange(exponent, parameters, password) {
    const a = BigInt(`0x${exponent.toString('hex')}`);
    const { key, extracted, identity, ...numbers } = exchange(a, parameters, password);
    for (const [name, bytes] of Object.entries({ key, extracted, identity })) this.bytes(`${name} of SRP`, bytes);
    for (const [name, number] of Object.entries(numbers)) this.#add(`${name} of SRP`, formsOfNumber(number));
  }

  /** What goes out to the service; the password itself is known. */
  request({ ChallengeResponses }) {
    if (ChallengeResponses?.PASSWORD_CLAIM_SIGNATURE) this.text('proof', ChallengeResponses.PASSWORD_CLAIM_SIGNATURE);
  }

  /** What the service answers; `exponent` and `password` are those of the sign-in. */
  reply({ AuthenticationResult: tokens, ChallengeParameters: asked }, { exponent, password, userPoolId }) {
    if (tokens?.AccessToken) this.token('access token', tokens.AccessToken);
    if (tokens?.IdToken) this.token('ID token', tokens.IdToken);
    if (tokens?.RefreshToken) this.token('refresh token', tokens.RefreshToken);
    // The exchange of a device has other names in it, and a password that nobody typed.
    if (!asked?.SALT || asked.DEVICE_KEY) return;
    const { SALT: salt, SRP_B: srpB, USER_ID_FOR_SRP: userIdForSrp } = asked;
    this.exchange(exponent, { realm: userPoolId.split('_')[1], userIdForSrp, salt, srpB }, password);
  }

  get names() {
    return [...this.#secrets.keys()];
  }

  /** The names of the secrets that are found in this memory. */
  in(memory) {
    const all = Buffer.from(memory.buffer);
    return this.names.filter((name) => this.#secrets.get(name).some((form) => all.includes(form)));
  }
}

/** A password that is like no other text, with characters of one, two and three bytes. */
export const passwordOf = (name) => `${name}-Horse-7-${randomBytes(15).toString('base64')}-öß€`;

/** Writes into a new page of a memory, asks what the hunt finds, and takes it away again. */
export function planted(hunt, memory, bytes) {
  const at = memory.grow(1) * 65_536 + 77;
  Buffer.from(memory.buffer).set(bytes, at);
  const found = hunt.in(memory);
  Buffer.from(memory.buffer).fill(0, at);
  return found;
}

/** What the platform gave as random bytes from now on, the newest last. */
export function watchRandom() {
  const given = [];
  const own = crypto.getRandomValues.bind(crypto);
  crypto.getRandomValues = (view) => {
    const filled = own(view);
    given.push(Buffer.from(Buffer.from(view.buffer, view.byteOffset, view.byteLength)));
    return filled;
  };
  return given;
}
