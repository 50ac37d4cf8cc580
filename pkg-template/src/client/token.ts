// JSON Web Tokens: their claims, read once. Signatures are not checked; that is the servers' work.
import { TextDecoder } from '../engine/text.js';
import { AuthError } from '../errors.js';

export type Claims = Readonly<Record<string, unknown>>;

/** Far above what a header of HTTP can carry. */
const LONGEST = 1 << 20;
/** Deeper claims are refused: no token needs them. */
const DEPTH = 24;

const malformed = (message: string): AuthError => new AuthError('MalformedToken', message);

/** Freezes a value all the way down; false where that is too deep. */
export function freeze<T>(value: T, depth = Infinity): T {
  if (typeof value === 'object' && value !== null) {
    if (depth < 0) throw new RangeError();
    for (const item of Object.values(value)) freeze(item, depth - 1);
    Object.freeze(value);
  }
  return value;
}

function bytesOf(base64url: string): Uint8Array {
  if (/[+/\s]/.test(base64url)) throw new TypeError();
  const binary = atob(base64url.replace(/-/g, '+').replace(/_/g, '/').replace(/=+$/, ''));
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}

function claimsIn(json: string): Claims {
  const claims = JSON.parse(json);
  if (typeof claims !== 'object' || claims === null || Array.isArray(claims)) throw new TypeError();
  return freeze(claims, DEPTH);
}

/** The claims of a token, frozen. */
export function decode(jwt: string): Claims {
  const [, payload, , more] = jwt.length > LONGEST ? [] : jwt.split('.', 4);
  if (!payload?.replace(/=/g, '') || more !== undefined || jwt.split('.', 3).length < 3)
    throw malformed('The token must have three parts and at most 1 MiB: pass a whole JSON Web Token.');
  let json: string;
  try {
    const decoder = new (TextDecoder as typeof globalThis.TextDecoder)('utf-8', { fatal: true, ignoreBOM: true });
    json = decoder.decode(bytesOf(payload));
  } catch {
    throw malformed("The token's payload is not UTF-8 in base64url (truncated or modified?).");
  }
  try {
    return claimsIn(json);
  } catch {
    throw malformed("The token's payload is not a JSON object: pass the token as the service gave it.");
  }
}

/** The claims of stored tokens, each decoded once; where an auth proxy keeps the tokens, their claims are stored themselves. */
export class Decoded {
  private readonly known = new Map<string, Claims | undefined>();

  constructor(private readonly proxied: boolean) {}

  /** Whether this is not a token but the claims of one that the auth proxy keeps. */
  stands(text: string): boolean {
    return this.proxied && text[0] === '{';
  }

  of(text: string): Claims {
    const claims = this.known.get(text) ?? (this.stands(text) ? claimsIn(text) : decode(text));
    this.known.set(text, claims);
    return claims;
  }

  /** What Rust is told of a token's claims; nothing of one that cannot be read. */
  summary(text: unknown): object | undefined {
    if (typeof text !== 'string' || !text) return undefined;
    try {
      const { device_key, exp, iat, origin_jti, sub, username } = this.of(text);
      return { device_key, exp, iat, origin_jti, sub, username };
    } catch {
      return undefined;
    }
  }

  /** The same of claims that came as they are. */
  summaryOf(access: unknown, id: unknown): object {
    return { access: this.summary(access), id: this.summary(id) };
  }
}
