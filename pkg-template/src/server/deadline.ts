// How long a call may take. A signal for each costs as much as the rest of a call, so calls that begin within a tenth of the time share one.

import { nodeCrypto } from '../platform.js';

/** In Workers no request may use a signal of another. */
const shares = (): boolean => !!nodeCrypto && globalThis.navigator?.userAgent !== 'Cloudflare-Workers';

export class Deadlines {
  #signal: AbortSignal | undefined;
  #until = 0;

  constructor(readonly ms: number) {}

  /** A signal that ends after `ms`, or up to a tenth of that later. */
  signal(): AbortSignal {
    if (!shares()) return AbortSignal.timeout(this.ms);
    const now = performance.now();
    if (this.#signal && now < this.#until) return this.#signal;
    const stop = new AbortController();
    const step = this.ms / 10;
    this.#until = now + step;
    this.#signal = stop.signal;
    // The timer holds the controller: one that nobody holds would be collected with its signal.
    const timer = setTimeout(() => stop.abort(new DOMException('It took too long.', 'TimeoutError')), this.ms + step);
    (timer as { unref?(): void }).unref?.();
    return stop.signal;
  }
}
