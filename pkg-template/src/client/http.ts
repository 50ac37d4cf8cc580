// Sends a request of Rust's, and tells what came back.
import type { Deadline } from './deadline.js';
import { fetchOf, type Host } from './host.js';
import type { Json } from './json.js';
import type { Decoded } from './token.js';

/** An operation as HTTP, and back. */
export interface Transport {
  /** The header with the number under which the request was logged. */
  readonly requestId: string;
  /** An auth proxy may keep the session in cookies. */
  readonly credentials?: RequestCredentials;
  request(
    operation: string,
    input: Json,
  ): { url: string; method: string; headers: Record<string, string>; body?: unknown };
  /** The answer as if the service itself had given it; of a refusal `code` and `message`, and what else it says. */
  read(body: Json | undefined, headers: { get(name: string): string | null }): object;
}

/** The answer for Rust; and what `fetch` said when none arrived. */
export async function send(
  { body: input, operation }: { operation: string; body: Json },
  host: Host,
  deadline: Deadline,
  decoded: Decoded,
): Promise<[answer: object, below?: unknown]> {
  const fetch = fetchOf(host);
  const { transport } = host;
  deadline.check();
  let none = true;
  try {
    const { body, url, ...request } = transport.request(operation, input);
    const init: RequestInit = { ...request, signal: deadline.signal };
    if (body) init.body = JSON.stringify(body);
    if (transport.credentials) init.credentials = transport.credentials;
    const reply = await deadline.race(fetch(url, init));
    none = false;
    const { headers, status } = reply;
    const head = { status, time: timestamp(), requestId: headers.get(transport.requestId) ?? undefined };
    const text = reply.text();
    if (typeof status !== 'number') throw new TypeError('A reply has a status.');
    none = true;
    return [understood(head, await deadline.race(text), headers, transport, decoded)];
  } catch (cause) {
    // The deadline's own end looks like a broken network.
    deadline.check();
    return [{ none }, cause];
  }
}

/** The time of a proof: `Tue Jan 1 06:06:09 UTC 2019`, English, UTC, the day not padded. */
const timestamp = (): string =>
  new Date().toUTCString().replace(/(...), 0?(\d+) (...) (\d+) (.*) GMT/, '$1 $3 $2 $5 UTC $4');

/** A reply, without its body where that is not JSON, and with what the tokens in it claim. */
function understood(head: object, text: string, headers: Headers, transport: Transport, decoded: Decoded): object {
  let body: Json | undefined;
  try {
    body = JSON.parse(text);
  } catch {
    // Not JSON: Rust says what that means.
  }
  const reply = { ...head, ...transport.read(body, headers) } as Json;
  const result = (reply['body'] as Json | undefined)?.['AuthenticationResult'] as Json | undefined;
  if (result) reply['claims'] = decoded.summaryOf(result['AccessToken'], result['IdToken']);
  return reply;
}
