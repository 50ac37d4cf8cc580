// What may happen once: in the memory of this process, or in Redis for several.
import { type Redis, within } from './redis.js';

/** How many marks are kept in memory at most; the oldest go first. */
const MOST = 100_000;

export class Once {
  readonly #marks = new Map<string, number>();

  constructor(readonly redis: Redis | undefined) {}

  /** Whether nobody has marked it before. It rejects when the store cannot be asked. */
  async mark(mark: string, seconds: number): Promise<boolean> {
    if (this.redis) {
      const redis = await this.redis.client();
      const expiration = { type: 'EX', value: Math.max(1, Math.ceil(seconds)) } as const;
      const set = redis.set(`auth-proxy:once:${mark}`, '1', { expiration, condition: 'NX' });
      return (await within(set)) !== null;
    }
    const now = Date.now();
    // In the order in which they were made; ends come nearly in it.
    for (const [known, end] of this.#marks) {
      if (end > now && this.#marks.size < MOST) break;
      this.#marks.delete(known);
    }
    if ((this.#marks.get(mark) ?? 0) > now) return false;
    this.#marks.set(mark, now + seconds * 1000);
    return true;
  }
}
