// What Rust calls: src/bindings/client/host.rs.
import { PoolHeld } from './objects.js';

export { fillRandom, takeTurn } from './machine.js';
export { openSession } from './session.js';

export const openPool = (options: unknown): PoolHeld => new PoolHeld(options);

interface Callable {
  call(method: string, first: unknown, second: unknown): Promise<unknown>;
}

/** Runs a method, and promises what comes of it. */
export const callMethod = async (held: Callable, method: string, first: unknown, second: unknown): Promise<unknown> =>
  held.call(method, first, second);

/** What a method or a property says at once. */
export const answer = (held: Record<string, (argument: unknown) => unknown>, name: string, argument: unknown): unknown =>
  held[name]?.(argument);
