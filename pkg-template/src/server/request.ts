// Between the platform's Request and Response and the plain ones that the engine knows.

/** A request as the engine takes it. */
export interface PlainRequest {
  method: string;
  scheme: string;
  host: string;
  path: string;
  query: string;
  headers: [string, string][];
  peer: string | null;
}

/** A response as the engine gives it. */
export interface PlainResponse {
  status: number;
  headers: [string, string][];
  body: string | null;
}

/**
 * The platform's request as the engine takes it. `target` is its raw target, where the server knows that: a `Request` has resolved
 * `.` and `..`, and turned `\\` into `/`, before anybody can look.
 */
export function read(request: Request, peer: string | null, target: string | undefined): PlainRequest {
  const url = new URL(request.url);
  const at = target?.indexOf('?') ?? -1;
  return {
    method: request.method,
    scheme: url.protocol.slice(0, -1),
    host: url.host,
    path: target === undefined ? url.pathname : at < 0 ? target : target.slice(0, at),
    query: target === undefined ? url.search.slice(1) : at < 0 ? '' : target.slice(at + 1),
    headers: [...request.headers],
    peer,
  };
}

/** The body as text; no more of it than one byte above the limit, which the engine refuses. Nothing when the signal comes first. */
export async function bodyOf(request: Request, limit: number, signal: AbortSignal): Promise<string | undefined> {
  if (!request.body) return '';
  const reader = request.body.getReader();
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

/** The platform's response. */
export function respond({ status, headers, body }: PlainResponse): Response {
  return new Response(body, { status, headers });
}
