// Vue: who is signed in as a ref, and forms of a sign-in with theirs. For Vue 3, and for 2.7.
import { inject, onMounted, onScopeDispose, type ShallowRef, shallowRef } from 'vue';
import type { AuthState, StepAction } from '../../types/auth-state.js';
import type { Challenge, Pool, SessionTokens, Step } from '../../types/index.js';
import { type AuthStore, LOADING, storeOf } from './store.js';

const KEY = Symbol('auth');

/** An app of Vue 3, or the constructor of Vue 2.7. */
interface App {
  provide?(key: symbol, value: unknown): unknown;
  mixin?(options: object): unknown;
}

export function createAuth(pool: Pool<SessionTokens>): { install(app: App): void } {
  return {
    install(app) {
      const store = storeOf(pool);
      if (app.provide) app.provide(KEY, store);
      else app.mixin?.({ provide: { [KEY]: store } });
    },
  };
}

function useStore(): AuthStore {
  const store = inject<AuthStore | undefined>(KEY, undefined);
  if (store) return store;
  throw new Error('Install it first: app.use(createAuth(pool)).');
}

/** What `read` gives, followed from when the component is mounted: what a server rendered stands until then. */
function followed<T>(store: AuthStore, first: T, read: () => T): ShallowRef<T> {
  const value = shallowRef(first) as ShallowRef<T>;
  let leave: (() => void) | undefined;
  const look = (): void => {
    value.value = read();
  };
  onMounted(() => {
    leave = store.subscribe(look);
    look();
  });
  onScopeDispose(() => leave?.());
  return value;
}

export function useAuth(): Readonly<ShallowRef<AuthState>> {
  const store = useStore();
  return followed(store, LOADING, () => store.state);
}

export function useStep() {
  const store = useStore();
  const step = followed<Challenge | undefined>(store, undefined, () => store.step);
  const busy = shallowRef(false);
  const error = shallowRef<unknown>();
  async function submit(action: StepAction): Promise<Step | undefined> {
    // A second click while the first is on its way.
    if (busy.value) return undefined;
    busy.value = true;
    error.value = undefined;
    try {
      const next = await action();
      store.follow(next);
      return next;
    } catch (reason) {
      error.value = reason;
      return undefined;
    } finally {
      busy.value = false;
    }
  }
  return { step, busy, error, submit, cancel: store.cancel };
}
