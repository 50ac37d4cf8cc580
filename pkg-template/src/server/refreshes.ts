// One refresh for all who ask with the same refresh token: those who ask at the same time, and those who come just after the
// winner with the token that was rotated. So a race of tabs or requests behind one process signs nobody out; nor does one of
// instances where they share a store.
import type { Event } from './engine-types.js';
import type { SharedRefreshes } from './shared-refreshes.js';

/** How long a loser may come after the winner. */
const LATE_MS = 30_000;
/** How many answers are kept at most; the oldest go first. */
const MOST = 10_000;

/** In Workers no request may wait for the I/O of another. */
const sharesFlights = (): boolean => globalThis.navigator?.userAgent !== 'Cloudflare-Workers';

/** Whether the answer brings another refresh token: only then the old one is refused from now on. */
function rotates(body: string, reply: Event): boolean {
  if (reply.event !== 'replied' || reply.status !== 200) return false;
  try {
    const next = JSON.parse(reply.body).AuthenticationResult.RefreshToken;
    return typeof next === 'string' && next !== JSON.parse(body).RefreshToken;
  } catch {
    return false;
  }
}

/** A digest as the key, so that a refresh token is not kept in memory after the request. */
async function keyOf(body: string): Promise<string> {
  const { ClientId, RefreshToken } = JSON.parse(body);
  const text = new TextEncoder().encode(JSON.stringify([ClientId, RefreshToken]));
  return String.fromCharCode(...new Uint8Array(await crypto.subtle.digest('SHA-256', text)));
}

export class Refreshes {
  readonly #flights = new Map<string, Promise<Event>>();
  readonly #answers = new Map<string, { readonly reply: Event; readonly until: number }>();

  constructor(readonly shared: SharedRefreshes | undefined) {}

  /** The answer to a request of GetTokensFromRefreshToken, which is sent unless the same one was. */
  async once(body: string, send: () => Promise<Event>): Promise<Event> {
    const key = await keyOf(body);
    const answered = this.#answers.get(key);
    if (answered && answered.until > Date.now()) return answered.reply;
    const under = this.#flights.get(key);
    if (under) return under;
    const sent = this.shared?.once(body, send, (reply) => rotates(body, reply)) ?? send();
    const flight = sent.then((reply) => {
      // It was dropped when somebody signed out meanwhile.
      const isFirst = this.#flights.get(key) === flight || !sharesFlights();
      this.#flights.delete(key);
      if (isFirst && rotates(body, reply)) this.#keep(key, reply);
      return reply;
    });
    if (sharesFlights()) this.#flights.set(key, flight);
    flight.catch(() => this.#flights.delete(key));
    return flight;
  }

  #keep(key: string, reply: Event): void {
    const now = Date.now();
    this.#answers.set(key, { reply, until: now + LATE_MS });
    for (const [oldest, { until }] of this.#answers) {
      if (until > now && this.#answers.size <= MOST) break;
      this.#answers.delete(oldest);
    }
  }

  /** Forgets every answer: a session may have ended, and an old cookie must not revive it. */
  forget(): void {
    this.#flights.clear();
    this.#answers.clear();
  }
}
