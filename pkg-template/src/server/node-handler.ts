/// <reference types="node" />
// Between node:http, on which Express and Fastify stand, and the web's Request and Response.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AuthProxy } from '../../types/server.js';

/** No `Request` can have these. */
const UNKNOWN_TO_FETCH = ['CONNECT', 'TRACE', 'TRACK'];

type Handled = IncomingMessage & { originalUrl?: string; body?: unknown };

/** A listener for `createServer`, and a middleware for Express. */
export function toNodeHandler(proxy: Pick<AuthProxy, 'fetch'>) {
  return (incoming: Handled, outgoing: ServerResponse): void => {
    answer(proxy, incoming, outgoing).catch(() => outgoing.destroy());
  };
}

async function answer(proxy: Pick<AuthProxy, 'fetch'>, incoming: Handled, outgoing: ServerResponse): Promise<void> {
  if (UNKNOWN_TO_FETCH.includes(incoming.method ?? ''))
    return refuse(outgoing, 405, 'MethodNotAllowed', 'This address takes other methods.');
  const gone = new AbortController();
  outgoing.once('close', () => gone.abort());
  let request: Request;
  try {
    request = requestOf(incoming, gone.signal);
  } catch {
    return refuse(outgoing, 400, 'InvalidRequest', 'The address of the request is none.');
  }
  const remoteAddress = incoming.socket.remoteAddress;
  const reply = await proxy.fetch(request, remoteAddress === undefined ? {} : { remoteAddress });
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
function refuse(outgoing: ServerResponse, status: number, code: string, message: string): void {
  const requestId = crypto.randomUUID();
  outgoing.writeHead(status, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    connection: 'close',
    ...(status === 405 ? { allow: 'GET, POST, PUT, PATCH, DELETE, OPTIONS' } : {}),
  });
  outgoing.end(JSON.stringify({ error: { code, message, retryable: false, requestId } }));
}

function requestOf(incoming: Handled, signal: AbortSignal): Request {
  const encrypted = (incoming.socket as { encrypted?: boolean }).encrypted === true;
  const path = incoming.originalUrl ?? incoming.url ?? '/';
  // A proxy's form of a request names a host in its path; nothing here lies behind one.
  if (!path.startsWith('/')) throw new TypeError('no path');
  const url = new URL(`${encrypted ? 'https' : 'http'}://${incoming.headers.host ?? 'localhost'}`);
  const at = path.indexOf('?');
  // Set apart, so that no path is read as a host; URL.pathname would also resolve `..`, before anybody could refuse it.
  const target = `${url.origin}${at < 0 ? path : path.slice(0, at)}${at < 0 ? '' : path.slice(at)}`;
  if (new URL(target).host !== url.host) throw new TypeError('another host');
  const headers: [string, string][] = [];
  for (let index = 0; index + 1 < incoming.rawHeaders.length; index += 2) {
    const [name, value] = incoming.rawHeaders.slice(index, index + 2) as [string, string];
    headers.push([name, value]);
  }
  const method = incoming.method ?? 'GET';
  const body = method === 'GET' || method === 'HEAD' ? null : bodyOf(incoming);
  return new Request(target, { method, headers, signal, body, duplex: 'half' } as RequestInit);
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
