// Connections to Redis or Valkey, as one node, as a cluster, or behind Sentinels, that never make a request wait for them.
import type { RedisStore } from '../../types/server.js';
import { AuthError } from '../errors.js';
import { peer } from './peers.js';

/** What is used of the package `redis`, whatever the shape: each command has one key, so it is never across slots. */
export interface RedisClient {
  connect(): Promise<unknown>;
  on(event: string, listener: (error: unknown) => void): unknown;
  get(key: string): Promise<string | null>;
  getEx(key: string, expiration: { type: 'EX'; value: number }): Promise<string | null>;
  getDel(key: string): Promise<string | null>;
  set(key: string, value: string, options: SetOptions): Promise<string | null>;
  del(key: string): Promise<number>;
  eval(script: string, options: { keys: [string]; arguments: string[] }): Promise<unknown>;
  ping(): Promise<string>;
  destroy(): unknown;
  readonly isReady?: boolean;
  /** Of a cluster. */
  readonly masters?: readonly object[];
  nodeClient?(node: object): RedisClient | Promise<RedisClient>;
}

interface SetOptions {
  expiration: { type: 'EX' | 'PX'; value: number };
  condition?: 'NX' | 'XX';
}

interface RedisPackage {
  createClient(options: object): RedisClient;
  createCluster(options: object): RedisClient;
  createSentinel(options: object): RedisClient;
}

const TIMEOUT_MS = 1_000;
const SOCKET = {
  connectTimeout: TIMEOUT_MS,
  reconnectStrategy: (tries: number) => Math.min(100 * 2 ** tries, 2_000),
};

/** One client for a store; it reconnects by itself, and commands fail at once while it cannot. */
export class Redis {
  #client: Promise<RedisClient> | undefined;
  #isClosed = false;

  /** Why the last attempt to connect failed. */
  #reason: Error | undefined;

  /** `member` is the place in the configuration that a refusal names; an address may hold a password, which it does not. */
  constructor(
    readonly place: RedisStore,
    member: string,
  ) {
    const addresses = typeof place === 'string' ? [place] : 'cluster' in place ? place.cluster : place.sentinels;
    try {
      for (const address of addresses) parts(address);
    } catch {
      const what = `The configuration is wrong at \`${member}\`: an address must be a URL like redis://host:6379.`;
      throw new AuthError('InvalidArgument', what);
    }
  }

  readonly client = (): Promise<RedisClient> => {
    this.#client ??= this.#connect().catch((error) => {
      this.#client = undefined;
      throw error;
    });
    return this.#client;
  };

  async #connect(): Promise<RedisClient> {
    const client = made(await peer<RedisPackage>('redis', 'A store in Redis'), this.place);
    // Without a listener an outage would end the process.
    client.on('error', (error) => {
      this.#reason = error as Error;
    });
    // The first requests need not wait for more than one try.
    await within(this.#persist(client)).catch(() => {});
    return client;
  }

  /** A node reconnects by itself. Clusters and Sentinels give up when none of their first addresses answers. */
  async #persist(client: RedisClient): Promise<void> {
    for (let tries = 0; !this.#isClosed; tries++) {
      try {
        await client.connect();
        return;
      } catch (error) {
        this.#reason = error as Error;
        await new Promise((resolve) => {
          const timer = setTimeout(resolve, SOCKET.reconnectStrategy(Math.min(tries, 10)));
          (timer as { unref?(): void }).unref?.();
        });
      }
    }
  }

  /** Rejects unless it takes writes: with the reason of Redis, which has no secret. */
  async ping(): Promise<void> {
    const client = await this.client();
    try {
      if (client.masters) await pingAll(client);
      else await within(client.set(PROBE, '1', { expiration: { type: 'EX', value: 10 } }));
    } catch (error) {
      throw this.#reason && !isReady(client) ? this.#reason : error;
    }
    this.#reason = undefined;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const client = await this.#client?.catch(() => undefined);
    try {
      await client?.destroy();
    } catch {
      // One that never had a connection has nothing to end.
    }
  }
}

/** What is written to see whether it can be. */
const PROBE = 'auth-proxy:ready';

const isReady = (client: RedisClient): boolean => client.isReady === true;

/** The masters of a cluster: what is written to one says nothing of the others. */
async function pingAll(client: RedisClient): Promise<void> {
  const nodes = await Promise.all((client.masters ?? []).map((node) => client.nodeClient?.(node) ?? client));
  if (!nodes.length) throw new Error('The cluster has no node that answers.');
  await within(Promise.all(nodes.map((node) => node.ping())));
}

function made({ createClient, createCluster, createSentinel }: RedisPackage, place: RedisStore): RedisClient {
  if (typeof place === 'string') return createClient({ url: place, disableOfflineQueue: true, socket: SOCKET });
  if ('cluster' in place) {
    const [first = ''] = place.cluster;
    const { tls, ...account } = parts(first);
    return createCluster({
      rootNodes: place.cluster.map((url) => ({ url, socket: SOCKET })),
      // What the nodes that are found have in common with those that were given.
      defaults: { ...account, disableOfflineQueue: true, socket: { ...SOCKET, ...tls } },
      maxCommandRedirections: 3,
      topologyRefreshOnReconnectionAttemptStrategy: TIMEOUT_MS,
    });
  }
  const { name, password, sentinels, tls, username } = place;
  const [first = ''] = sentinels;
  const { tls: sentinelTls, ...account } = parts(first);
  return createSentinel({
    name,
    sentinelRootNodes: sentinels.map((url) => address(url)),
    sentinelClientOptions: { ...account, socket: { ...SOCKET, ...sentinelTls } },
    nodeClientOptions: {
      ...(username !== undefined && { username }),
      ...(password !== undefined && { password }),
      disableOfflineQueue: true,
      socket: { ...SOCKET, ...(tls && { tls: true }) },
    },
    scanInterval: TIMEOUT_MS,
    maxCommandRediscovers: 3,
  });
}

/** User name, password and TLS of an address. */
function parts(url: string) {
  const { password, protocol, username } = new URL(url);
  // Throws for what is no spelling of a character.
  return {
    ...(username && { username: decodeURIComponent(username) }),
    ...(password && { password: decodeURIComponent(password) }),
    tls: protocol === 'rediss:' ? { tls: true } : {},
  };
}

function address(url: string) {
  const { hostname, port } = new URL(url);
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 26_379) };
}

/** The promise's result, unless it takes too long. */
export function within<T>(promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The store does not answer.')), TIMEOUT_MS);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
