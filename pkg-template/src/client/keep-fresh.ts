// Keeps the tokens of a person valid while a page is looked at.
import type { UserHeld } from './objects.js';
import type { Token } from './session.js';

/** The longest time between two looks at the clock, which is corrected, and sleeps with the computer. */
const LOOK_MS = 30_000;
/** The shortest. */
const LEAST_MS = 500;

/** Refreshes a third of the tokens' life ahead of their end, a minute at most; not in a hidden tab, nor offline. `end` stops it. */
export function keepFresh(held: UserHeld, options: unknown, end: AbortSignal): void {
  const { signal, timeoutMs } = (options ?? {}) as { signal?: AbortSignal; timeoutMs?: number };
  const signals = [signal, end];
  const wakes = [
    [globalThis.document, 'visibilitychange'],
    [globalThis, 'focus'],
    [globalThis, 'online'],
    ...signals.map((signal) => [signal, 'abort']),
  ] as unknown as [EventTarget | undefined, string][];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let hasEnded = false;
  const isOver = (): boolean => hasEnded || signals.some((signal) => signal?.aborted);

  /** Gives the time until the next look. */
  async function refresh(): Promise<number> {
    const tokensOf = async (given: object): Promise<Token> =>
      ((await held.call('session', { timeoutMs, ...given })) as { accessToken: Token }).accessToken;
    const { expiresAt = 0, issuedAt = 0 } = await tokensOf({});
    const ahead = Math.min(2 * LOOK_MS, (expiresAt - issuedAt) / 3);
    await tokensOf({ minValiditySeconds: ahead / 1000 });
    return Math.min(LOOK_MS, Math.max(ahead / 2, LEAST_MS));
  }
  async function look(): Promise<void> {
    let ms = LOOK_MS;
    try {
      const isAsleep = globalThis.document?.hidden || globalThis.navigator?.onLine === false;
      if (!isOver() && !isAsleep) ms = await refresh();
    } catch (error) {
      // An outage passes; a session that has ended does not come back.
      hasEnded ||= /^(NotSignedIn|Closed)$/.test((error as { code: string }).code);
    }
    clearTimeout(timer);
    if (isOver()) {
      for (const [target, type] of wakes) target?.removeEventListener?.(type, look);
      return;
    }
    timer = setTimeout(look, ms);
    // A program in Node may end meanwhile.
    (timer as { unref?(): void }).unref?.();
  }
  for (const [target, type] of wakes) target?.addEventListener?.(type, look);
  look();
}
