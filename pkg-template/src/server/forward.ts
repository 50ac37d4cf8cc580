// Passes a request on to the app's own API, and its answer back.

import type { Forward } from './engine-types.js';
import type { Incoming } from './request.js';

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

/** How long an upstream may take. */
export interface Patience {
  /** Until the head of its answer, after the last part of the request's body. */
  readonly timeoutMs: number;
  /** Between two parts of the answer's body. */
  readonly idleMs: number;
}

/** Passes a request on. It rejects with `TimeoutError` when the head of the answer does not come in time; `done` is called when all is over. */
export async function forward(
  fetch: typeof globalThis.fetch,
  request: Incoming,
  way: Forward,
  { idleMs, timeoutMs }: Patience,
  done: () => void,
): Promise<Response> {
  // Held by the streams below as long as they live: a signal that nobody holds is collected, and its timer with it.
  const stop = new AbortController();
  const leave = (): void => stop.abort(request.signal?.reason);
  const late = (): void => stop.abort(new DOMException('The upstream is late.', 'TimeoutError'));
  let timer = setTimeout(late, timeoutMs);
  let isOver = false;
  const wait = (ms: number): void => {
    if (isOver) return;
    clearTimeout(timer);
    timer = setTimeout(late, ms);
  };
  const end = (): void => {
    isOver = true;
    clearTimeout(timer);
    request.signal?.removeEventListener('abort', leave);
    done();
  };
  request.signal?.addEventListener('abort', leave);
  try {
    if (request.hasLeft) leave();
    const headers = new Headers(request.headers);
    const named = (headers.get('connection') ?? '').split(',').map((name) => name.trim());
    for (const name of [...way.without, ...named]) if (/^[\w-]+$/.test(name)) headers.delete(name);
    for (const [name, value] of way.headers) headers.set(name, value);
    const { signal } = stop;
    const body = request.body && watched(request.body, signal, () => wait(timeoutMs));
    const init = { method: request.method, headers, body, redirect: 'manual', signal, duplex: 'half' };
    const reply = await fetch(way.url, init as RequestInit);
    const empty = !reply.body || reply.status === 204 || reply.status === 205 || reply.status === 304;
    if (empty) end();
    else wait(idleMs);
    const back = empty || !reply.body ? null : watched(reply.body, signal, () => wait(idleMs), end);
    return new Response(back, { status: reply.status, headers: headersBack(reply.headers, way.back) });
  } catch (error) {
    end();
    throw stop.signal.aborted ? stop.signal.reason : error;
  }
}

/** The same stream, until the signal breaks it; `onPart` is called with each part, `onEnd` when there are no more. */
function watched(
  stream: ReadableStream<Uint8Array>,
  signal: AbortSignal,
  onPart: () => void,
  onEnd: () => void = () => {},
): ReadableStream<Uint8Array> {
  const reader = stream.getReader();
  return new ReadableStream<Uint8Array>({
    start(controller) {
      signal.addEventListener('abort', () => {
        onEnd();
        controller.error(signal.reason);
        reader.cancel(signal.reason).catch(() => {});
      });
    },
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        onPart();
        if (!done) return controller.enqueue(value);
        onEnd();
        controller.close();
      } catch (error) {
        onEnd();
        controller.error(error);
      }
    },
    async cancel(reason) {
      onEnd();
      await reader.cancel(reason);
    },
  });
}

/** What the answer's headers are on their way back. */
function headersBack(given: Headers, ours: readonly [string, string][]): Headers {
  const back = new Headers(given);
  for (const name of [...NOT_BACK, ...[...back.keys()].filter((name) => name.startsWith('access-control-'))])
    back.delete(name);
  const cached = back.get('cache-control');
  for (const [name, value] of ours) {
    // What an answer depends on for the API, it goes on to depend on.
    if (name === 'Set-Cookie' || name === 'Vary') back.append(name, value);
    else if (name !== 'Cache-Control') back.set(name, value);
  }
  // An answer for a person is not for others, unless the API says so on purpose; a session that is sealed anew is for nobody to keep.
  if (ours.some(([name]) => name === 'Set-Cookie') || cached === null) back.set('Cache-Control', 'no-store');
  else if (!/\b(?:public|private|no-store|s-maxage)\b/i.test(cached)) back.set('Cache-Control', `private, ${cached}`);
  return back;
}
