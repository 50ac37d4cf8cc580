// Who is signed in, as one value that changes: what the hooks of both apps subscribe to. Written to be copied.
import {
  AuthError,
  type Challenge,
  isAuthError,
  type Pool,
  type Session,
  type SessionOptions,
  type Step,
  type User,
} from 'cognito-identity-wasm';
import * as pending from '../src/pending.js';

export type SessionState =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly error: unknown }
  | { readonly status: 'signedOut'; readonly message?: string | undefined }
  | { readonly status: 'challenge'; readonly challenge: Challenge }
  | { readonly status: 'signedIn'; readonly user: User; readonly session: Session };

/** Managed login, as `src/login.ts` does it. */
export interface Login {
  readonly providers: readonly { readonly name: string; readonly label: string }[];
  /** Leaves this page; the view that was open comes back with the person. */
  signIn(provider: { readonly name: string }): Promise<void>;
  /** Whether a session began on the pages. */
  began(session: Session): boolean;
  /** Ends the session, and the one of the login domain: else the next person there would be the former one. */
  signOut(global?: boolean): Promise<void>;
}

export class SessionStore {
  private state: SessionState = { status: 'loading' };
  private readonly listeners = new Set<() => void>();

  constructor(
    readonly pool: Pool,
    /** Managed login, where the pool has it. */
    readonly login: Login | null = null,
  ) {}

  readonly snapshot = (): SessionState => this.state;

  /** Calls the listener after each change; gives the function that ends this. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Takes up what an earlier visit left: a session, or a challenge that waits; else there may be something to say. */
  async restore(message?: string): Promise<void> {
    const challenge = pending.takeUp(this.pool);
    if (challenge && !this.pool.currentUser()) this.change({ status: 'challenge', challenge });
    else if (message && !this.pool.currentUser()) this.change({ status: 'signedOut', message });
    else await this.refresh().catch((error: unknown) => this.change({ status: 'failed', error }));
  }

  /** Follows a sign-in to its next step. */
  follow(step: Step): void {
    if (step.status === 'signedIn') {
      pending.drop();
      this.change({ status: 'signedIn', user: step.user, session: step.session });
    } else {
      pending.keep(step);
      this.change({ status: 'challenge', challenge: step });
    }
  }

  /** Gives up a sign-in that was begun. */
  abandon(): void {
    pending.drop();
    this.change({ status: 'signedOut' });
  }

  /** Valid tokens; new ones in any case with `forceRefresh`. */
  async refresh(options?: SessionOptions): Promise<void> {
    if (!this.pool.currentUser()) return this.change({ status: 'signedOut' });
    await this.run(async (user) => this.change({ status: 'signedIn', user, session: await user.session(options) }));
  }

  async signOut(global = false): Promise<void> {
    if (this.state.status === 'signedIn' && this.login?.began(this.state.session)) return this.login.signOut(global);
    const { revoked } = await this.run((user) => user.signOut({ global }));
    const where = global ? 'on every device' : 'on this device';
    const message = revoked
      ? `You are signed out ${where}.`
      : 'You are signed out here. The service could not be told.';
    this.change({ status: 'signedOut', message });
  }

  async deleteAccount(): Promise<void> {
    await this.run((user) => user.delete());
    this.change({ status: 'signedOut', message: 'The account was deleted.' });
  }

  /** Does something as the person who is signed in, and notices when the session turns out to have ended. */
  async run<Result>(work: (user: User) => Promise<Result>): Promise<Result> {
    try {
      const user = this.pool.currentUser();
      if (!user) throw new AuthError('NotSignedIn', 'Nobody is signed in.');
      return await work(user);
    } catch (error) {
      if (isAuthError(error) && error.code === 'NotSignedIn') {
        this.change({ status: 'signedOut', message: 'Your session has ended. Sign in again.' });
      }
      throw error;
    }
  }

  private change(state: SessionState): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}
