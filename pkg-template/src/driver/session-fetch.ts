// `session.fetch`: the access token goes to the allowed origins, and nowhere else.
import { AuthError } from '../errors.js';
import { fetchOf, type Host } from './host.js';
import { Scope } from './scope.js';

const invalid = (message: string, cause?: unknown): AuthError => new AuthError('InvalidArgument', message, { cause });

function allowed(url: unknown, origins: readonly string[] | undefined): string {
  let parsed: URL;
  try {
    if (typeof url !== 'string' && !(url instanceof URL)) throw new TypeError();
    parsed = new URL(typeof url === 'string' ? url : url.href, globalThis.location?.href);
  } catch (cause) {
    throw invalid('`url` must be a URL; outside a page it must be absolute.', cause);
  }
  const { href, origin } = parsed;
  // An opaque origin ("null": data:, file:) equals every other one in text only.
  if (origin !== 'null' && (origins ?? [globalThis.location?.origin]).includes(origin)) return href;
  throw invalid(
    "The access token goes only to the origins in the pool's audienceOrigins, by default the page's own: add this one there.",
  );
}

/** The caller's init with the token added; `timeoutMs` is ours and goes no further. */
function authorized(init: unknown, jwt: string, signal: AbortSignal): RequestInit {
  try {
    const { timeoutMs: _, ...rest } = { ...(init as RequestInit & { timeoutMs?: number }) };
    const headers = new Headers(rest.headers ?? {});
    headers.set('Authorization', `Bearer ${jwt}`);
    return { ...rest, headers, signal };
  } catch (cause) {
    throw invalid('`init` must be what fetch takes.', cause);
  }
}

export async function fetchAs(
  host: Host | undefined,
  { jwt }: { jwt: string },
  url: unknown,
  init: unknown,
  timeoutMs: number,
): Promise<Response> {
  const scope = new Scope(init, timeoutMs);
  try {
    scope.check();
    const target = allowed(url, host?.audienceOrigins);
    const request = authorized(init, jwt, scope.signal);
    const fetch = fetchOf(host);
    try {
      return await scope.race(fetch(target, request));
    } catch (cause) {
      scope.check();
      const message = "No answer arrived: check the connection, and the page's Content-Security-Policy (connect-src).";
      throw new AuthError('NetworkError', message, { kind: 'network', retryable: true, cause });
    }
  } finally {
    scope.close();
  }
}
