// A connection to Redis or Valkey that never makes a request wait for it.
import { peer } from './peers.js';

/** What is used of the package `redis`. */
export interface RedisClient {
  connect(): Promise<unknown>;
  on(event: string, listener: (error: unknown) => void): unknown;
  ping(): Promise<string>;
  get(key: string): Promise<string | null>;
  set(key: string, value: string, options: { EX: number }): Promise<unknown>;
  destroy(): void;
  readonly isOpen: boolean;
}

const TIMEOUT_MS = 1_000;

/** One client for a URL; it reconnects by itself, and commands fail at once while it cannot. */
export class Redis {
  #client: Promise<RedisClient> | undefined;

  constructor(readonly url: string) {}

  readonly client = (): Promise<RedisClient> => {
    this.#client ??= this.#connect().catch((error) => {
      this.#client = undefined;
      throw error;
    });
    return this.#client;
  };

  async #connect(): Promise<RedisClient> {
    const { createClient } = await peer<{ createClient(options: object): RedisClient }>('redis', 'A store in Redis');
    const client = createClient({
      url: this.url,
      disableOfflineQueue: true,
      socket: { connectTimeout: TIMEOUT_MS, reconnectStrategy: (tries: number) => Math.min(100 * 2 ** tries, 2_000) },
    });
    // Without a listener an outage would end the process.
    client.on('error', () => {});
    // It keeps trying by itself; the first requests need not wait for more than one try.
    await within(client.connect()).catch(() => {});
    return client;
  }

  async close(): Promise<void> {
    (await this.#client?.catch(() => undefined))?.destroy();
  }
}

/** The promise's result, unless it takes too long. */
export function within<T>(promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The store does not answer.')), TIMEOUT_MS);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
