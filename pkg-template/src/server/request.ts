// Between the platform's Request and Response and the plain ones that the engine knows.

import type { Request as Plain, Response as PlainResponse } from './engine-types.js';

export type { PlainResponse };

export interface Init extends RequestInit {
  remoteAddress?: string | undefined;
  /** The target of the request as it came, byte for byte, where a server knows it. */
  target?: string | undefined;
}

/** A request as it came, whatever brought it. The platform's `Request` is made only where somebody needs it: it is half of what a call costs. */
export interface Incoming {
  readonly method: string;
  /** `https` or `http`. */
  readonly scheme: string;
  readonly host: string;
  /** Path and query; byte for byte as they came, where the server knows. */
  readonly target: string;
  /** Names in small letters. */
  readonly headers: [string, string][];
  readonly body: ReadableStream<Uint8Array> | null;
  /** Ends when the client leaves. */
  readonly signal: AbortSignal | undefined;
  /** Whether the client has left. */
  readonly hasLeft: boolean;
  readonly peer: string | null;
}

/** Of what `fetch` takes. A `Request` has resolved `.` and `..`, and turned `\\` into `/`, before anybody can look. */
export function incoming(input: Request | URL | string, { remoteAddress, target, ...init }: Init): Incoming {
  const isPlain = !(input instanceof Request) && !init.body && !init.signal;
  const given = isPlain
    ? undefined
    : input instanceof Request && !Object.keys(init).length
      ? input
      : new Request(input, init);
  const { host, pathname, protocol, search } = new URL(given?.url ?? String(input));
  return {
    method: given?.method ?? init.method?.toUpperCase() ?? 'GET',
    scheme: protocol.slice(0, -1),
    host,
    target: target ?? pathname + search,
    headers: [...(given?.headers ?? new Headers(init.headers))],
    body: given?.body ?? null,
    signal: given?.signal,
    get hasLeft() {
      return given?.signal.aborted ?? false;
    },
    peer: remoteAddress ?? null,
  };
}

/** Node's headers byte for byte: what it joins is no more as it came. */
export function rawPairs(raw: readonly string[]): [string, string][] {
  const pairs: [string, string][] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const [name, value] = raw.slice(index, index + 2) as [string, string];
    // What begins with a colon is HTTP/2's own.
    if (name[0] !== ':') pairs.push([name.toLowerCase(), value]);
  }
  return pairs;
}

/** Also a request of HTTP/2 by Node's compatibility API, and what Express makes of one. */
export interface NodeRequest {
  readonly rawHeaders: readonly string[];
  readonly headers: object;
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly originalUrl?: string | undefined;
  readonly authority?: string | undefined;
  readonly socket?: { readonly remoteAddress?: string | undefined; readonly encrypted?: boolean } | null;
}

/**
 * Where a request of Node's goes, as it came. Scheme and host are the connection's and the header's alone. It throws for what has no path, and
 * for a target that names another host.
 */
export function nodePlace(request: NodeRequest): { scheme: string; host: string; target: string } {
  const scheme = request.socket?.encrypted === true ? 'https' : 'http';
  // As it came: whatever reads it next may resolve dots, and take a backslash for a slash.
  const target = request.originalUrl ?? request.url ?? '/';
  // A proxy's form of a request names a host in its path; nothing here lies behind one.
  if (!target.startsWith('/')) throw new TypeError('no path');
  const named = request.authority || rawPairs(request.rawHeaders).find(([name]) => name === 'host')?.[1];
  const { host, origin } = new URL(`${scheme}://${named || 'localhost'}`);
  // No path is read as a host. What cannot be read at all, the proxy refuses.
  if (URL.canParse(origin + target) && new URL(origin + target).host !== host) throw new TypeError('another host');
  return { scheme, host, target };
}

/** As the engine takes it. */
export function plain({ headers, host, method, peer, scheme, target }: Incoming): Plain {
  const at = target.indexOf('?');
  const [path, query] = at < 0 ? ([target, ''] as const) : ([target.slice(0, at), target.slice(at + 1)] as const);
  return { method, scheme, host, path, query, headers, peer };
}

/** The body as text; no more of it than one byte above the limit, which the engine refuses. Nothing when the signal comes first. */
export async function bodyOf(
  body: ReadableStream<Uint8Array>,
  limit: number,
  signal: AbortSignal,
): Promise<string | undefined> {
  const reader = body.getReader();
  const stopped = new Promise<undefined>((resolve) => {
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  const parts: Uint8Array[] = [];
  let length = 0;
  while (length <= limit) {
    const next = signal.aborted ? undefined : await Promise.race([reader.read(), stopped]);
    if (!next) {
      reader.cancel().catch(() => {});
      return undefined;
    }
    if (next.done) break;
    parts.push(next.value);
    length += next.value.length;
  }
  if (length > limit) {
    reader.cancel().catch(() => {});
    return 'x'.repeat(limit + 1);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // No JSON is spelled so.
    return '\uFFFD';
  }
}

/** What a server writes: our own answers plainly, those of upstreams as they stream. */
export type Answer = PlainResponse | Response;

/** The platform's response. */
export function respond(answer: Answer): Response {
  if (answer instanceof Response) return answer;
  const { body, headers, status } = answer;
  return new Response(body, { status, headers });
}
