// What the objects of people hold: the host's side of the classes `Pool` and `User` that Rust exports.
import { makeSession, makeUser, type Session, type User } from 'client-glue';
import { onDemand } from 'client-on-demand';
import { AuthError } from '../errors.js';
import { answer, request, secret } from './account.js';
import { Deadline, signalOf } from './deadline.js';
import { type Happening, listen, tell } from './events.js';
import { fetchAs } from './fetch.js';
import { closed, detached, type Host, makeHost } from './host.js';
import { hasArgument, input, invalid, timeoutMs } from './input.js';
import type { Json } from './json.js';
import { type Part, part } from './parts.js';
import { type Call, type Ending, entry, run, SESSION, shared } from './run.js';
import { SessionHeld, type SessionText, type Token } from './session.js';
import { pending, savedStep, showStep } from './step.js';
import { Decoded, freeze } from './token.js';

/** Runs a call within what the options allow. */
export async function runWithin(host: Host, call: Call, options?: unknown): Promise<Ending> {
  if (host.isClosed) throw closed();
  const deadline = new Deadline(options, timeoutMs(options, host.timeoutMs));
  try {
    return await run(host, call, deadline);
  } finally {
    deadline.close();
    tell(host);
  }
}

/** A sign-in as far as it came: a step to answer, or the person who is signed in. */
export function progress(host: Host, { decoded, effect, what }: Ending): object {
  const { challenge, session, username } = what as { challenge: Json; session: SessionText; username: string };
  if (effect === 'step') return showStep(host, pending(host, username, challenge));
  const held = new UserHeld(host, username);
  return Object.freeze({ status: effect, user: makeUser(held), session: held.sessionOf(session, decoded) });
}

/** When what could not be loaded is asked for again. */
const AGAIN_MS = 30_000;

const FLOWS: Record<string, string> = {
  srp: 'USER_SRP_AUTH',
  password: 'USER_PASSWORD_AUTH',
  custom: 'CUSTOM_AUTH',
  'custom-srp': 'CUSTOM_AUTH',
  'user-auth': 'USER_AUTH',
};

/** What Rust needs to start a sign-in. */
function start(given: Json): Json {
  const { acrValues, challengeSession, flow = 'srp', maxAge, password, preferredChallenge, ...options } = given;
  const authFlow = FLOWS[flow as string];
  if (!authFlow) throw invalid("`flow` must be 'srp', 'password', 'custom', 'custom-srp' or 'user-auth'.");
  for (const name of ['preferredChallenge', 'challengeSession', 'acrValues', 'maxAge'])
    if (given[name] !== undefined && flow !== 'user-auth') throw invalid(`\`${name}\` requires \`flow: 'user-auth'\`.`);
  if (!password && !/^(custom|user-auth)$/.test(flow as string)) throw invalid('This flow requires `password`.');
  const members = {
    ...(flow === 'custom-srp' && { CHALLENGE_NAME: 'SRP_A' }),
    ...((flow === 'password' || preferredChallenge === 'PASSWORD') && { PASSWORD: password }),
    PREFERRED_CHALLENGE: preferredChallenge,
    TARGET_ACR_VALUES: (acrValues as string[] | undefined)?.join(' '),
    ...(maxAge !== undefined && { MAX_AGE: String(maxAge) }),
  };
  const srp = /srp/.test(flow as string) || (preferredChallenge === 'PASSWORD_SRP' && !!password);
  return { ...options, authFlow, password, session: challengeSession, srp, members };
}

export class PoolHeld {
  private readonly opened: Host;
  private last?: { readonly held: UserHeld; readonly user: User };

  constructor(options: unknown) {
    this.opened = makeHost(options);
  }

  get host(): Host {
    if (this.opened.isClosed) throw closed();
    return this.opened;
  }

  /** For whoever signs in: where nobody is kept, everybody has a memory of their own. */
  private own(): Host {
    return this.host.store.isNone ? detached(this.host) : this.host;
  }

  async call(method: string, given: unknown, second?: unknown): Promise<unknown> {
    const options = input(method, given);
    if (method === 'restore') return this.restore(options, given, second);
    if (method === 'load') return this.load(given);
    if (method !== 'signIn')
      return freeze(answer(method, (await runWithin(this.host, request(method, options), given)).what as Json));
    const call = { method, user: options['username'] as string, options: start(options) };
    const host = this.own();
    return progress(host, await runWithin(host, call, given));
  }

  /** Asks the auth proxy who is signed in, where it keeps the tokens. */
  private async load(given: unknown): Promise<User | null> {
    const { keepsTokens, prefix, store } = this.host;
    await store.bring?.([`${prefix}LastAuthUser`]);
    const user = store.get(`${prefix}LastAuthUser`) ?? undefined;
    const remote = keepsTokens || undefined;
    await runWithin(this.host, { method: 'load', remote, ...(user && { user }) }, given);
    return this.currentUser();
  }

  private async restore(options: Json, given: unknown, second: unknown): Promise<User> {
    const { accessToken, idToken } = options as { accessToken: string; idToken?: string };
    if (this.host.keepsTokens)
      throw new AuthError('NotAvailable', 'The auth proxy keeps the tokens: sign in, or ask currentUser().');
    const decoded = new Decoded(false);
    for (const token of [accessToken, idToken]) if (token) decoded.of(token);
    const host = input('restoring', second)['store'] ? this.host : detached(this.host);
    const claims = decoded.summaryOf(accessToken, idToken);
    const { what } = await runWithin(host, { method: 'restore', options, claims }, second ?? given);
    return makeUser(new UserHeld(host, (what as { username: string }).username));
  }

  currentUser(): User | null {
    const { prefix, store } = this.host;
    const name = store.get(`${prefix}LastAuthUser`);
    if (!name || !(entry(this.host, name, 'accessToken') || entry(this.host, name, 'refreshToken'))) return null;
    return this.userOf(name);
  }

  /** The same object until another person is asked for. */
  private userOf(name: string): User {
    if (this.last?.held.user !== name || this.last.held.isClosed) {
      const held = new UserHeld(this.host, name);
      this.last = { held, user: makeUser(held) };
    }
    return this.last.user;
  }

  resume(saved: unknown): object {
    return showStep(this.own(), savedStep(this.host, saved));
  }

  subscribe(listener: unknown): () => void {
    if (typeof listener !== 'function') throw invalid('`listener` must be a function.');
    const { host } = this;
    return listen(host, ({ username, ...event }: Happening) => {
      if (!host.isClosed) listener(Object.freeze({ ...event, user: this.userOf(username) }));
    });
  }

  close(): void {
    this.opened.isClosed = true;
    this.opened.store.forget?.();
  }

  toJSON(): object {
    return freeze(this.opened.ids);
  }
}

export class UserHeld {
  isClosed = false;
  private readonly made: Record<string, Part> = {};
  private last?: { readonly texts: readonly unknown[]; readonly held: SessionHeld; readonly session: Session };

  constructor(
    readonly host: Host,
    readonly user: string,
  ) {}

  async call(method: string, first: unknown, second?: unknown): Promise<unknown> {
    if (this.isClosed || this.host.isClosed) throw closed();
    if (method === 'session' && first === undefined) return this.current();
    if (method === 'fetch') return this.fetch(first, second);
    const options = input(method, first, second);
    if (method === 'passkeys.add') return (await onDemand()).addPasskey(this, first as object);
    const { user, host } = this;
    const call = /^(session|signOut)$/.test(method) ? { method, options } : request(method, options);
    const { decoded, what } = await runWithin(host, { ...call, user }, hasArgument(method) ? second : first);
    if (method === 'session') return this.sessionOf(what as SessionText, decoded);
    if (method === 'signOut') return Object.freeze(what);
    return freeze(method === 'mfa.associate' ? secret(host.issuer, user, what as Json) : answer(method, what as Json));
  }

  /** The session without options: the last one as long as nothing has changed, and one call for all who ask meanwhile. */
  private current(): Session | Promise<Session> {
    const { host, last, user } = this;
    if (last && !last.held.isClosed) {
      const texts = SESSION.map((name) => entry(host, user, name));
      if (texts.every((text, index) => text === last.texts[index]) && last.held.isFresh()) return last.session;
    }
    return shared(host, `${user}.session`, async () => {
      const { decoded, what } = await runWithin(host, { method: 'session', user });
      return this.sessionOf(what as SessionText, decoded);
    });
  }

  /** With valid tokens, and once more with new ones where the answer is 401. */
  private fetch(url: unknown, init: unknown): Promise<Response> {
    const tokenOf = async (isNew: boolean): Promise<Token> => {
      const session = await (isNew ? this.call('session', { forceRefresh: true }) : this.current());
      return (session as { accessToken: Token }).accessToken;
    };
    return fetchAs(this.host, url, init, tokenOf, true);
  }

  /** The session of these tokens: the last one where it has the same. */
  sessionOf(text: SessionText, decoded: Decoded): Session {
    const texts = SESSION.map((name) => text[name] ?? null);
    if (!this.last || this.last.held.isClosed || texts.some((one, index) => one !== this.last?.texts[index])) {
      const held = new SessionHeld(text, decoded, this.host);
      this.last = { texts, held, session: makeSession(held) };
    }
    return this.last.session;
  }

  keepFresh(options: unknown): () => void {
    if (this.isClosed || this.host.isClosed) throw closed();
    input('keepFresh', options);
    signalOf(options);
    const end = new AbortController();
    const start = (): Promise<unknown> =>
      onDemand().then(
        ({ keepFresh }) => keepFresh(this, options, end.signal),
        () => setTimeout(start, AGAIN_MS),
      );
    start();
    return () => end.abort();
  }

  username(): string {
    return this.user;
  }

  mfa(): Part {
    return this.part('mfa');
  }

  devices(): Part {
    return this.part('devices');
  }

  passkeys(): Part {
    return this.part('passkeys');
  }

  sessions(): Part {
    return this.part('sessions');
  }

  private part(prefix: string): Part {
    this.made[prefix] ??= part(prefix, this);
    return this.made[prefix];
  }

  close(): void {
    this.isClosed = true;
    // The pool's storage is not this object's to empty.
    if (this.host.isDetached) this.host.store.forget?.();
  }

  toJSON(): object {
    return Object.freeze({ username: this.user });
  }
}
