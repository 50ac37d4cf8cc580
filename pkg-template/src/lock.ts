// One at a time, in all tabs of an origin: Web Locks, where the platform has them.

/** Chromium shows a tab what another one has stored some milliseconds later: measured up to 5, after a lock changed hands. */
const STORED_MS = 20;

/** A timer that no test's clock stops. */
const later = (ms: number): Promise<unknown> =>
  new Promise((resolve) => {
    AbortSignal.timeout(ms).onabort = resolve;
  });

/**
 * Runs the task while no other tab runs one under this name, and gives its result once the lock is released.
 *
 * It waits `ms` at most. Then, where there are no locks, and where the request fails (a sandboxed frame, a document that
 * is not active), the task runs without. `task` is called once; it must not throw, only reject, and nobody's callbacks
 * belong in it.
 */
export async function withLock<T>(name: string, ms: number, task: () => Promise<T>): Promise<T> {
  let running: Promise<T> | undefined;
  const run = (): Promise<T> => {
    running ??= task();
    return running;
  };
  try {
    const granted = async (): Promise<T> => {
      if (globalThis.document) await later(STORED_MS);
      return run();
    };
    return await navigator.locks.request(`auth-session:${name}`, { signal: AbortSignal.timeout(ms) }, granted);
  } catch {
    // No locks, no lock in time, or the task's own failure, which is given again.
    return run();
  }
}
