// The class that tells whether a token is one of a user pool's.
import { VerifierEngine } from 'server-glue';
import type { TokenVerifierOptions } from '../../types/server.js';
import { AuthError } from '../errors.js';
import { intelligibly } from './auth-proxy.js';
import { KeySet } from './key-set.js';

export class TokenVerifier {
  readonly #engine: VerifierEngine;
  readonly #keys: KeySet;
  readonly #denyList: TokenVerifierOptions['denyList'];

  constructor(options: TokenVerifierOptions) {
    const {
      denyList,
      fetch = (...args: Parameters<typeof globalThis.fetch>) => globalThis.fetch(...args),
      ...plain
    } = options ?? {};
    const list = (value: string | readonly string[] | undefined) => (value === undefined ? [] : [value].flat());
    const { clientId, groups, scopes } = plain;
    const given = { ...plain, clientId: list(clientId), groups: list(groups), scopes: list(scopes) };
    this.#engine = intelligibly(() => new VerifierEngine(JSON.stringify(given)));
    this.#keys = new KeySet(this.#engine.jwks(), fetch);
    this.#denyList = denyList;
  }

  /** Fetches the keys now. */
  async hydrate(): Promise<void> {
    await this.#keys.hydrate().catch(() => {
      throw unreachable();
    });
  }

  async verify(token: string): Promise<Record<string, unknown>> {
    if (typeof token !== 'string') throw new AuthError('TokenRefused', 'Give the token as a string.');
    const kid = intelligibly(() => this.#engine.keyId(token), 'TokenRefused');
    const good = await this.#keys.verify(kid, token);
    if (good === undefined) throw unreachable();
    const claims = intelligibly(() => this.#engine.claims(token, good, Date.now()), 'TokenRefused');
    const { keys, ...holder } = this.#denyList ? JSON.parse(this.#engine.denialMarks(token)) : {};
    if (await this.#denyList?.has(keys, holder))
      throw new AuthError('TokenRefused', 'The token was denied: it leaked, or its session was ended.');
    return JSON.parse(claims);
  }
}

const unreachable = (): AuthError =>
  new AuthError('NetworkError', 'The keys of the user pool cannot be fetched: check the connection and the pool id.', {
    kind: 'network',
    retryable: true,
  });
