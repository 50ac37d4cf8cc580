/// <reference types="node" />
// The HTTP server of the programs: it keeps idle connections longer than clients do, and ends in order.
import { createServer, type RequestListener, type Server, type ServerOptions, type ServerResponse } from 'node:http';
import { type AddressInfo, Server as NetServer, type Socket } from 'node:net';
import { setTimeout as passed, setImmediate as turned } from 'node:timers/promises';
import { Failure } from './failure.js';

/**
 * Whoever closes an idle connection first must be the client, for the server would close it under a request that is on
 * its way. Clients give up within a minute; Node's default is 5 seconds. Node tells it in `Keep-Alive: timeout=`.
 */
const KEEP_ALIVE_MS = 75_000;
const HEADERS_MS = KEEP_ALIVE_MS + 5_000;

/** After the signal: requests that are on their way over an idle connection arrive, and are answered. */
const DRAIN_MS = 500;
/** How long connections may wait in the system's queue: each turn of the loop accepts one, and a busy machine's turns are long. */
const ACCEPT_MS = 5_000;
/** Whoever is not answered by then is cut off. */
const GRACE_MS = 30_000;

/** A server that listens. */
export interface Serving {
  /** `http://host:port/` */
  endpoint: string;
  /** Stops accepting, answers what is under way with `Connection: close`, closes idle connections; bounded. */
  close(): Promise<void>;
}

/** Listens; rejects with a Failure where that is not possible. */
export async function serve(
  listener: RequestListener,
  { host, port, ...options }: ServerOptions & { host: string; port: number },
): Promise<Serving> {
  let closing = false;
  const underWay = new Set<ServerResponse>();
  const connections = new Set<Socket>();
  const server = createServer(options, (incoming, outgoing) => {
    underWay.add(outgoing);
    outgoing.once('close', () => underWay.delete(outgoing));
    outgoing.shouldKeepAlive &&= !closing;
    listener(incoming, outgoing);
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.headersTimeout = HEADERS_MS;
  server.on('connection', (socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  await listening(server, host, port);

  async function end(): Promise<void> {
    closing = true;
    for (const outgoing of underWay) outgoing.shouldKeepAlive = false;
    await allAccepted(server);
    // Not http's own `close`, which closes idle connections at once, even if a request is on its way over one. In Bun an http
    // server is not an instance of node:net's Server.
    const { close } = server instanceof NetServer ? NetServer.prototype : server;
    const ended = new Promise<void>((resolve) => close.call(server, () => resolve()));
    const late = setTimeout(() => server.closeAllConnections(), GRACE_MS);
    await Promise.race([ended, passed(DRAIN_MS, undefined, { ref: false })]);
    const closeIdle = async () => {
      // On a busy machine a timer comes before what has arrived: that is read first, for its connection is not idle.
      await turned();
      await turned();
      server.closeIdleConnections();
      // To Node a connection that has never sent anything is not idle: browsers open some in advance.
      for (const socket of connections) if (socket.bytesRead === 0) socket.destroy();
    };
    await closeIdle();
    const idle = setInterval(() => void closeIdle(), 50);
    await ended;
    clearTimeout(late);
    clearInterval(idle);
  }

  let ended: Promise<void> | undefined;
  return {
    endpoint: endpointOf(server.address() as AddressInfo),
    close: () => {
      ended ??= end();
      return ended;
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
            ? `Port ${port} is in use: choose another one, or 0 for a free one.`
            : `Cannot listen on ${host}, port ${port}: ${error.message}`,
        ),
      );
    });
    server.listen(port, host, resolve);
  });
}

function endpointOf({ family, address, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}/`;
}

/** Resolves when no connection waits in the system's queue, where the end of the listener would reset it. */
async function allAccepted(server: Server): Promise<void> {
  const until = Date.now() + ACCEPT_MS;
  let accepted = true;
  const onConnection = () => {
    accepted = true;
  };
  server.on('connection', onConnection);
  while (accepted && Date.now() < until) {
    accepted = false;
    // The first turn may be the rest of this one; the second has asked the system for connections.
    await turned();
    await turned();
  }
  server.off('connection', onConnection);
}
