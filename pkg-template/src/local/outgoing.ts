// Asks an identity provider what managed login wants to know.
import type { OutgoingRequest } from './engine-types.js';

/** The service waits no longer. */
const TIMEOUT_MS = 5000;
const BODY_LIMIT = 1 << 20;

/** The answer as the engine reads it: `{ event: { status, body } }`, or `{ failed }` where there is none. */
export async function ask({ method, url, headers, body }: OutgoingRequest): Promise<string> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const init = { method, headers, redirect: 'error', signal, ...(body === '' ? {} : { body }) } as const;
    const reply = await fetch(url, init);
    const text = await reply.text();
    if (text.length > BODY_LIMIT) return JSON.stringify({ failed: 'Answer too long' });
    return JSON.stringify({ event: { status: reply.status, body: text } });
  } catch (error) {
    const late = (error as Error).name === 'TimeoutError';
    return JSON.stringify({ failed: late ? 'Timeout' : 'Connection reset' });
  }
}
