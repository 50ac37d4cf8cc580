// Who may be at work here: so many requests, so many of one client, and bodies that come in time. What is refused before, costs nothing.
import { bodyOf } from './request.js';

export interface Limits {
  readonly bodyBytes: number;
  readonly bodyMs: number;
  readonly concurrency: number;
  readonly perClient: number;
}

/** Bodies that may be on their way, for each request that may be at work. The oldest make room: they are the slow ones. */
const PENDING = 4;

export class Slots {
  #working = 0;
  readonly #clients = new Map<string, number>();
  readonly #pending = new Set<AbortController>();

  constructor(readonly limits: Limits) {}

  /** Takes a place among those of a client; nothing where it has no more. It gives the way to give it back. */
  enter(client: string | null): (() => void) | undefined {
    if (client === null) return () => {};
    const count = this.#clients.get(client) ?? 0;
    if (count >= this.limits.perClient) return undefined;
    this.#clients.set(client, count + 1);
    return () => {
      const left = (this.#clients.get(client) ?? 1) - 1;
      if (left) this.#clients.set(client, left);
      else this.#clients.delete(client);
    };
  }

  /** Takes a place among those at work. */
  work(): (() => void) | undefined {
    if (this.#working >= this.limits.concurrency) return undefined;
    this.#working++;
    return () => {
      this.#working--;
    };
  }

  /** The body, or undefined when it did not come in time, or others need the room. */
  async body(body: ReadableStream<Uint8Array> | null): Promise<string | null | undefined> {
    if (!body) return null;
    const stop = new AbortController();
    this.#pending.add(stop);
    if (this.#pending.size > PENDING * this.limits.concurrency) {
      const [oldest] = this.#pending;
      oldest?.abort();
    }
    const timer = setTimeout(() => stop.abort(), this.limits.bodyMs);
    try {
      return await bodyOf(body, this.limits.bodyBytes, stop.signal);
    } finally {
      clearTimeout(timer);
      this.#pending.delete(stop);
    }
  }
}
