// What a `Session` holds: one to three tokens, decoded.
import { isValid, makeSession, type Session } from 'client-glue';
import { AuthError } from '../errors.js';
import { fetchAs } from './fetch.js';
import { closed, type Host } from './host.js';
import { input, invalid } from './input.js';
import { type Claims, Decoded, freeze } from './token.js';

/** The tokens of a session, as Rust hands them over and as they are stored. */
export interface SessionText {
  readonly accessToken?: string;
  readonly idToken?: string;
  readonly refreshToken?: string;
  readonly clockDrift?: string;
}

/** A token as callers see it; without `jwt` where an auth proxy keeps it. */
export interface Token {
  readonly jwt?: string;
  readonly claims: Claims;
  readonly expiresAt?: number;
  readonly issuedAt?: number;
}

function tokenOf(text: string | undefined, decoded: Decoded): Token | undefined {
  if (!text) return undefined;
  const claims = decoded.of(text);
  const { exp, iat } = claims;
  return Object.freeze({
    ...(!decoded.stands(text) && { jwt: text }),
    claims,
    ...(typeof exp === 'number' && { expiresAt: exp * 1000 }),
    ...(typeof iat === 'number' && { issuedAt: iat * 1000 }),
  });
}

/** The drift that a stored text means, in seconds: as `drift_seconds` of src/client/session.rs reads it. */
function driftOf(stored = ''): number {
  const number = Number.parseInt(stored, 10) || 0;
  return stored.endsWith('s') ? number : Math.min(number, number / -1000);
}

/** Seconds since 1970 at which a token ends; none for a token that is not there. */
function endOf(token: Token | undefined): number {
  return token ? (token.expiresAt ?? 0) / 1000 : Number.NaN;
}

interface Shown {
  readonly idToken: Token | undefined;
  readonly accessToken: Token | undefined;
  readonly refreshToken: string | undefined;
  readonly groups: readonly string[];
  readonly acr: string | undefined;
  readonly amr: readonly string[];
}

/**
 * A claim that the service puts behind its own name and a colon, as `groups`; an attribute `custom:groups` is the app's. The entry for
 * apps behind an auth proxy must not name the service.
 */
const serviceClaim = (claims: Claims | undefined, name: string): unknown =>
  Object.entries(claims ?? {}).find(([key]) => key.replace(/^(?!custom:)\w+:/, ':') === `:${name}`)?.[1];

/** The strings of a claim that is a list of them. */
const texts = (claim: unknown): readonly string[] =>
  freeze(Array.isArray(claim) ? claim.filter((text) => typeof text === 'string') : []);

export class SessionHeld {
  private shown?: Shown;
  private readonly drift: number;

  constructor(
    { accessToken, clockDrift, idToken, refreshToken }: SessionText,
    decoded: Decoded,
    private readonly host?: Host,
  ) {
    const [access, id] = [tokenOf(accessToken, decoded), tokenOf(idToken, decoded)];
    const claim = (name: string): unknown => access?.claims[name] ?? id?.claims[name];
    const acr = claim('acr');
    this.shown = {
      accessToken: access,
      idToken: id,
      refreshToken: refreshToken && !decoded.stands(refreshToken) ? refreshToken : undefined,
      groups: texts(serviceClaim(access?.claims, 'groups') ?? serviceClaim(id?.claims, 'groups')),
      acr: typeof acr === 'string' ? acr : undefined,
      amr: texts(claim('amr')),
    };
    this.drift = driftOf(clockDrift);
  }

  get isClosed(): boolean {
    return !this.shown;
  }

  private open(): Shown {
    if (this.shown) return this.shown;
    throw closed();
  }

  /** Whether the tokens are still valid for so many seconds. */
  isFresh(leeway = 0): boolean {
    const { accessToken, idToken } = this.open();
    return isValid(Date.now(), this.drift, leeway, endOf(accessToken), endOf(idToken));
  }

  idToken(): Token | undefined {
    return this.open().idToken;
  }

  accessToken(): Token | undefined {
    return this.open().accessToken;
  }

  refreshToken(): string | undefined {
    return this.open().refreshToken;
  }

  groups(): readonly string[] {
    return this.open().groups;
  }

  acr(): string | undefined {
    return this.open().acr;
  }

  amr(): readonly string[] {
    return this.open().amr;
  }

  isValid(options: unknown): boolean {
    this.open();
    return this.isFresh((input('isValid', options)['leewaySeconds'] as number) ?? 0);
  }

  async call(_: string, url: unknown, init: unknown): Promise<Response> {
    const { accessToken } = this.open();
    if (!accessToken) throw new AuthError('NotSignedIn', 'Nobody is signed in: call pool.signIn first.');
    return fetchAs(this.host, url, init, () => accessToken, false);
  }

  close(): void {
    delete this.shown;
  }

  toJSON(): object {
    const { accessToken, groups, idToken } = this.open();
    const username = accessToken?.claims['username'] ?? serviceClaim(idToken?.claims, 'username');
    const expiresAt = accessToken?.expiresAt;
    return Object.freeze({
      ...(typeof username === 'string' && { username }),
      groups,
      ...(expiresAt && { expiresAt }),
    });
  }
}

/** What `new Session(tokens)` holds. */
export function openSession(tokens: unknown): SessionHeld {
  const given = input('tokens', tokens) as SessionText;
  if (!given.accessToken && !given.idToken && !given.refreshToken)
    throw invalid('A session is made of at least one token: give accessToken, idToken or refreshToken.');
  return new SessionHeld(given, new Decoded(false));
}

export { makeSession, type Session };
