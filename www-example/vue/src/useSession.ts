// Who is signed in, for any component. To copy it, take this file, shared/session-store.ts and src/pending.ts.
import { type InjectionKey, inject, onScopeDispose, type ShallowRef, shallowRef } from 'vue';
import type { SessionState, SessionStore } from '../../shared/session-store.js';

export const SESSION: InjectionKey<SessionStore> = Symbol('session');

/** The store: to sign in and out. */
export function useSessionStore(): SessionStore {
  const store = inject(SESSION);
  if (!store) throw new Error('useSession needs app.provide(SESSION, store).');
  return store;
}

/** The state, shallow: users and sessions are no plain data to look into. */
export function useSession(): Readonly<ShallowRef<SessionState>> {
  const store = useSessionStore();
  const state = shallowRef(store.snapshot());
  onScopeDispose(
    store.subscribe(() => {
      state.value = store.snapshot();
    }),
  );
  return state;
}
