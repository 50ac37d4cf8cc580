/// <reference types="node" />
// Between node:http, on which Express and Fastify stand, and the web's Request and Response.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AuthProxy } from '../../types/server.js';

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

async function answer(proxy: Pick<AuthProxy, 'fetch'>, incoming: Handled, outgoing: ServerResponse): Promise<void> {
  if (UNKNOWN_TO_FETCH.includes(incoming.method ?? ''))
    return refuse(incoming, outgoing, 405, 'MethodNotAllowed', 'This address takes other methods.');
  const gone = new AbortController();
  outgoing.once('close', () => gone.abort());
  // As it came: whatever reads it next may resolve dots, and take a backslash for a slash.
  const target = incoming.originalUrl ?? incoming.url ?? '/';
  let request: Request;
  try {
    request = requestOf(incoming, target, gone.signal);
  } catch {
    return refuse(incoming, outgoing, 400, 'InvalidRequest', 'The request must have a path and a host.');
  }
  const { remoteAddress } = incoming.socket;
  const reply = await proxy.fetch(request, { target, ...(remoteAddress !== undefined && { remoteAddress }) });
  for (const [name, value] of reply.headers) if (name !== 'set-cookie') outgoing.setHeader(name, value);
  const cookies = reply.headers.getSetCookie();
  if (cookies.length > 0) outgoing.setHeader('set-cookie', cookies);
  outgoing.writeHead(reply.status);
  if (reply.body) {
    for await (const chunk of reply.body as unknown as AsyncIterable<Uint8Array>) {
      if (!outgoing.write(chunk)) await drained(outgoing);
      if (outgoing.destroyed) break;
    }
  }
  outgoing.end();
  // What is left of a body that was too large must not be taken for the next request.
  if (!incoming.complete) outgoing.once('finish', () => incoming.destroy());
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

function requestOf(incoming: Handled, target: string, signal: AbortSignal): Request {
  const encrypted = (incoming.socket as { encrypted?: boolean }).encrypted === true;
  // A proxy's form of a request names a host in its path; nothing here lies behind one.
  if (!target.startsWith('/')) throw new TypeError('no path');
  const origin = new URL(
    `${encrypted ? 'https' : 'http'}://${incoming.authority || incoming.headers.host || 'localhost'}`,
  );
  // Set apart, so that no path is read as a host. Where it cannot be read at all, the proxy refuses the raw target.
  const url = URL.canParse(origin.origin + target) ? new URL(origin.origin + target) : origin;
  if (url.host !== origin.host) throw new TypeError('another host');
  const headers: [string, string][] = [];
  for (let index = 0; index + 1 < incoming.rawHeaders.length; index += 2) {
    const [name, value] = incoming.rawHeaders.slice(index, index + 2) as [string, string];
    // What begins with a colon is HTTP/2's own.
    if (name[0] !== ':') headers.push([name, value]);
  }
  const method = incoming.method ?? 'GET';
  const body = method === 'GET' || method === 'HEAD' ? null : bodyOf(incoming);
  return new Request(url, { method, headers, signal, body, duplex: 'half' } as RequestInit);
}

/** The stream, or what a middleware made of it. */
function bodyOf(incoming: Handled): BodyInit {
  if (incoming.readableEnded && incoming.body !== undefined) {
    return typeof incoming.body === 'string' ? incoming.body : JSON.stringify(incoming.body);
  }
  const stream = incoming[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await stream.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
}

function drained(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    outgoing.once('drain', resolve);
    outgoing.once('close', resolve);
  });
}
