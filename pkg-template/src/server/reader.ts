/// <reference types="node" />
// Who is signed in, for servers that render pages or have routes of their own: `AuthProxy.session`, `fetchAs`, and the person of `requireUser`.
import type { IncomingMessage } from 'node:http';
import type { ProxySession } from '../../types/server.js';
import { AuthError } from '../errors.js';
import type { Reading } from './engine-types.js';
import { type Incoming, incoming, type PlainResponse, rawPairs } from './request.js';

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

export class Reader {
  /** Cookies of requests that were refreshed: whoever asks with the same object goes on with them. */
  readonly #refreshed = new WeakMap<object, string>();

  constructor(
    readonly read: Read,
    readonly fetch: typeof globalThis.fetch,
  ) {}

  async session(source: Source, { refresh = false }: { refresh?: boolean } = {}): Promise<ProxySession | null> {
    const found = await this.#find(source, { refresh, token: false, act: false });
    if (!found) return null;
    const { claims, expiresAt, headers, idClaims } = found;
    // A cookie must not show where a session is printed, or handed to a page.
    return Object.defineProperty({ claims, idClaims, expiresAt }, 'headers', { value: headers }) as ProxySession;
  }

  async fetchAs(source: Source, input: URL | string, init: RequestInit = {}): Promise<Response> {
    const url = whole(input);
    const found = await this.#find(source, { refresh: false, token: true, act: false });
    if (!found) throw new AuthError('NotSignedIn', 'Nobody is signed in: the request has no session.');
    if (found.expiresAt <= Date.now()) {
      const what =
        'The access token has expired: await `session(request, { refresh: true })` first, where cookies can be set.';
      throw new AuthError('NotSignedIn', what);
    }
    const headers = new Headers(init.headers);
    headers.set('Authorization', `Bearer ${found.token}`);
    return this.fetch(url, { ...init, headers });
  }

  /** Whoever is signed in and may act here. Rejects with the refusal. */
  async user(source: Source): Promise<Person> {
    const found = await this.#find(source, { refresh: true, token: true, act: true });
    if (!found) throw new AuthError('NotSignedIn', 'Nobody is signed in, or the session has ended: sign in again.');
    return { user: { claims: found.claims, idClaims: found.idClaims }, headers: found.headers };
  }

  async #find(source: Source, reading: Reading) {
    const request = requestOf(source, this.#refreshed.get(source));
    const { body, headers, status } = await this.read(request, reading);
    const answer = JSON.parse(body ?? '{}');
    if (status === 401) return null;
    if (status !== 200) {
      const { code, message, retryable } = answer.error;
      throw new AuthError(code, message, { retryable, ...(retryable && { kind: 'server' }) });
    }
    const set = headers.filter(([name]) => name === 'Set-Cookie').map(([, value]) => value);
    const cookie = withCookies(cookieOf(request), set);
    if (set.length) this.#refreshed.set(source, cookie);
    const out = new Headers(set.map((value): [string, string] => ['Set-Cookie', value]));
    if (cookie) out.set('Cookie', cookie);
    return { ...(answer as Found), headers: out };
  }
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
  const request = source instanceof Request ? incoming(source, {}) : ofParts(source);
  if (cookie === undefined) return request;
  const others = request.headers.filter(([name]) => name !== 'cookie');
  return { ...request, headers: [...others, ['cookie', cookie]] };
}

function ofParts(source: Exclude<Source, Request>): Incoming {
  const given = source?.headers;
  if (typeof given !== 'object' || given === null)
    throw new AuthError('InvalidArgument', 'Pass the request: an object with `headers`.');
  const headers = headersOf(source);
  const hostHeader = headers.find(([name]) => name === 'host')?.[1] ?? 'localhost';
  const isSecure = (source as Partial<IncomingMessage>).socket && 'encrypted' in (source as IncomingMessage).socket;
  const base = `${isSecure ? 'https' : 'http'}://${hostHeader}`;
  const address = source.url ?? '/';
  const url = URL.canParse(address, base) ? new URL(address, base) : new URL(base);
  return {
    method: source.method ?? 'GET',
    scheme: url.protocol.slice(0, -1),
    host: url.host,
    target: url.pathname + url.search,
    headers,
    body: null,
    signal: undefined,
    hasLeft: false,
    peer: null,
  };
}

function headersOf(source: Exclude<Source, Request>): [string, string][] {
  const raw = (source as Partial<IncomingMessage>).rawHeaders;
  return raw ? rawPairs(raw) : [...new Headers(source.headers as HeadersInit)];
}

/** An address that a token may be sent to. */
function whole(input: URL | string): URL {
  const url = URL.canParse(String(input)) ? new URL(String(input)) : undefined;
  const isHere = url && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isHere)) return url;
  throw new AuthError('InvalidArgument', 'The address must be absolute, and https, or http on this machine.');
}
