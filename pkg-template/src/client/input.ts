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

/** Values that say what another must be, and is not. `instanceof` would ask a proxy that somebody threw. */
const unfits = new WeakSet<object>();
const unfit = (what: string): never => {
  const error = new Error(what);
  unfits.add(error);
  throw error;
};

const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

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

/** What a required member must be, where "given" does not say enough. */
const NEEDS: Record<string, string> = {
  p: 'an object of strings with at least one member',
  l: 'an array of strings',
};

function checked({ kind, isRequired }: Member, value: unknown): unknown {
  switch (kind) {
    case 't':
    case 's':
      return filled(value);
    case 'k':
      return filled(value, TOKEN_LIMIT);
    case 'n':
      return typeof value === 'number' && value >= 0 && value < Infinity ? value : unfit('a number, not negative');
    case 'f':
      return typeof value === 'boolean' ? value : unfit('true or false');
    case 'm':
      return map(value);
    case 'p': {
      const pairs = map(value, isRequired ? NEEDS['p'] : undefined);
      return isRequired && !Object.keys(pairs).length ? unfit(NEEDS['p'] as string) : pairs;
    }
    case 'l': {
      const what = 'an array of strings';
      if (!Array.isArray(value)) return unfit(what);
      const { length } = value;
      if (!(length <= LIST_LIMIT)) unfit('shorter');
      // By index: an iterator of the caller's may never end.
      return Array.from({ length }, (_, index) => text(value[index], what) || unfit(what));
    }
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

/** Options of every call beside those of its method; none of those that answer at once, which nothing stops. */
const COMMON = ['signal', 'timeoutMs'];
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

/** An object of options, which may be left out where it need not be given. */
function record(options: unknown, isRequired: boolean): Record<string, unknown> {
  try {
    if (!isGiven(options) && !isRequired) return {};
    if (isRecord(options)) return options;
  } catch {
    // A proxy that was revoked.
  }
  throw invalid('This method takes one object of named options.');
}

/** Whether an argument stands in front of the options. */
export const hasArgument = (method: string): boolean =>
  (methods().get(method) as Method).members.some(({ isArgument }) => isArgument);

/** The checked arguments of a method, as plain data: those of the options, and the one in front of them. */
export function input(method: string, first: unknown, second?: unknown): Record<string, unknown> {
  const { members, traits } = methods().get(method) as Method;
  const taken: Record<string, unknown> = {};
  const options = record(hasArgument(method) ? second : first, /[op]/.test(traits));
  for (const member of members) {
    const { isArgument, isRequired, kind, name } = member;
    if (/[=x]/.test(kind)) continue;
    let value: unknown;
    try {
      value = isArgument ? first : options[name];
      if (!/[cuU]/.test(kind)) {
        if (isGiven(value)) taken[name] = checked(member, value);
        else if (isRequired) unfit(NEEDS[kind] ?? 'given');
      }
    } catch (error) {
      // Whatever else it says, a getter threw it.
      throw invalid(`\`${name}\` must be ${unfits.has(error as Error) ? (error as Error).message : 'readable'}.`);
    }
    if (kind === 'c') taken[name] = credential(value, isRequired);
    if (/u/i.test(kind) && isGiven(value))
      taken[name] = kind === 'U' && typeof value === 'function' ? value : input('userContextData', value);
  }
  // What is misspelled would be dropped in silence.
  const known = members.filter(({ isArgument, kind }) => !isArgument && kind !== '=').map(({ name }) => name);
  if (!AT_ONCE.test(method)) known.push(...COMMON);
  let names: string[];
  try {
    names = Object.keys(options);
  } catch {
    throw invalid('The options must be readable.');
  }
  const unknown = names.find((name) => !known.includes(name))?.slice(0, 40);
  if (unknown !== undefined) throw invalid(`Unknown option \`${unknown}\`${meant(unknown, known)}`);
  return taken;
}

/** The longest time for a call, as its options or else its pool say. */
export function timeoutMs(options: unknown, otherwise: number): number {
  const given = record(options, false);
  let value: unknown;
  try {
    value = given['timeoutMs'] ?? otherwise;
  } catch {
    throw invalid('`timeoutMs` must be readable.');
  }
  if (typeof value === 'number' && value >= 0 && value < Infinity) return value;
  throw invalid('`timeoutMs` must be a number, not negative.');
}
