// The class that tells whether a token is one of a user pool's.
import { VerifierEngine } from 'server-glue';
import type { DenyList, RequireUserOptions, TokenVerifierOptions } from '../../types/server.js';
import { AuthError } from '../errors.js';
import { nodeCrypto } from '../platform.js';
import { intelligibly } from './auth-proxy.js';
import { isSignedInNode, KeySet } from './key-set.js';
import type { Person, Source } from './reader.js';
import { type Guard, requireUser } from './require-user.js';

type Claims = Record<string, unknown>;
type Check = (claims: Claims) => unknown;

/** A user pool whose tokens are verified. */
interface Pool {
  keys: KeySet;
  denyList: DenyList | undefined;
  check: Check | undefined;
}

/** A token, and what its header and issuer say of it. */
interface Candidate {
  token: string;
  /** The pool's number. */
  index: number;
  pool: Pool;
  kid: string;
  /** Whether its header was seen in a good token. */
  isKnown: boolean;
}

const KNOWN: readonly string[] = [
  'userPoolId',
  'clientId',
  'tokenUse',
  'groups',
  'scopes',
  'acr',
  'maxAgeSeconds',
  'leewaySeconds',
  'issuer',
  'jwks',
  'jwksUri',
  'denyList',
  'check',
  'fetch',
];
/** A pool signs with one of two keys; headers of forged tokens never get in. */
const MAX_HEADERS = 4;
/** The engine looks at no longer ones. */
const MAX_LENGTH = 16_384;

export class TokenVerifier {
  readonly #engine: VerifierEngine;
  readonly #pools: Pool[];
  /** Headers with their dot that came with a good signature, and the key's id in each. With several pools there are none: the issuer chooses. */
  readonly #headers: { start: string; kid: string }[] = [];

  constructor(options: TokenVerifierOptions | readonly TokenVerifierOptions[]) {
    const list = Array.isArray(options) ? options : [options];
    const parts = list.map((one, index) => partsOf(one, Array.isArray(options) ? `[${index}].` : ''));
    const plain = parts.map(({ plain }) => plain);
    this.#engine = intelligibly(() => new VerifierEngine(json(Array.isArray(options) ? plain : plain[0])));
    this.#pools = parts.map(({ jwks, fetch, prefix, ...rest }, index) => ({
      ...rest,
      keys: jwks === undefined ? new KeySet(this.#engine.jwks(index), fetch) : given(jwks, fetch, prefix),
    }));
  }

  /** Downloads the keys now. */
  async hydrate(): Promise<void> {
    await Promise.all(this.#pools.map(({ keys }) => keys.hydrate())).catch(() => {
      throw unreachable();
    });
  }

  async verify(credential: string | null | undefined): Promise<Claims> {
    const candidate = this.#candidate(credential);
    const { pool, kid, token } = candidate;
    const good = isSignedByHeld(candidate) ?? (await pool.keys.verify(kid, token));
    if (good === undefined) throw unreachable();
    const claims = this.#claims(candidate, good);
    const { keys, ...holder } = pool.denyList ? this.#engine.denialMarks(token) : { keys: [] };
    if (await pool.denyList?.has(keys, holder))
      throw new AuthError('TokenRefused', 'The token was denied: it leaked, or its session was ended.');
    if (pool.check) await checked(async () => outcome(await pool.check?.(claims)));
    return claims;
  }

  verifySync(credential: string | null | undefined): Claims {
    if (!nodeCrypto)
      throw new AuthError('NotAvailable', 'Only Node verifies signatures synchronously: use `verify` here.');
    const candidate = this.#candidate(credential);
    const { pool } = candidate;
    if (pool.denyList) throw new AuthError('NotAvailable', 'A deny list is asked asynchronously: use `verify`.');
    const good = isSignedByHeld(candidate);
    if (good === undefined && pool.keys.isEmpty)
      throw new AuthError('NotAvailable', 'There are no keys yet: await `hydrate()` first, or pass `jwks`.');
    // A key that is not known may be new: then it is there for one of the next tokens.
    if (good === undefined) pool.keys.lookFor();
    const claims = this.#claims(candidate, good === true);
    if (pool.check) checked(() => outcome(atOnce(pool.check?.(claims))));
    return claims;
  }

  requireUser(options?: RequireUserOptions): Guard {
    return requireUser(([request]) => this.#user(request), options, ['groups', 'scopes']);
  }

  /** Whoever a request's bearer token is of. */
  async #user(request: Source): Promise<Person> {
    const { headers } = request as { headers: Headers | Record<string, string | undefined> };
    const credential = headers instanceof Headers ? headers.get('authorization') : headers?.authorization;
    if (!/^bearer /i.test(credential ?? ''))
      throw new AuthError('NotSignedIn', 'Send the header `Authorization: Bearer` with the token.');
    const claims = (await this.verify(credential)) as Person['user']['claims'];
    return { user: { claims, idClaims: null }, headers: new Headers() };
  }

  #candidate(credential: unknown): Candidate {
    const token = tokenOf(credential);
    const known = this.#headers.find(({ start }) => token.startsWith(start));
    if (known) return { token, index: 0, pool: this.#pools[0] as Pool, kid: known.kid, isKnown: true };
    if (/[^\w.-]/.test(token)) throw new AuthError('TokenRefused', `Not a JWT. ${PASS}`);
    const kid = intelligibly(() => this.#engine.keyId(bytesOf(token)), 'TokenRefused');
    // A token of a foreign pool makes nobody look for its key.
    const index = intelligibly(() => this.#engine.poolOf(bytesOf(token)), 'TokenRefused');
    return { token, index, pool: this.#pools[index] as Pool, kid, isKnown: false };
  }

  #claims({ token, index, kid, isKnown }: Candidate, good: boolean): Claims {
    const claims = intelligibly(() => this.#engine.claims(index, bytesOf(token), good, Date.now()), 'TokenRefused');
    if (!isKnown && this.#pools.length === 1 && this.#headers.length < MAX_HEADERS)
      this.#headers.push({ start: token.slice(0, token.indexOf('.') + 1), kid });
    return JSON.parse(claims);
  }
}

Object.defineProperties(TokenVerifier.prototype, {
  [Symbol.toStringTag]: { value: 'TokenVerifier' },
  // Vue leaves an object with this mark as it is; its proxies cannot reach private fields.
  __v_skip: { value: true },
});

/** Undefined where the key is not there, or only a promise tells. */
function isSignedByHeld({ token, pool, kid }: Candidate): boolean | undefined {
  const key = nodeCrypto && pool.keys.held(kid);
  if (!key) return undefined;
  const dot = token.lastIndexOf('.');
  return isSignedInNode(key, bytesOf(token).subarray(0, dot), token.slice(dot + 1));
}

const encoder = new TextEncoder();
/** Used again for each token, because bytes of its own would take several times as long to make. */
const scratch = new Uint8Array(MAX_LENGTH);
let encoded = '';
let length = 0;

/** The bytes of a token, until the next call; none for one that is too long, or has other letters than ASCII's. */
function bytesOf(token: string): Uint8Array {
  if (token !== encoded) {
    const { read, written } = encoder.encodeInto(token, scratch);
    encoded = token;
    length = read === token.length && written === read ? written : 0;
  }
  return scratch.subarray(0, length);
}

/** The token in what was passed: itself, or the value of the header `Authorization`. */
function tokenOf(credential: unknown): string {
  if (typeof credential !== 'string' || credential === '') throw new AuthError('TokenRefused', `No token. ${PASS}`);
  const token = credential[6] === ' ' && /^bearer/i.test(credential) ? credential.slice(7) : credential;
  return token;
}

const PASS = 'Pass the JWT, or the value of the header `Authorization`: `Bearer`, one space, the JWT.';

/** What goes to the engine, and what stays here. */
function partsOf(options: unknown, prefix: string) {
  if (typeof options !== 'object' || options === null)
    throw invalid('The options must be an object, or a list of them.');
  const { jwks, denyList, check, fetch, ...plain } = options as TokenVerifierOptions;
  const unknown = Object.keys(plain).find((name) => !KNOWN.includes(name));
  if (unknown !== undefined) throw invalid(`\`${prefix}${unknown}\` is not an option${meant(unknown)}`);
  const isFunction = (value: unknown) => value === undefined || typeof value === 'function';
  if (!isFunction(check)) throw invalid(`\`${prefix}check\` must be a function.`);
  if (!isFunction(fetch)) throw invalid(`\`${prefix}fetch\` must be a function.`);
  if (denyList !== undefined && typeof denyList?.has !== 'function')
    throw invalid(`\`${prefix}denyList\` must have a method \`has\`.`);
  if (jwks !== undefined && plain.jwksUri !== undefined)
    throw invalid(`Pass \`${prefix}jwks\` or \`${prefix}jwksUri\`, not both.`);
  const platform: typeof globalThis.fetch = (...args) => globalThis.fetch(...args);
  return { prefix, plain, jwks, denyList, check: check as Check | undefined, fetch: fetch ?? platform };
}

/** The option that was meant, as far as one can tell: the same in other letters. */
function meant(name: string): string {
  const bare = (text: string) => text.toLowerCase().replace(/[^a-z]|s$|seconds$/g, '');
  const close = KNOWN.find((known) => bare(known) === bare(name));
  return close
    ? `: did you mean \`${close}\`?`
    : `. The options are ${KNOWN.map((known) => `\`${known}\``).join(', ')}.`;
}

function json(plain: unknown): string {
  try {
    // What JSON would leave out in silence is told by the engine to be of the wrong kind.
    return JSON.stringify(plain, (_, value) => (/function|symbol|bigint/.test(typeof value) ? {} : value));
  } catch {
    throw invalid('The options must be plain data, apart from `check`, `denyList` and `fetch`.');
  }
}

/** Keys as a value. */
function given(jwks: unknown, fetch: typeof globalThis.fetch, prefix: string): KeySet {
  try {
    if (typeof jwks === 'object' && jwks !== null) return new KeySet(jwks, fetch);
  } catch {
    // There is no key in it that could be used.
  }
  const what = 'must be a key set, `{ keys: [...] }`, with an RSA key for RS256 of 2048 bits or more';
  throw invalid(`\`${prefix}jwks\` ${what}.`);
}

/** Runs a check of the caller's: what it throws refuses the token. */
function checked<T>(check: () => T): T {
  const refused = (cause: unknown): never => {
    if (cause instanceof Unfit) throw cause.error;
    throw new AuthError('TokenRefused', 'The option `check` refused the token.', { cause });
  };
  try {
    const result = check();
    return (result instanceof Promise ? result.catch(refused) : result) as T;
  } catch (error) {
    return refused(error);
  }
}

/** An error that is no refusal. */
class Unfit {
  constructor(readonly error: AuthError) {}
}

/** Checks throw; one that answers `false` meant the same. */
function outcome(result: unknown): void {
  if (result === false) throw new Error('The check returned false.');
}

function atOnce(result: unknown): unknown {
  if (typeof (result as PromiseLike<unknown> | undefined)?.then !== 'function') return result;
  Promise.resolve(result).catch(() => {});
  throw new Unfit(new AuthError('NotAvailable', 'The option `check` is asynchronous: use `verify`.'));
}

const invalid = (message: string): AuthError => new AuthError('InvalidArgument', message);

const unreachable = (): AuthError =>
  new AuthError(
    'NetworkError',
    'The keys of the user pool cannot be downloaded. Check the connection and the pool id.',
    {
      kind: 'network',
      retryable: true,
    },
  );
