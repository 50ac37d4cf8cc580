// Who is signed in, as one value that changes: what the bindings for React and Vue share.
import type { AuthState } from '../../types/auth-state.js';
import type { Challenge, Pool, SessionTokens, Step } from '../../types/index.js';

type AnyPool = Pool<SessionTokens>;

/** How long a saved challenge is taken up again; the service forgets it by then. */
const LIFE_MS = 15 * 60_000;

export interface AuthStore {
  /** The state as it is now: the same object until it changes. */
  state: AuthState;
  /** The challenge that waits for an answer. */
  step: Challenge | undefined;
  /** Calls the listener after each change; gives what ends that. The first one asks the pool who is signed in. */
  subscribe(this: void, listener: () => void): () => void;
  /** Takes up what came of a sign-in or of an answer. */
  follow(step: Step): void;
  /** Gives up the sign-in. */
  cancel(this: void): void;
}

/** What is shown before anybody knows: on the server, and at hydration. */
export const LOADING: AuthState = Object.freeze({ status: 'loading' });

const stores = new WeakMap<AnyPool, AuthStore>();

/** The store of a pool: one for all components, and for each time that they are mounted. */
export function storeOf(pool: AnyPool): AuthStore {
  const store = stores.get(pool) ?? makeStore(pool);
  stores.set(pool, store);
  return store;
}

function makeStore(pool: AnyPool): AuthStore {
  const listeners = new Set<() => void>();
  const key = `auth-step.${Object.values(pool.toJSON()).join('.')}`;
  let leave: (() => void) | undefined;

  function keep(step?: Challenge): void {
    store.step = step;
    try {
      if (step) sessionStorage.setItem(key, JSON.stringify([Date.now(), step]));
      else sessionStorage.removeItem(key);
    } catch {
      // Without such a storage a challenge ends with the page.
    }
  }
  function change(next: AuthState): void {
    const { state } = store;
    const isSame = (['status', 'user', 'step', 'error'] as (keyof AuthState)[]).every(
      (name) => next[name] === state[name],
    );
    if (!isSame) store.state = Object.freeze(next);
    for (const listener of listeners) listener();
  }
  function look(): void {
    const user = pool.currentUser();
    const { step } = store;
    change(user ? { status: 'signedIn', user } : step ? { status: 'step', step } : { status: 'signedOut' });
  }
  async function load(): Promise<void> {
    try {
      await pool.load();
      if (!leave) return;
      if (!store.step && !pool.currentUser()) resume();
      look();
    } catch (error) {
      change({ status: 'failed', error, retry: load });
    }
  }
  function resume(): void {
    try {
      const [at, saved] = JSON.parse(sessionStorage.getItem(key) as string);
      if (Date.now() - at < LIFE_MS) store.step = pool.resume(saved) as Challenge;
    } catch {
      // Nothing was saved, or nothing that fits this pool.
    }
  }

  const store: AuthStore = {
    state: LOADING,
    step: undefined,
    subscribe(listener) {
      listeners.add(listener);
      if (!leave) {
        leave = pool.subscribe(look);
        load();
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size) return;
        leave?.();
        leave = undefined;
      };
    },
    follow(step) {
      const isDone = step.status === 'signedIn';
      keep(isDone ? undefined : step);
      // A pool that stores nothing knows the person by the step alone.
      if (isDone && !pool.currentUser()) change({ status: 'signedIn', user: step.user });
      else look();
    },
    cancel() {
      keep();
      look();
    },
  };
  return store;
}
