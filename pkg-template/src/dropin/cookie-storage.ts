// Tokens in cookies, under the names and in the spelling of js-cookie, which servers read.
import type { CookieStorage as Cookies, ICookieStorageData } from '../../types/dropin.js';
import { classOf, orNothing } from './class.js';
import { deviations } from './settings.js';

const DAY_MS = 864e5;
const OURS = 'CognitoIdentityServiceProvider.';

interface Fields extends Cookies {
  domain?: string;
  path: string;
  expires: number | Date | null | undefined;
  secure: boolean;
  sameSite: string | null;
}

const name = (key: string): string =>
  encodeURIComponent(key)
    .replace(/%(?:2[346B]|5E|60|7C)/g, decodeURIComponent)
    .replace(/\(/g, '%28')
    .replace(/\)/g, '%29');

const value = (text: unknown): string =>
  encodeURIComponent(String(text)).replace(/%(?:2[346BF]|3[AC-F]|40|5[BDE]|60|7[BCD])/g, decodeURIComponent);

function write(key: string, text: unknown, storage: Fields, days: Fields['expires']): void {
  if (typeof document === 'undefined') return;
  const end = typeof days === 'number' ? new Date(Date.now() + days * DAY_MS) : days;
  const attributes: [string, unknown][] = [
    ['path', storage.path],
    ['expires', end?.toUTCString()],
    ['domain', storage.domain],
    ['secure', storage.secure],
    ['sameSite', storage.sameSite],
  ];
  let cookie = `${name(key)}=${value(text)}`;
  for (const [attribute, setting] of attributes) {
    // A semicolon would start another attribute.
    if (setting) cookie += `; ${attribute}${setting === true ? '' : `=${String(setting).split(';')[0]}`}`;
  }
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is asynchronous and not everywhere
  document.cookie = cookie;
}

/** All cookies that the page can read; of two with one name, the first. */
function read(): Map<string, string> {
  const found = new Map<string, string>();
  for (const cookie of typeof document === 'undefined' ? [] : document.cookie.split('; ')) {
    const [key = '', ...rest] = cookie.split('=');
    let text = rest.join('=');
    if (text.startsWith('"')) text = text.slice(1, -1);
    try {
      const decoded = decodeURIComponent(key);
      if (cookie && !found.has(decoded)) {
        found.set(decoded, text.replace(/(?:%[\dA-F]{2})+/gi, decodeURIComponent));
      }
    } catch {
      // Somebody else's cookie, in another spelling.
    }
  }
  return found;
}

/** Keeps tokens in cookies, so that servers of the page's domain get them. */
export const CookieStorage = /*#__PURE__*/ classOf<typeof Cookies, Fields>(
  'CookieStorage',
  function (given?: ICookieStorageData) {
    const data = orNothing(given);
    if (data.domain) this.domain = data.domain;
    this.path = data.path || '/';
    this.expires = Object.hasOwn(data, 'expires') ? data.expires : 365;
    this.secure = Object.hasOwn(data, 'secure') ? (data.secure as boolean) : true;
    this.sameSite = null;
    if (Object.hasOwn(data, 'sameSite')) {
      if (!['strict', 'lax', 'none'].includes(data.sameSite as string)) {
        throw new Error('The sameSite value of cookieStorage must be "lax", "strict" or "none".');
      }
      if (data.sameSite === 'none' && !this.secure) {
        throw new Error('sameSite = None requires the Secure attribute in latest browser versions.');
      }
      this.sameSite = data.sameSite as string;
    }
  },
  [
    {
      setItem(key: string, text: string) {
        write(key, text, this, this.expires);
        return read().get(key);
      },
      getItem(key: string) {
        return read().get(key) ?? null;
      },
      removeItem(key: string) {
        write(key, '', this, -1);
      },
      clear() {
        for (const key of read().keys()) {
          if (!deviations() || key.startsWith(OURS)) this.removeItem(key);
        }
        return {};
      },
    },
  ],
);
