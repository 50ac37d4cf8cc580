/// <reference types="node" />
// Who is signed in, for servers that render pages or have routes of their own: `AuthProxy.session`, `fetchAs`, and the person of `requireUser`.
import type { IncomingMessage } from 'node:http';
import type { ProxySession } from '../../types/server.js';
import { AuthError } from '../errors.js';
import type { Reading } from './engine-types.js';
import { type Incoming, incoming, type NodeRequest, nodePlace, type PlainResponse, rawPairs } from './request.js';

/** What a framework hands to its pages: a `Request`, Node's, or just the headers with the address. */
export type Source =
  | Request
  | IncomingMessage
  | { headers: Headers | Record<string, string>; url?: string; method?: string };

type Read = (request: Incoming, reading: Reading) => Promise<PlainResponse>;

/** What the engine answers. */
interface Found {
  token: string;
  claims: ProxySession['claims'];
  idClaims: ProxySession['idClaims'];
  expiresAt: number;
}

/** Whoever `requireUser` lets through. */
export interface Person {
  user: { claims: ProxySession['claims']; idClaims: ProxySession['idClaims'] };
  headers: Headers;
}

/** Nobody, with the cookies that remove what is left of a session. */
export interface Nobody {
  user: null;
  headers: Headers;
}

const NOTHING = { refresh: false, token: false, act: false };

export class Reader {
  /** Cookies of requests that were refreshed: whoever asks with the same object goes on with them. */
  readonly #refreshed = new WeakMap<object, string>();

  constructor(
    readonly read: Read,
    readonly fetch: typeof globalThis.fetch,
  ) {}

  async session(source: Source, options: { refresh?: boolean; clientId?: string } = {}): Promise<ProxySession | null> {
    const { clientId = null, refresh = false } = checked(options, ['refresh', 'clientId']);
    if (typeof refresh !== 'boolean') throw invalid('`refresh` must be true or false.');
    const found = await this.#find([source], { ...NOTHING, refresh, clientId });
    if (!found.token) return null;
    const { claims, expiresAt, headers, idClaims } = found;
    // A cookie must not show where a session is printed, or handed to a page.
    return Object.defineProperty({ claims, idClaims, expiresAt }, 'headers', { value: headers }) as ProxySession;
  }

  async fetchAs(
    source: Source,
    input: URL | string,
    init: RequestInit & { clientId?: string } = {},
  ): Promise<Response> {
    const url = whole(input);
    const { clientId = null, ...rest } = init;
    const found = await this.#find([source], { ...NOTHING, token: true, clientId });
    if (!found.token) throw new AuthError('NotSignedIn', 'Nobody is signed in: the request has no session.');
    if (found.expiresAt <= Date.now()) {
      const what =
        'The access token has expired: await `session(request, { refresh: true })` first, where cookies can be set.';
      throw new AuthError('NotSignedIn', what);
    }
    const headers = new Headers(rest.headers);
    headers.set('Authorization', `Bearer ${found.token}`);
    return this.fetch(url, { ...rest, headers });
  }

  /** Whoever is signed in and may act here; frameworks have several objects for one request. */
  async user(sources: readonly [Source, ...object[]], clientId: string | undefined): Promise<Person | Nobody> {
    const found = await this.#find(sources, { refresh: true, token: true, act: true, clientId: clientId ?? null });
    const { headers } = found;
    if (!found.token) return { user: null, headers };
    return { user: { claims: found.claims, idClaims: found.idClaims }, headers };
  }

  async #find(sources: readonly [Source, ...object[]], reading: Reading) {
    const [source] = sources;
    const request = requestOf(source, this.#refreshed.get(source));
    const { body, headers, status } = await this.read(request, reading);
    const answer = JSON.parse(body ?? '{}');
    if (status !== 200 && status !== 401) {
      const { code, message, retryable } = answer.error;
      const isOurs = code === 'InvalidRequest' || code === 'NotFound';
      throw new AuthError(isOurs ? 'InvalidArgument' : code, isOurs && code === 'NotFound' ? NO_POOL : message, {
        retryable,
        ...(retryable && { kind: 'server' }),
      });
    }
    const set = headers.filter(([name]) => name === 'Set-Cookie').map(([, value]) => value);
    const cookie = withCookies(cookieOf(request), set);
    if (set.length) for (const each of sources) this.#refreshed.set(each, cookie);
    const out = new Headers(set.map((value): [string, string] => ['Set-Cookie', value]));
    if (cookie) out.set('Cookie', cookie);
    const found: Partial<Found> = status === 200 ? answer : {};
    return { ...(found as Found), headers: out };
  }
}

const NO_POOL = 'No pool of the configuration answers at the host of this request, or has this `clientId`.';

const invalid = (message: string): AuthError => new AuthError('InvalidArgument', message);

/** Options without a typing error. */
export function checked<T extends object>(options: T, names: readonly string[]): T {
  if (typeof options !== 'object' || options === null) throw invalid('The options must be an object.');
  if (![Object.prototype, null].includes(Object.getPrototypeOf(options)))
    throw invalid('The options must be a plain object.');
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown === undefined) return options;
  throw invalid(`\`${unknown}\` is not an option. The options are ${names.map((name) => `\`${name}\``).join(', ')}.`);
}

const cookieOf = ({ headers }: Incoming): string =>
  headers
    .filter(([name]) => name === 'cookie')
    .map(([, value]) => value)
    .join('; ');

/** The cookies as the browser will have them when it has the answer. */
function withCookies(cookie: string, set: readonly string[]): string {
  const pairs = cookie.split(';').map((pair) => pair.trim());
  const fresh = set.map((line) => line.slice(0, line.indexOf(';')));
  const names = fresh.map((pair) => pair.slice(0, pair.indexOf('=') + 1));
  const kept = pairs.filter((pair) => pair && !names.some((name) => pair.startsWith(name)));
  return [...kept, ...fresh.filter((pair) => !pair.endsWith('='))].join('; ');
}

/** The request, as far as who is signed in depends on it. */
function requestOf(source: Source, cookie: string | undefined): Incoming {
  const request = read(source);
  if (cookie === undefined) return request;
  const others = request.headers.filter(([name]) => name !== 'cookie');
  return { ...request, headers: [...others, ['cookie', cookie]] };
}

/** What cannot be read is an error, and never nobody. */
function read(source: Source): Incoming {
  try {
    return source instanceof Request ? incoming(source, {}) : ofParts(source);
  } catch (cause) {
    const what =
      'Pass the request: a `Request`, Node’s, or an object with `headers`. This one has no readable headers, host or path.';
    throw new AuthError('InvalidArgument', what, { cause });
  }
}

function ofParts(source: Exclude<Source, Request>): Incoming {
  const node = source as Partial<NodeRequest>;
  const method = source.method ?? 'GET';
  if (typeof method !== 'string') throw new TypeError('method');
  const raw = node.rawHeaders;
  const headers = raw ? rawPairs(raw) : pairsOf(source.headers as HeadersInit);
  const plain = { ...NO_BODY, method, headers, peer: node.socket?.remoteAddress ?? null };
  if (raw) return { ...plain, ...nodePlace(node as NodeRequest) };
  // A path says nothing of a host: an address that does is taken as a whole, as of a `Request`.
  const host = headers.find(([name]) => name === 'host')?.[1] ?? 'localhost';
  const address = source.url ?? '/';
  const url = new URL(address.startsWith('/') ? `http://${host}/` : address);
  return {
    ...plain,
    scheme: url.protocol.slice(0, -1),
    host: url.host,
    target: address.startsWith('/') ? address : url.pathname + url.search,
  };
}

const NO_BODY = { body: null, signal: undefined, hasLeft: false };

/** Of `Headers`, of what is like them, or of a plain object; without HTTP/2's own names, which begin with a colon. */
function pairsOf(headers: HeadersInit): [string, string][] {
  if (typeof headers !== 'object' || headers === null) throw new TypeError('headers');
  if (Symbol.iterator in headers) return [...new Headers(headers)];
  if (typeof (headers as unknown as Headers).get === 'function') {
    const found = ['cookie', 'authorization', 'host', 'origin', 'sec-fetch-site', 'x-auth-csrf'].map((name) => [
      name,
      (headers as unknown as Headers).get(name),
    ]);
    return found.filter((pair): pair is [string, string] => typeof pair[1] === 'string');
  }
  const own = Object.entries(headers).filter(([name, value]) => name[0] !== ':' && value !== undefined);
  return own.map(([name, value]) => [name.toLowerCase(), String(value)]);
}

/** An address that a token may be sent to. */
function whole(input: URL | string): URL {
  const url = URL.canParse(String(input)) ? new URL(String(input)) : undefined;
  const isHere = url && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isHere);
  if (url && isSafe && !url.username && !url.password) return url;
  throw invalid('The address must be absolute, https (or http on this machine), and without a user name or password.');
}
