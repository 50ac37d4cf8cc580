// What the views share: the pool, who is signed in, the challenge that waits, and the way from view to view.
import { AuthError, type Challenge, type CodeDelivery, Pool, type Step, type User } from 'cognito-identity-wasm';
import type { Demo } from './demo/demo.js';
import { type Login, loginOf, loginOptions } from './login.js';
import * as pending from './pending.js';
import type { ServedLogin, Settings } from './settings.js';

/** What one view hands to the next: too private for the address. */
export interface Draft {
  username?: string;
  password?: string;
  flow?: string | undefined;
  delivery?: CodeDelivery | undefined;
  message?: string;
}

export class App {
  readonly pool: Pool;
  /** Managed login, where the pool has it. */
  readonly login: Login | null;
  challenge: Challenge | null;
  draft: Draft = {};

  constructor(
    readonly settings: Settings,
    readonly demo: Demo | null,
    login: ServedLogin | null,
  ) {
    const { endpoint, ...ids } = settings;
    const options = login ? { ...ids, login: loginOptions(login) } : ids;
    this.pool = new Pool(endpoint ? { ...options, endpoint } : options);
    this.login = login && loginOf(this.pool, login);
    this.challenge = pending.takeUp(this.pool);
  }

  get signedIn(): boolean {
    return Boolean(this.pool.currentUser());
  }

  /** Who is signed in; the router leads to the sign-in when the session ended meanwhile. */
  get user(): User {
    const user = this.pool.currentUser();
    if (!user) throw new AuthError('NotSignedIn', 'Nobody is signed in.');
    return user;
  }

  /** Whoever is signing in or signed in. */
  get username(): string | undefined {
    return this.challenge?.username ?? this.pool.currentUser()?.username;
  }

  /** Opens a view; also the one that is open, anew. */
  go(route: string, draft: Draft = {}): void {
    this.draft = draft;
    const hash = `#/${route}`;
    if (location.hash === hash) dispatchEvent(new HashChangeEvent('hashchange'));
    else location.hash = hash;
  }

  /** Follows a sign-in to its next step. */
  follow(step: Step): void {
    if (step.status === 'signedIn') {
      this.abandon();
      this.go('session');
      return;
    }
    this.challenge = step;
    pending.keep(step);
    this.go('challenge');
  }

  /** The challenge as it stands now: setting up an authenticator moves it on. */
  keep(challenge: Challenge): void {
    pending.keep(challenge);
  }

  /** Forgets a sign-in that was begun. */
  abandon(): void {
    this.challenge = null;
    pending.drop();
  }
}
