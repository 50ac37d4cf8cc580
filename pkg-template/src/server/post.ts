// Requests to the user pool: its API, and the token endpoint of its login pages.
import type { Deadlines } from './deadline.js';
import type { Event, Step } from './engine-types.js';

/** Whom to ask, and how long. */
export interface Line {
  readonly fetch: typeof fetch;
  readonly deadlines: Deadlines;
}

/** Sends a call to the API. */
export const send = (line: Line, { body, target, url }: Extract<Step, { step: 'send' }>): Promise<Event> =>
  post(line, url, { 'Content-Type': 'application/x-amz-json-1.1', 'X-Amz-Target': target }, body);

/** Redeems a code, once. */
export const redeem = (line: Line, { authorization, body, url }: Extract<Step, { step: 'redeem' }>): Promise<Event> =>
  post(
    line,
    url,
    {
      'Content-Type': 'application/x-www-form-urlencoded',
      ...(authorization !== null && { Authorization: authorization }),
    },
    body,
  );

async function post(
  { deadlines, fetch }: Line,
  url: string,
  headers: Record<string, string>,
  body: string,
): Promise<Event> {
  try {
    const signal = deadlines.signal();
    // A redirect is no answer; Workers know no `error` here.
    const reply = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
    return {
      event: 'replied',
      status: reply.status,
      errorType: reply.headers.get('x-amzn-ErrorType'),
      body: await reply.text(),
    };
  } catch (error) {
    return unanswered(error);
  }
}

export function unanswered(error: unknown): Event {
  return { event: 'unanswered', timeout: (error as { name?: unknown }).name === 'TimeoutError' };
}
