// What Rust calls: src/bindings/client/host.rs.
import { leave } from '../engine/harden.js';
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

/** What a method or a property says at once. What it throws waits for the class in front: wasm must not be unwound. */
export function answer(held: Record<string, (argument: unknown) => unknown>, name: string, argument: unknown): unknown {
  try {
    return held[name]?.(argument);
  } catch (error) {
    leave(error);
    return undefined;
  }
}
