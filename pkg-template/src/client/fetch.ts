// `session.fetch` and `user.fetch`: the access token goes to the allowed origins, and nowhere else.
import { AuthError } from '../errors.js';
import { Deadline } from './deadline.js';
import { DEFAULT_TIMEOUT_MS, fetchOf, fetchWith, type Host } from './host.js';
import { invalid, timeoutMs } from './input.js';
import type { Token } from './session.js';

/** Where a request goes, and whether that lies behind the auth proxy. */
function allowed(url: unknown, host: Host | undefined): [url: string, behind: boolean] {
  const page = globalThis.location?.href;
  let target: URL;
  let proxy: URL | undefined;
  try {
    if (typeof url !== 'string' && !(url instanceof URL)) throw new TypeError();
    // With a slash at the end: `api/orders` lies below it, and `/authority` does not.
    if (host?.proxy !== undefined) proxy = new URL(`${host.proxy}/`, page);
    target = new URL(typeof url === 'string' ? url : url.href, proxy ?? page);
  } catch (cause) {
    throw invalid('The URL cannot be read; outside a page it must be absolute.', cause);
  }
  const { href, origin } = target;
  const behind = !!proxy && href.startsWith(proxy.href);
  // An opaque origin ("null": data:, file:) equals every other one in text only.
  const origins = host?.audienceOrigins ?? [globalThis.location?.origin];
  if (behind || (origin !== 'null' && origins.includes(origin))) return [href, behind];
  throw invalid(
    "The access token goes only to the origins in the pool's audienceOrigins, by default the page's own: add this one there.",
  );
}

/** A `Request`, of any realm. */
const isRequest = (input: unknown): input is Request =>
  typeof (input as Request | null)?.clone === 'function' && typeof (input as Request).url === 'string';

interface Init extends RequestInit {
  timeoutMs?: number;
}

/** The caller's init with the token added, or what the auth proxy wants; `timeoutMs` is ours and goes no further. */
function authorized(input: unknown, init: Init, token: Token, behind: boolean, signal: AbortSignal): RequestInit {
  try {
    const { timeoutMs: _, ...rest } = init;
    const headers = new Headers(rest.headers ?? (isRequest(input) ? input.headers : {}));
    if (token.jwt) headers.set('Authorization', `Bearer ${token.jwt}`);
    else headers.set('X-Auth-Subject', String(token.claims['sub']));
    if (!behind) return { ...rest, headers, signal };
    headers.set('X-Auth-Csrf', '1');
    // A redirect would take these headers along, wherever it leads.
    const redirect = rest.redirect === 'manual' ? 'manual' : 'error';
    return { ...rest, headers, signal, redirect, credentials: 'include' };
  } catch (cause) {
    throw invalid('`init` must be what fetch takes.', cause);
  }
}

async function once(
  host: Host | undefined,
  input: unknown,
  init: Init,
  token: Token,
  deadline: Deadline,
): Promise<Response> {
  const [target, behind] = allowed(isRequest(input) ? input.url : input, host);
  if (!token.jwt && !behind) {
    const message = 'The auth proxy keeps the tokens: only its upstreams can be reached.';
    throw new AuthError('NotAvailable', message);
  }
  const request = authorized(input, init, token, behind, deadline.signal);
  const fetch = fetchOf(host);
  try {
    return await deadline.race(fetchWith(fetch, isRequest(input) ? input : target, request));
  } catch (cause) {
    deadline.check();
    const message = "No answer arrived: check the connection, and the page's Content-Security-Policy (connect-src).";
    throw new AuthError('NetworkError', message, { kind: 'network', retryable: true, cause });
  }
}

/**
 * `fetch` with the token that `tokenOf` gives; with a new one, once more, where the answer is 401 and `again` says so.
 *
 * The time limit is for the head of the answer. The caller's signal stops its body, too.
 */
export async function fetchAs(
  host: Host | undefined,
  input: unknown,
  given: unknown,
  tokenOf: (isNew: boolean) => Token | Promise<Token>,
  again: boolean,
): Promise<Response> {
  const ms = timeoutMs(given, host?.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  let init: Init;
  let spare = input;
  let deadline: Deadline;
  try {
    init = { ...(given as Init) };
    // What was sent is used up.
    if (again && isRequest(input)) spare = input.clone();
    deadline = new Deadline({ signal: init.signal ?? (isRequest(input) ? input.signal : undefined) }, ms);
  } catch (cause) {
    throw cause instanceof AuthError ? cause : invalid('`init` must be what fetch takes.', cause);
  }
  try {
    deadline.check();
    const reply = await once(host, input, init, await deadline.race(tokenOf(false)), deadline);
    if (!again || reply.status !== 401 || typeof (init.body as ReadableStream | null)?.getReader === 'function')
      return reply;
    const token = await deadline.race(tokenOf(true));
    reply.body?.cancel().catch(() => {});
    return await once(host, spare, init, token, deadline);
  } finally {
    deadline.close(true);
  }
}
