// Passes a request on to the app's own API, and its answer back.

/** What the engine says of the way on. */
export interface Forward {
  url: string;
  headers: [string, string][];
  /** Headers of the request that must not go on. */
  without: string[];
  /** Headers for the answer. */
  back: [string, string][];
}

/** Headers of an answer that concern the other connection, or would speak for this server. */
const NOT_BACK = [
  'connection',
  'content-encoding',
  'content-length',
  'keep-alive',
  'proxy-authenticate',
  'set-cookie',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

export async function forward(fetch: typeof globalThis.fetch, request: Request, way: Forward, signal: AbortSignal) {
  const headers = new Headers(request.headers);
  const named = (headers.get('connection') ?? '').split(',').map((name) => name.trim());
  for (const name of [...way.without, ...named]) if (/^[\w-]+$/.test(name)) headers.delete(name);
  for (const [name, value] of way.headers) headers.set(name, value);
  const init = { method: request.method, headers, body: request.body, redirect: 'manual', signal, duplex: 'half' };
  const reply = await fetch(way.url, init as RequestInit);
  const back = new Headers(reply.headers);
  for (const name of [...NOT_BACK, ...[...back.keys()].filter((name) => name.startsWith('access-control-'))])
    back.delete(name);
  for (const [name, value] of way.back) {
    // Whether its answers may be kept is the API's to say; a session that is sealed anew may not.
    if (name === 'Set-Cookie') back.append(name, value);
    else if (name !== 'Cache-Control' || !back.has(name)) back.set(name, value);
  }
  if (way.back.some(([name]) => name === 'Set-Cookie')) back.set('Cache-Control', 'no-store');
  const empty = reply.status === 204 || reply.status === 205 || reply.status === 304;
  return new Response(empty ? null : reply.body, { status: reply.status, headers: back });
}
