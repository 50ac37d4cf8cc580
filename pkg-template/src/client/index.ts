// What Rust calls: src/bindings/client/host.rs.
import { asked, leave } from '../engine/harden.js';
import { PoolHeld } from './objects.js';

export { groupPower } from './group-power.js';
export { fillRandom, takeTurn } from './machine.js';
export { openSession } from './session.js';

export const openPool = (options: unknown): PoolHeld => new PoolHeld(options);

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
