// One task at a time among the tabs of an origin.

interface Locks {
  request(name: string, options: { signal: AbortSignal }, task: () => Promise<unknown>): Promise<unknown>;
}

/**
 * Runs a task under the Web Lock of that name, and tells it whether it holds the lock: after `boundMs` of waiting, and where
 * there are no locks or they refuse, it runs without. A lock is never stolen.
 */
export async function withLock<T>(name: string, boundMs: number, task: (isLocked: boolean) => Promise<T>): Promise<T> {
  let begun: Promise<T> | undefined;
  let isOver = false;
  const waiting = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    const { locks } = (globalThis as { navigator?: { locks?: Locks } }).navigator ?? {};
    const bound = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, boundMs);
    });
    const asked = locks?.request(name, { signal: waiting.signal }, async () => {
      if (isOver) return;
      clearTimeout(timer);
      begun = task(true);
      await begun.catch(() => {});
    });
    if (asked) await Promise.race([asked, bound]);
  } catch {
    // Forbidden, as in a frame of another origin.
  }
  isOver = true;
  clearTimeout(timer);
  waiting.abort();
  return begun ?? task(false);
}
