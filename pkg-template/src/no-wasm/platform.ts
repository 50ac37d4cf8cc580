// What engines without WebAssembly may lack beside it: esbuild puts these in the place of the globals of their names, in the builds
// without WebAssembly. No global is patched.
//
// React Native's URL has no `origin`, and its URLSearchParams encodes nothing; Hermes got `atob` and `btoa` in 2024.

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Text of which every character is a byte, in base64. */
function encode(binary: string): string {
  let text = '';
  for (let index = 0; index < binary.length; index += 3) {
    const [first, second = Number.NaN, third = Number.NaN] = [...binary.slice(index, index + 3)].map((char) =>
      char.charCodeAt(0),
    );
    const bits = ((first as number) << 16) | (second << 8) | third;
    const digit = (shift: number): string => DIGITS.charAt((bits >> shift) & 63);
    text += digit(18) + digit(12) + (second >= 0 ? digit(6) : '=') + (third >= 0 ? digit(0) : '=');
  }
  return text;
}

function decode(text: string): string {
  const digits = text.replace(/={1,2}$/, '');
  if (/[^+/\dA-Za-z]/.test(digits) || digits.length % 4 === 1) throw new TypeError('This is not base64.');
  let binary = '';
  let bits = 0;
  let count = 0;
  for (const digit of digits) {
    bits = ((bits << 6) | DIGITS.indexOf(digit)) & 0xffff;
    count += 6;
    if (count >= 8) {
      count -= 8;
      binary += String.fromCharCode((bits >> count) & 255);
    }
  }
  return binary;
}

/**
 * An absolute http or https URL. It reads less than the standard does, and refuses the rest: what it takes for the origin decides where an
 * access token goes, and must be what every network stack takes for it.
 */
class StrictURL {
  readonly protocol: string;
  readonly origin: string;
  readonly hash: string;
  readonly href: string;

  constructor(text: string, base?: string | StrictURL) {
    const whole = base === undefined || /^https?:/i.test(text) ? text : joined(text, String(base));
    const parts =
      /^(https?:)\/\/([a-z\d.-]+|\[[\da-f:.]+\])(:\d{1,5})?(\/[!$-;=@-Z_a-z~]*)?(\?[!$-;=?-Z_a-z~]*)?(#.*)?$/i.exec(
        whole,
      );
    if (!parts) throw new TypeError('This is not a URL that can be read here.');
    const [, protocol = '', host = '', port = '', path = '/', query = '', hash = ''] = parts as (string | undefined)[];
    if (/(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)/i.test(path)) throw new TypeError('A path must not have dot segments.');
    this.protocol = protocol.toLowerCase();
    const isUsual = port === (this.protocol === 'https:' ? ':443' : ':80');
    this.origin = `${this.protocol}//${host.toLowerCase()}${isUsual ? '' : port}`;
    this.hash = hash;
    this.href = this.origin + path + query + hash;
  }

  toString(): string {
    return this.href;
  }
}

function joined(path: string, base: string): string {
  const { href, origin } = new StrictURL(base);
  if (/^\/\//.test(path) || /^[a-z][a-z\d+.-]*:/i.test(path)) return path;
  return path[0] === '/' ? origin + path : href.replace(/[?#].*$/, '').replace(/[^/]*$/, '') + path;
}

/** As `URLSearchParams` of an object of texts. */
class Query {
  constructor(private readonly members: Readonly<Record<string, string>>) {}

  toString(): string {
    return Object.entries(this.members)
      .map((pair) => pair.map(encodeURIComponent).join('='))
      .join('&');
  }
}

function works(probe: () => boolean): boolean {
  try {
    return probe();
  } catch {
    return false;
  }
}

const scope = globalThis;
const atob = scope.atob ?? decode;
const btoa = scope.btoa ?? encode;
const URL = works(
  () =>
    new scope.URL('a', 'https://a.example:443/b/c?d').href === 'https://a.example/b/a' &&
    new scope.URL('https://a.example/b').origin === 'https://a.example',
)
  ? scope.URL
  : StrictURL;
const URLSearchParams = works(() => String(new scope.URLSearchParams({ a: 'b c&' })) === 'a=b+c%26')
  ? scope.URLSearchParams
  : Query;

export { atob, btoa, URL, URLSearchParams };
