// Between the platform's Request and Response and the plain ones that the engine knows.

/** A request as the engine takes it. */
export interface PlainRequest {
  method: string;
  scheme: string;
  host: string;
  path: string;
  query: string;
  headers: [string, string][];
  body: string | null;
  peer: string | null;
}

/** A response as the engine gives it. */
export interface PlainResponse {
  status: number;
  headers: [string, string][];
  body: string | null;
}

/** The platform's request, and what the engine knows of it before its body. */
export function read(request: Request, peer: string | null): PlainRequest {
  const url = new URL(request.url);
  return {
    method: request.method,
    scheme: url.protocol.slice(0, -1),
    host: url.host,
    path: url.pathname,
    query: url.search.slice(1),
    headers: [...request.headers],
    body: null,
    peer,
  };
}

/** The body as text; no more of it than one byte above the limit, which the engine refuses. */
export async function bodyOf(request: Request, limit: number): Promise<string | null> {
  if (!request.body) return null;
  const reader = request.body.getReader();
  const bytes = new Uint8Array(limit + 1);
  let length = 0;
  while (length <= limit) {
    const { done, value } = await reader.read();
    if (done) break;
    const part = value.subarray(0, limit + 1 - length);
    bytes.set(part, length);
    length += part.length;
  }
  if (length > limit) {
    reader.cancel().catch(() => {});
    return 'x'.repeat(length);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, length));
  } catch {
    // No JSON is spelled so.
    return '\uFFFD';
  }
}

/** The platform's response. */
export function respond({ status, headers, body }: PlainResponse): Response {
  return new Response(body, { status, headers });
}
