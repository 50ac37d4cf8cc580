// Who is signed in, for any component. To copy it, take this file, shared/session-store.ts and src/pending.ts.
import { createContext, useContext, useSyncExternalStore } from 'react';
import type { SessionState, SessionStore } from '../../shared/session-store.js';

export const SessionContext = createContext<SessionStore | null>(null);

/** The store: to sign in and out. */
export function useSessionStore(): SessionStore {
  const store = useContext(SessionContext);
  if (!store) throw new Error('useSession needs a SessionContext around it.');
  return store;
}

/** The state; the component is drawn anew when it changes. */
export function useSession(): SessionState {
  const store = useSessionStore();
  return useSyncExternalStore(store.subscribe, store.snapshot);
}
