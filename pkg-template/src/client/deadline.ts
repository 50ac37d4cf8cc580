// How long one public call may take: it ends by its `AbortSignal`, by its timeout, or by being done.
import { AuthError } from '../errors.js';

/** setTimeout keeps milliseconds in 32 bits: more would fire at once. */
const LONGEST_MS = 2_147_483_647;

/** The signal of the options. */
export function signalOf(options: unknown): AbortSignal | undefined {
  let cause: unknown;
  try {
    const signal = (options as { signal?: unknown } | null | undefined)?.signal ?? undefined;
    // What only inherits from AbortSignal, and a proxy of one, throw here.
    if (signal === undefined || (signal instanceof AbortSignal && typeof signal.aborted === 'boolean')) return signal;
  } catch (error) {
    cause = error;
  }
  throw new AuthError('InvalidArgument', '`signal` must be an AbortSignal.', { cause });
}

export class Deadline {
  private readonly controller = new AbortController();
  private readonly end: Promise<never>;
  private ended?: AuthError;
  /** Whether something was sent that must not be sent again. */
  mayHaveHappened = false;
  /** Gives back the timer and, unless what was begun goes on, the listener. */
  readonly close: (goesOn?: boolean) => void;

  constructor(options: unknown, timeoutMs: number) {
    const signal = signalOf(options);
    let reject: (error: AuthError) => void;
    this.end = new Promise((_, no) => {
      reject = no;
    });
    this.end.catch(() => {});
    const stop = (error: AuthError): void => {
      this.ended ??= error;
      reject(this.ended);
      this.controller.abort();
    };
    const aborted = (): void =>
      stop(new AuthError('Aborted', 'The call was stopped by its signal.', { kind: 'network', cause: signal?.reason }));
    if (signal?.aborted) aborted();
    signal?.addEventListener('abort', aborted);
    const timer = setTimeout(
      () => {
        const late = 'The call took longer than timeoutMs';
        const message = this.mayHaveHappened
          ? `${late}, and it may have happened: find out before you call again.`
          : `${late}: try again, or allow more time.`;
        stop(new AuthError('Timeout', message, { kind: 'network', retryable: !this.mayHaveHappened }));
      },
      Math.min(timeoutMs, LONGEST_MS),
    );
    this.close = (goesOn) => {
      clearTimeout(timer);
      if (!goesOn) signal?.removeEventListener('abort', aborted);
    };
  }

  /** For `fetch`. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Throws when it is over. */
  check(): void {
    if (this.ended) throw this.ended;
  }

  /** Waits for a promise, and no longer than that. */
  async race<T>(promise: T | PromiseLike<T>): Promise<T> {
    try {
      return await Promise.race([promise, this.end]);
    } finally {
      this.check();
    }
  }
}
