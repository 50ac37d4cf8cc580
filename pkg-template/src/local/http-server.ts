// Answers HTTP requests with a fetch function.
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** No request of the service comes near it. */
const BODY_LIMIT = 1 << 20;

/**
 * Whether a request names this machine, or a host that was allowed. A web page can have its own name lead to this machine (DNS
 * rebinding), and would then be of the same origin; the name stays in `Host`.
 */
function namesThisMachine(host: string | undefined, allowed: () => readonly string[]): boolean {
  const name = hostNameOf(host);
  if (name === undefined) return false;
  return (
    /^(?:(?:.*\.)?localhost|127(?:\.\d+){3}|\[::1\])$/.test(name) ||
    allowed().some((other) => other.toLowerCase() === name)
  );
}

/** The name of a host in small letters, without the port and the root's dot; nothing where it is not a host alone. */
export function hostNameOf(host: string | undefined): string | undefined {
  if (!host || /[@/?#\\\s]/.test(host) || !URL.canParse(`http://${host}`)) return undefined;
  const { hostname } = new URL(`http://${host}`);
  return hostname.toLowerCase().replace(/\.$/, '');
}

/** A listener for `createServer`. */
export function listenerOf(
  fetch: Fetch,
  onAnswered: () => void,
  allowed: () => readonly string[] = () => [],
): RequestListener {
  return (incoming, outgoing) => {
    if (!namesThisMachine(incoming.headers.host, allowed)) {
      const message =
        'The Host header must name this machine. To allow another name, start the local Cognito with --allow-host.';
      outgoing.writeHead(421, { 'content-type': 'application/json', connection: 'close' });
      outgoing.end(JSON.stringify({ __type: 'AccessDeniedException', message }));
      return;
    }
    answer(fetch, incoming, outgoing).then(onAnswered, (error: unknown) => {
      // Whoever sent it went away, which is nobody's fault; all else is ours, and must be seen.
      if (!incoming.destroyed || incoming.complete) console.error(error);
      outgoing.destroy();
    });
  };
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
