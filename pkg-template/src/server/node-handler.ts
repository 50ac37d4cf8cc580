/// <reference types="node" />
// Between node:http, on which Express and Fastify stand, and the web's Request and Response.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AuthProxy } from '../../types/server.js';
import { ANSWER, AuthProxy as Proxied } from './auth-proxy.js';
import { type Incoming, type NodeRequest, nodePlace, rawPairs } from './request.js';

/** No `Request` can have these. */
const UNKNOWN_TO_FETCH = ['CONNECT', 'TRACE', 'TRACK'];

/** Also a request of HTTP/2 by Node's compatibility API. */
type Handled = IncomingMessage & { originalUrl?: string; body?: unknown; authority?: string };

/** A listener for `createServer`, and a middleware for Express. */
export function toNodeHandler(proxy: Pick<AuthProxy, 'fetch'>) {
  return (incoming: Handled, outgoing: ServerResponse): void => {
    answer(proxy, incoming, outgoing).catch(() => outgoing.destroy());
  };
}

async function answer(proxy: Pick<AuthProxy, 'fetch'>, handled: Handled, outgoing: ServerResponse): Promise<void> {
  if (UNKNOWN_TO_FETCH.includes(handled.method ?? ''))
    return refuse(handled, outgoing, 405, 'MethodNotAllowed', 'This address takes other methods.');
  let request: Incoming;
  try {
    request = read(handled, outgoing);
  } catch {
    return refuse(handled, outgoing, 400, 'InvalidRequest', 'The request must have a path and a host.');
  }
  const reply = await (proxy instanceof Proxied ? proxy[ANSWER](request) : proxy.fetch(...asRequest(request)));
  const headers = new Map<string, string[]>();
  for (const [name, value] of reply.headers) headers.set(name, [...(headers.get(name) ?? []), value]);
  for (const [name, [first = '', ...more]] of headers) outgoing.setHeader(name, more.length ? [first, ...more] : first);
  outgoing.writeHead(reply.status);
  if (typeof reply.body === 'string') {
    outgoing.end(reply.body);
  } else {
    for await (const chunk of (reply.body ?? []) as AsyncIterable<Uint8Array>) {
      if (!outgoing.write(chunk)) await drained(outgoing);
      if (outgoing.destroyed) break;
    }
    outgoing.end();
  }
  if (!handled.complete) leave(handled);
}

/** How much of a body that nobody wanted is still taken, and for how long. */
const REST_BYTES = 1 << 20;
const REST_MS = 1_000;

/**
 * Takes what is left of a request that was refused by its head, so that the client reads the answer: closed while bytes arrive, a
 * connection is reset. What goes on for too long is cut off, for it must not be taken for the next request.
 */
function leave(handled: Handled): void {
  let rest = REST_BYTES;
  const timer = setTimeout(() => handled.destroy(), REST_MS);
  handled.on('data', (chunk: Uint8Array) => {
    rest -= chunk.length;
    if (rest < 0) handled.destroy();
  });
  handled.once('close', () => clearTimeout(timer));
  handled.once('end', () => clearTimeout(timer));
  handled.resume();
}

/** Before there is a request that the proxy could refuse. */
function refuse(
  { httpVersionMajor }: Handled,
  outgoing: ServerResponse,
  status: number,
  code: string,
  message: string,
): void {
  const requestId = crypto.randomUUID();
  outgoing.writeHead(status, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    // HTTP/2 has no such header: RFC 9113, section 8.2.2.
    ...(httpVersionMajor < 2 && { connection: 'close' }),
    ...(status === 405 ? { allow: 'GET, POST, PUT, PATCH, DELETE, OPTIONS' } : {}),
  });
  outgoing.end(JSON.stringify({ error: { code, message, retryable: false, requestId } }));
}

/** The request as it came. It throws for what has no path, and for what names another host than its header does. */
function read(handled: Handled, outgoing: ServerResponse): Incoming {
  const { host, scheme, target } = nodePlace(handled as NodeRequest);
  const { remoteAddress } = handled.socket;
  const headers = rawPairs(handled.rawHeaders);
  const method = handled.method ?? 'GET';
  let hasLeft = false;
  let gone: AbortController | undefined;
  outgoing.once('close', () => {
    hasLeft = !outgoing.writableFinished;
    gone?.abort();
  });
  return {
    method,
    scheme,
    host,
    target,
    headers,
    body: method === 'GET' || method === 'HEAD' ? null : bodyOf(handled),
    // Most requests are over before anybody needs it, and it costs as much as all of the above.
    get signal() {
      gone ??= new AbortController();
      if (hasLeft) gone.abort();
      return gone.signal;
    },
    get hasLeft() {
      return hasLeft;
    },
    peer: remoteAddress ?? null,
  };
}

/** For a `fetch` of somebody else's around that of the proxy. */
function asRequest({ body, headers, host, method, peer, scheme, signal, target }: Incoming) {
  const url = URL.canParse(`${scheme}://${host}${target}`) ? `${scheme}://${host}${target}` : `${scheme}://${host}/`;
  const request = new Request(url, { method, headers, signal, body, duplex: 'half' } as RequestInit);
  return [request, { target, ...(peer !== null && { remoteAddress: peer }) }] as const;
}

/** The stream, or what a middleware made of it. */
function bodyOf(handled: Handled): ReadableStream<Uint8Array> | null {
  if (handled.readableEnded && handled.body !== undefined) {
    return new Response(typeof handled.body === 'string' ? handled.body : JSON.stringify(handled.body)).body;
  }
  const stream = handled[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await stream.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
}

/** Until more can be written, or nothing can any more. */
function drained(outgoing: ServerResponse): Promise<void> {
  if (outgoing.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    // Both go when one was called: a long answer waits often.
    const over = (): void => {
      outgoing.off('drain', over).off('close', over);
      resolve();
    };
    outgoing.on('drain', over).on('close', over);
  });
}
