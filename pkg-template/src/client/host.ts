// What a pool and everything that it makes share: whom it asks, its storage, its `fetch`.
import { serviceOf } from 'client-service';
import { AuthError } from '../errors.js';
import type { Transport } from './http.js';
import { input, invalid } from './input.js';
import type { Call } from './run.js';
import { chooseStore, memory, type Store } from './storage.js';

export interface Host {
  readonly transport: Transport;
  /** What Rust knows of the pool; every call gets it. */
  readonly settings: object;
  /** What `JSON.stringify` shows of the pool. */
  readonly ids: object;
  readonly store: Store;
  /** What the keys of the storage begin with. */
  readonly prefix: string;
  /** The caller's `fetch`; without one, the platform's, looked up at each call. */
  readonly fetch: typeof fetch | undefined;
  /** What threat protection is told about the person. */
  readonly userContextData: unknown;
  readonly timeoutMs: number;
  readonly audienceOrigins: readonly string[] | undefined;
  /** The address of the auth proxy, where there is one. */
  readonly proxy: string | undefined;
  /** Whether the auth proxy was said to keep the tokens. */
  readonly keepsTokens: boolean;
  /** What managed login is told, as the caller passed it: `src/login` checks it. */
  readonly login: unknown;
  /** Told of every request, without what is secret. */
  readonly trace: ((entry: object) => void) | undefined;
  /** Whom an authenticator app names. */
  readonly issuer: string;
  /** Whether the storage is one user's own. */
  readonly isDetached?: true;
  /** Whether the pool was closed. */
  isClosed: boolean;
}

export const closed = (): AuthError => new AuthError('Closed', 'This object was closed: make a new one.');

/** The longest time for a call of what has no pool. */
export const DEFAULT_TIMEOUT_MS = 30_000;

/** Makes the host that these options describe. */
export function makeHost(options: unknown): Host {
  const given = input('pool', options);
  const {
    audienceOrigins,
    clientMetadata,
    custody,
    timeoutMs = DEFAULT_TIMEOUT_MS,
  } = given as {
    audienceOrigins?: string[];
    clientMetadata?: object;
    custody?: string;
    timeoutMs?: number;
  };
  const { settings, ...service } = serviceOf(given as Record<string, string>);
  let fetch: unknown;
  let login: unknown;
  let storage: unknown;
  let trace: unknown;
  try {
    ({ fetch, login, storage, trace } = options as Record<'fetch' | 'login' | 'storage' | 'trace', unknown>);
  } catch (cause) {
    throw invalid('The options must be readable.', cause);
  }
  for (const [name, value] of Object.entries({ fetch, trace }))
    if (typeof (value ?? makeHost) !== 'function') throw invalid(`\`${name}\` must be a function.`);
  return {
    ...service,
    settings: {
      ...settings,
      clientMetadata,
      deviceName:
        globalThis.navigator?.userAgent ||
        (NO_WASM && globalThis.navigator?.product === 'ReactNative' ? 'react-native' : 'nodejs'),
    },
    login,
    proxy: service.ids['proxy'],
    keepsTokens: custody === 'cookie',
    issuer: globalThis.location?.hostname || (Object.values(service.ids)[0] as string),
    timeoutMs,
    audienceOrigins: audienceOrigins?.map(originOf),
    userContextData: given['userContextData'],
    isClosed: false,
    fetch: (fetch as Host['fetch']) ?? undefined,
    trace: (trace as Host['trace']) ?? undefined,
    // Last, because it may write a probe: nothing is touched for options that are refused.
    store: chooseStore(storage),
  };
}

/** An origin as browsers write it. */
function originOf(text: string): string {
  try {
    const { hash, href, origin, protocol } = new URL(text);
    if (/^https?:$/.test(protocol) && !hash && href === `${origin}/`) return origin;
  } catch {
    // Not a URL: refused below.
  }
  throw invalid('`audienceOrigins` must be origins, such as https://api.example.com.');
}

/** What goes out as UserContextData: the call's own, else what the pool says of the person, else what the page collected. */
export function contextOf(
  { transport, userContextData }: Host,
  { access, method, options, user }: Call,
): object | undefined {
  if (access !== 'name' && !/^(signIn|refresh)$/.test(method)) return undefined;
  const given = options as { username?: string; userContextData?: unknown } | undefined;
  const name = given?.username ?? user ?? '';
  let data = given?.userContextData ?? userContextData ?? transport.context?.(name);
  if (typeof data === 'function') data = data(name);
  if (!data) return undefined;
  const { encodedData: EncodedData, ipAddress: IpAddress } = input('userContextData', data);
  return { EncodedData, IpAddress };
}

/** The same host with a memory of its own. */
export const detached = (host: Host): Host => Object.assign(Object.create(host), { store: memory(), isDetached: true });

/**
 * Calls `fetch`, and once more without what it refuses before it sends anything: a signal of another realm (jsdom's in Node), and
 * `redirect: 'error'` at the edge, where a redirect then comes back as it is.
 */
export async function fetchWith(
  fetch: typeof globalThis.fetch,
  url: RequestInfo,
  init: RequestInit,
): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    const message = String(error);
    if (/AbortSignal/.test(message)) return fetch(url, { ...init, signal: null });
    if (/redirect value/.test(message)) return fetch(url, { ...init, redirect: 'manual' });
    throw error;
  }
}

/** `fetch` as it is now, to be called with no `this`. */
export function fetchOf(host: Host | undefined): typeof fetch {
  const found = host?.fetch ?? globalThis.fetch;
  if (typeof found === 'function') return found;
  throw new AuthError('NotAvailable', '`fetch` is not available here: pass one as the option `fetch` of the pool.');
}
