// Looking at what callers pass, of which nothing is believed: getters throw, proxies are revoked, lists are endless.
import { decode, encode, Unfit } from './codec.js';

/** Far above what Rust takes: real texts are refused there, by name. */
const TEXT_LIMIT = 131_072;
const LIST_LIMIT = 1_000;
/** An object of options, and a map in it. */
const DEPTH = 1;
/** Deeper documents are refused: nothing in this protocol needs them, and recursion must end. */
const DOCUMENT_DEPTH = 24;

function check(length: number, text?: string): void {
  if (length > (text === undefined ? LIST_LIMIT : TEXT_LIMIT)) throw new Unfit('shorter');
  // Half a surrogate pair would arrive changed.
  if (text && /\p{Surrogate}/u.test(text)) throw new Unfit('well-formed Unicode');
}

const of = (value: unknown, name: string): unknown =>
  name ? (value as Record<string, unknown> | null | undefined)?.[name] : value;

/** Whether it is an object with names. */
export function isRecord(value: unknown): boolean {
  try {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** A member as a tree behind a 1; what is no tree as a 0, and what it must be instead. */
export function member(value: unknown, name: string): Uint8Array {
  try {
    return Uint8Array.of(1, ...encode(of(value, name), DEPTH, check));
  } catch (error) {
    const reason = error instanceof Unfit ? error.message : 'readable';
    return Uint8Array.of(0, ...[...reason].map((letter) => letter.charCodeAt(0)));
  }
}

/** What JSON writes of a member; nothing where it cannot. */
export function document(value: unknown, name: string): string {
  try {
    return JSON.stringify(of(value, name)) ?? '';
  } catch {
    return '';
  }
}

/** A document as a tree; nothing where it is no JSON. */
export function parse(text: string): Uint8Array {
  try {
    return encode(JSON.parse(text), DOCUMENT_DEPTH);
  } catch {
    return new Uint8Array();
  }
}

/** A tree as a document. */
export const print = (tree: Uint8Array): string => JSON.stringify(decode(tree));

/** A reply as a tree; without the body where that is no JSON. */
export function encodeReply(head: object, text: string): Uint8Array {
  try {
    return encode({ ...head, body: JSON.parse(text) }, DOCUMENT_DEPTH + 1);
  } catch {
    return encode(head);
  }
}
