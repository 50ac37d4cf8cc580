// Serves a fetch function over HTTP.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Failure } from './failure.js';

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** No request of the service comes near it. */
const BODY_LIMIT = 1 << 20;

/** A server that listens. */
export interface Serving {
  endpoint: string;
  /** Refuses new connections and resolves when the requests under way are answered. */
  close(): Promise<void>;
}

/** Listens on a loopback address. */
export async function serve(
  fetch: Fetch,
  options: { host: string; port: number; onAnswered: () => void },
): Promise<Serving> {
  const { host, port, onAnswered } = options;
  let closing = false;
  const server = createServer((incoming, outgoing) => {
    // Else the connection of a request under way stays open after its answer.
    outgoing.shouldKeepAlive &&= !closing;
    outgoing.once('finish', () => closing && server.closeIdleConnections());
    answer(fetch, incoming, outgoing).then(onAnswered, (error: unknown) => {
      // Whoever sent it went away, which is nobody's fault; all else is ours, and must be seen.
      if (!incoming.destroyed || incoming.complete) console.error(error);
      outgoing.destroy();
    });
  });
  await listening(server, host, port);
  const address = server.address() as AddressInfo;
  const shown = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    endpoint: `http://${shown}:${address.port}/`,
    close() {
      closing = true;
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const busy = error.code === 'EADDRINUSE';
      reject(
        new Failure(
          busy
            ? `Port ${port} is in use: choose another with --port, or 0 for a free one.`
            : `Cannot listen: ${error.message}`,
        ),
      );
    });
    server.listen(port, host, resolve);
  });
}

async function answer(fetch: Fetch, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const body = await bodyOf(incoming);
  if (body === undefined) {
    outgoing.writeHead(413, { connection: 'close' }).end();
    return;
  }
  const headers: [string, string][] = Object.entries(incoming.headers).map(([name, value]) => [
    name,
    [value].flat().join(', '),
  ]);
  const init = { method: incoming.method ?? 'GET', headers, ...(body === '' ? {} : { body }) };
  let reply: Response;
  try {
    // A proxy's form of a request names a host, too; nothing here lies behind one.
    const path = incoming.url?.startsWith('/') ? incoming.url : '/';
    reply = await fetch(`http://localhost${path}`, init);
  } catch (error) {
    const cause = (error as Error).cause as { code?: unknown } | undefined;
    if (cause?.code !== 'ECONNRESET') throw error;
    // The fault that drops connections.
    outgoing.destroy();
    return;
  }
  outgoing.writeHead(reply.status, [...reply.headers].flat());
  outgoing.end(await reply.text());
}

/** The body as text, unless it is longer than any request should be. */
async function bodyOf(incoming: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  // Destroying the request would take the answer 413 with it.
  for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
    length += chunk.length;
    if (length > BODY_LIMIT) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
