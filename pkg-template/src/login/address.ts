// Addresses: which ones are taken, how a query is written, and how an answer in one is read.
import { invalid } from '../client/input.js';

/** An origin of the web, and one of this very machine: `http` is for that alone. */
const ORIGIN = String.raw`(https:\/\/[^\s/?#@"<>\\]+|http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?)`;
const DOMAIN = new RegExp(`^${ORIGIN}/?$`);
const WEB = new RegExp(`^${ORIGIN}([/?][^\\s#"<>\\\\]*)?$`);
/** An app's own scheme; none that runs code or is nobody's. */
const OWN = /^(?!(https?|javascript|data|vbscript|blob|file):)[a-z][a-z\d+.-]*:[^\s#"<>\\]+$/i;

/** The origin of a login domain. */
export function domainOf(given: string): string {
  if (DOMAIN.test(given)) return given.replace(/\/$/, '');
  throw invalid(
    '`domain` must be an origin with its scheme, such as https://auth.example.com; http is for loopback addresses alone.',
  );
}

/** An address that the service may send somebody to. */
export function redirectOf(given: string | undefined, name = 'redirectUri'): string {
  if (given && (WEB.test(given) || OWN.test(given))) return given;
  throw invalid(
    `\`${name}\` must be an absolute address without a fragment: https, http on a loopback address, or a scheme of the app's own.`,
  );
}

/** An address without its query, as browsers write it. */
export const bare = (address: string): string =>
  address
    .replace(/[?#].*/s, '')
    .replace(/^[^:]+:\/\/[^/]*/, (origin) => origin.toLowerCase())
    .replace(/\/$/, '');

/** An address with a query. A form's plus is a space, which is written as any other byte. */
export const withQuery = (address: string, query: Record<string, string>): string =>
  `${address}?${String(new URLSearchParams(query)).replace(/\+/g, '%20')}`;

/** What an address carries that may be an answer. */
export interface Answer {
  readonly state: string;
  readonly code?: string;
  readonly error?: string;
}

/** What of an answer must not stay in an address. */
const PARTS = /^(code|state|error|error_description|error_uri|iss|session_state)$/;

/**
 * The answer in an address, and the address without it. Nothing where there is none with a state of ours: 32 bytes in base64url, a
 * popup's with a letter in front. The service gives no part twice.
 */
export function answerIn(address: string): [answer: Answer, rest: string] | undefined {
  const [, before = '', query = '', hash = ''] = /^([^?#]*)\??([^#]*)(.*)$/s.exec(address) ?? [];
  const answer: Record<string, string> = {};
  const rest: string[] = [];
  for (const pair of query.split('&')) {
    const [name = '', ...value] = pair.split('=');
    if (!PARTS.test(name)) {
      if (pair) rest.push(pair);
      continue;
    }
    if (name in answer) return undefined;
    try {
      answer[name] = decodeURIComponent(value.join('=').replace(/\+/g, ' '));
    } catch {
      return undefined;
    }
  }
  const { code, error, state = '' } = answer;
  if (!/^p?[\w-]{43}$/.test(state) || !code === !error) return undefined;
  return [answer as unknown as Answer, before + (rest.length ? `?${rest.join('&')}` : '') + hash];
}
