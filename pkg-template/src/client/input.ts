// What callers pass, of which nothing is believed: getters throw, proxies are revoked, lists are endless.
import { AuthError } from '../errors.js';
import { type Member, type Method, methods } from './methods.js';

/** The longest text of a name, a code, a password or an attribute, in characters. The service's own limits are lower. */
const TEXT_LIMIT = 2_048;
/** The longest token; real ones stay below 10,000. */
const TOKEN_LIMIT = 131_072;
const LIST_LIMIT = 1_000;

export const invalid = (message: string, cause?: unknown): AuthError =>
  new AuthError('InvalidArgument', message, { cause });

/** What a value must be, and is not. */
class Unfit extends Error {}
const unfit = (what: string): never => {
  throw new Unfit(what);
};

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function text(value: unknown, what: string, limit = TEXT_LIMIT): string {
  if (typeof value !== 'string') return unfit(what);
  // In characters, where units are too many; but a text without end is not counted.
  if (value.length > limit && (value.length > 2 * limit || [...value].length > limit)) unfit('shorter');
  // Half a surrogate pair would arrive changed.
  if (/\p{Surrogate}/u.test(value)) unfit('well-formed Unicode');
  return value;
}

function filled(value: unknown, limit?: number): string {
  return text(value, 'a string', limit) || unfit('a string that is not empty');
}

/** A map of strings; an empty one is a value. */
function map(value: unknown, what = 'an object of strings'): Record<string, string> {
  if (!isRecord(value)) return unfit(what);
  const entries = Reflect.ownKeys(value).map((key) => [text(key, what), text(value[key as string], what)]);
  return Object.fromEntries(entries);
}

const NOT_EMPTY = 'an object of strings with at least one member';

function checked({ kind, isRequired }: Member, value: unknown): unknown {
  switch (kind) {
    case 't':
      return filled(value);
    case 'k':
      return filled(value, TOKEN_LIMIT);
    case 's':
      return filled(value);
    case 'n':
      return typeof value === 'number' && value >= 0 && value < Infinity ? value : unfit('a number, not negative');
    case 'f':
      return typeof value === 'boolean' ? value : unfit('true or false');
    case 'm':
      return map(value);
    case 'p': {
      const pairs = map(value, isRequired ? NOT_EMPTY : undefined);
      return isRequired && !Object.keys(pairs).length ? unfit(NOT_EMPTY) : pairs;
    }
    case 'l': {
      const what = 'an array of strings';
      if (!Array.isArray(value)) return unfit(what);
      if (value.length > LIST_LIMIT) unfit('shorter');
      return Array.from(value, (item) => text(item, what) || unfit(what));
    }
    case 'u':
      return input('userContextData', value);
    default:
      return value;
  }
}

/** A credential as text; nothing for what is none. */
function credential(value: unknown, isRequired: boolean): unknown {
  let document: string | undefined;
  try {
    document = typeof value === 'string' ? value : JSON.stringify(value);
    if (!isRequired) return document || undefined;
    const parsed = JSON.parse(document as string);
    if (parsed.id && typeof parsed.id === 'string') return parsed;
  } catch {
    // As for everything else that has no id.
  }
  if (!isRequired) return undefined;
  throw invalid('`credential` must be what navigator.credentials.create gave, or its JSON.');
}

/** Options of every call beside those of its method. */
const COMMON = ['signal', 'timeoutMs'];
/** Methods that answer at once: nothing stops them. */
const AT_ONCE = /^(pool|tokens|isValid|userContextData)$/;

/** The member that was meant, as far as one can tell: the one that begins alike the longest. */
function meant(name: string, known: string[]): string {
  const alike = (other: string): number => {
    let length = 0;
    while (length < other.length && other[length]?.toLowerCase() === name[length]?.toLowerCase()) length++;
    return length;
  };
  const [closest = ''] = known.sort((a, b) => alike(b) - alike(a));
  return alike(closest) > 2 ? `: did you mean \`${closest}\`?` : '.';
}

/** The checked arguments of a method, as plain data: those of the options, and the one in front of them. */
export function input(method: string, first: unknown, second?: unknown): Record<string, unknown> {
  const { members, traits } = methods().get(method) as Method;
  const taken: Record<string, unknown> = {};
  const argument = members.find((member) => member.isArgument);
  const options = argument ? second : first;
  let given: Record<string, unknown> = {};
  try {
    if (options !== undefined && options !== null) {
      if (!isRecord(options)) throw 0;
      given = options;
    } else if (/[op]/.test(traits)) throw 0;
  } catch {
    throw invalid('This method takes one object of named options.');
  }
  for (const member of members) {
    const { isArgument, isRequired, kind, name } = member;
    if (kind === '=' || kind === 'x') continue;
    try {
      const value = isArgument ? first : given[name];
      if (kind === 'c') taken[name] = credential(value, isRequired);
      else if (value !== undefined && value !== null) taken[name] = checked(member, value);
      else if (isRequired) unfit(kind === 'p' ? NOT_EMPTY : kind === 'l' ? 'an array of strings' : 'given');
    } catch (error) {
      if (error instanceof AuthError) throw error;
      throw invalid(`\`${name}\` must be ${error instanceof Unfit ? error.message : 'readable'}.`);
    }
  }
  known(given, method, members);
  return taken;
}

/** Refuses members that nobody reads: what is misspelled would be dropped in silence. */
function known(given: object, method: string, members: readonly Member[]): void {
  const names = members.filter(({ isArgument, kind }) => !isArgument && kind !== '=').map(({ name }) => name);
  if (!AT_ONCE.test(method)) names.push(...COMMON);
  let unknown: string | undefined;
  try {
    unknown = Object.keys(given).find((name) => !names.includes(name));
  } catch {
    throw invalid('The options must be readable.');
  }
  if (unknown !== undefined) throw invalid(`There is no option \`${unknown.slice(0, 40)}\`${meant(unknown.slice(0, 40), names)}`);
}

/** The longest time for a call, as its options or else its pool say. */
export function timeoutMs(options: unknown, otherwise: number): number {
  let value: unknown;
  try {
    value = (options as { timeoutMs?: unknown } | null | undefined)?.timeoutMs ?? otherwise;
  } catch {
    throw invalid('`timeoutMs` must be readable.');
  }
  if (typeof value === 'number' && value >= 0 && value < Infinity) return value;
  throw invalid('`timeoutMs` must be a number, not negative.');
}
