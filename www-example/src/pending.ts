// A challenge that waits for its answer, kept so that a reload does not lose it.
import type { Challenge, Pool } from 'cognito-identity-wasm';

/** Each address has its own: it may name another pool, or a proxy in front. */
const KEY = `cognito-example.pending${location.search}`;

/** `sessionStorage`: it ends with the tab, as the challenge soon will. */
export function keep(challenge: Challenge): void {
  sessionStorage.setItem(KEY, JSON.stringify(challenge));
}

export function drop(): void {
  sessionStorage.removeItem(KEY);
}

export function takeUp(pool: Pool): Challenge | null {
  const saved = sessionStorage.getItem(KEY);
  if (!saved) return null;
  try {
    return pool.resume(JSON.parse(saved));
  } catch {
    drop();
    return null;
  }
}
