// `session.fetch`: the access token goes to the allowed origins, and nowhere else.
import { AuthError } from '../errors.js';
import { Deadline } from './deadline.js';
import { fetchOf, type Host } from './host.js';
import { invalid } from './input.js';
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
    throw invalid('`url` must be a URL; outside a page it must be absolute.', cause);
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

/** The caller's init with the token added, or what the auth proxy wants; `timeoutMs` is ours and goes no further. */
function authorized(init: unknown, { jwt, claims }: Token, behind: boolean, signal: AbortSignal): RequestInit {
  try {
    const { timeoutMs: _, ...rest } = { ...(init as RequestInit & { timeoutMs?: number }) };
    const headers = new Headers(rest.headers ?? {});
    if (jwt) headers.set('Authorization', `Bearer ${jwt}`);
    else headers.set('X-Auth-Subject', String(claims['sub']));
    if (!behind) return { ...rest, headers, signal };
    headers.set('X-Auth-Csrf', '1');
    return { ...rest, headers, signal, credentials: 'include' };
  } catch (cause) {
    throw invalid('`init` must be what fetch takes.', cause);
  }
}

export async function fetchAs(
  host: Host | undefined,
  access: Token,
  url: unknown,
  init: unknown,
  timeoutMs: number,
): Promise<Response> {
  const deadline = new Deadline(init, timeoutMs);
  try {
    deadline.check();
    const [target, behind] = allowed(url, host);
    if (!access.jwt && !behind) {
      const message =
        'The auth proxy keeps the tokens: only what lies behind it can be reached, by one of its upstreams.';
      throw new AuthError('NotAvailable', message);
    }
    const request = authorized(init, access, behind, deadline.signal);
    const fetch = fetchOf(host);
    try {
      return await deadline.race(fetch(target, request));
    } catch (cause) {
      deadline.check();
      const message = "No answer arrived: check the connection, and the page's Content-Security-Policy (connect-src).";
      throw new AuthError('NetworkError', message, { kind: 'network', retryable: true, cause });
    }
  } finally {
    deadline.close();
  }
}
