// What Rust calls: src/bindings/client/host.rs.
import { asked, leave } from '../engine/harden.js';
import { INSIDE } from '../inside.js';
import { PoolHeld } from './objects.js';

export { groupPower } from './group-power.js';
export { fillRandom, takeTurn } from './machine.js';
export { openSession } from './session.js';

/** What a new pool holds; the pool shows it to the other entries of this package. */
export function openPool(options: unknown, pool: object): PoolHeld {
  const held = new PoolHeld(options);
  Object.defineProperty(pool, INSIDE, { value: held });
  return held;
}

interface Held {
  call(method: string, first: unknown, second: unknown): Promise<unknown>;
}

/** Runs the method that is being called, and promises what comes of it; or tells what it says at once. */
export function callMethod(held: Held, first: unknown, second: unknown): unknown {
  const { isAtOnce, name } = asked();
  if (!isAtOnce) return promise(held, name, first, second);
  try {
    return (held as unknown as Record<string, (argument: unknown) => unknown>)[name]?.(first);
  } catch (error) {
    // It waits for the class in front: wasm must not be unwound.
    leave(error);
    return undefined;
  }
}

const promise = async (held: Held, name: string, first: unknown, second: unknown): Promise<unknown> =>
  held.call(name, first, second);
