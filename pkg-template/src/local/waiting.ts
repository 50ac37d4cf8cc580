// Waiting that a signal can end.

/** The promise's result, or the signal's reason when that comes first. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** Resolves after so many milliseconds; the signal ends it and leaves no timer, which would keep the process alive. */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = ms > 0 ? new Promise<void>((resolve) => (timer = setTimeout(resolve, ms))) : Promise.resolve();
  await unlessAborted(over, signal).finally(() => clearTimeout(timer));
}
