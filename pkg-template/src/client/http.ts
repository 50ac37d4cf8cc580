// Sends a request of Rust's, and tells what came back.
import { onDemand } from 'client-on-demand';
import { TextDecoder } from '../engine/text.js';
import type { Deadline } from './deadline.js';
import { fetchOf, fetchWith, type Host } from './host.js';
import type { Json } from './json.js';
import type { Decoded } from './token.js';

/** An operation as HTTP, and back. */
export interface Transport {
  /** The whole of it, where its code is a file apart: then nothing else is here. */
  load?(): Promise<Transport>;
  /** The header with the number under which the request was logged. */
  readonly requestId: string;
  /** An auth proxy may keep the session in cookies. */
  readonly credentials?: RequestCredentials;
  /** What the provider's script for threat protection collected in the page. */
  readonly context?: (username: string) => object | undefined;
  request(
    operation: string,
    input: Json,
  ): { url: string; method: string; headers: Record<string, string>; body?: unknown };
  /** The answer as if the service itself had given it; of a refusal `code` and `message`, and what else it says. */
  read(body: Json | undefined, headers: { get(name: string): string | null }): object;
}

/** An answer for Rust. */
export interface Reply {
  readonly retryAfterMs?: number;
}

/** More than any answer has: the longest are lists of 60 devices. */
const LONGEST = 1 << 22;

/** The answer for Rust; and what `fetch` said when none arrived. */
export async function send(
  { body: input, once, operation }: { operation: string; body: Json; once?: true },
  host: Host,
  deadline: Deadline,
  decoded: Decoded,
): Promise<[answer: Reply, below?: unknown]> {
  const fetch = fetchOf(host);
  deadline.check();
  const begun = Date.now();
  const tracing = host.trace && onDemand();
  const tell = (answer: object): unknown =>
    tracing?.then(
      ({ report }) => report(host, begun, operation, input, answer as Json),
      () => {},
    );
  let none = true;
  try {
    const transport = host.transport.load ? await deadline.race(host.transport.load()) : host.transport;
    const { body, url, ...request } = transport.request(operation, input);
    // Followed to somewhere else, it would take the password along.
    const init: RequestInit = { ...request, redirect: 'error', signal: deadline.signal };
    if (body) init.body = JSON.stringify(body);
    if (transport.credentials) init.credentials = transport.credentials;
    if (once) deadline.mayHaveHappened = true;
    const reply = await deadline.race(fetchWith(fetch, url, init));
    none = false;
    const { headers, status } = reply;
    const after = Number(headers.get('retry-after') ?? Number.NaN) * 1000;
    const head = {
      status,
      time: timestamp(),
      requestId: headers.get(transport.requestId) ?? undefined,
      ...(after >= 0 && { retryAfterMs: after }),
    };
    if (typeof status !== 'number' || typeof reply.text !== 'function')
      throw new TypeError('A reply has a status and a text.');
    none = true;
    const answer = understood(head, await deadline.race(textOf(reply)), headers, transport, decoded);
    tell(answer);
    return [answer];
  } catch (cause) {
    tell({ none });
    // The deadline's own end looks like a broken network.
    deadline.check();
    return [{ none } as Reply, cause];
  }
}

/** The body of a reply; no answer of one without end. */
export async function textOf(reply: Response): Promise<string> {
  const reader = reply.body?.getReader?.();
  if (!reader) return reply.text();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    length += value.length;
    if (length > LONGEST) {
      reader.cancel().catch(() => {});
      return '-';
    }
  }
  // Not by way of a Blob: jsdom's has no `text`.
  const bytes = new Uint8Array(length);
  for (const part of parts.reverse()) {
    length -= part.length;
    bytes.set(part, length);
  }
  return new (TextDecoder as typeof globalThis.TextDecoder)().decode(bytes);
}

/** The time of a proof: `Tue Jan 1 06:06:09 UTC 2019`, English, UTC, the day not padded. */
const timestamp = (): string =>
  new Date().toUTCString().replace(/(...), 0?(\d+) (...) (\d+) (.*) GMT/, '$1 $3 $2 $5 UTC $4');

/** A reply, without its body where that is not JSON, and with what the tokens in it claim. */
function understood(head: object, text: string, headers: Headers, transport: Transport, decoded: Decoded): Reply {
  let body: Json | undefined;
  try {
    body = JSON.parse(text);
  } catch {
    // Not JSON: Rust says what that means.
  }
  const reply = { ...head, empty: text === '' || undefined, ...transport.read(body, headers) } as Json;
  const result = (reply['body'] as Json | undefined)?.['AuthenticationResult'] as Json | undefined;
  if (result) reply['claims'] = decoded.summaryOf(result['AccessToken'], result['IdToken']);
  return reply;
}
