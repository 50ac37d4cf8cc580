// React: who is signed in as a hook, and forms of a sign-in as another.
import {
  createContext,
  createElement,
  type ReactElement,
  type ReactNode,
  useContext,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import type { AuthState, StepAction } from '../../types/auth-state.js';
import type { Pool, SessionTokens, Step } from '../../types/index.js';
import { type AuthStore, LOADING, storeOf } from './store.js';

const Context = createContext<AuthStore | undefined>(undefined);

export function AuthProvider({ children, pool }: { pool: Pool<SessionTokens>; children?: ReactNode }): ReactElement {
  return createElement(Context.Provider, { value: storeOf(pool) }, children);
}

function useStore(): AuthStore {
  const store = useContext(Context);
  if (store) return store;
  throw new Error('Put <AuthProvider pool={pool}> around the components that call useAuth or useStep.');
}

const atServer = (): AuthState => LOADING;

export function useAuth(): AuthState {
  const store = useStore();
  return useSyncExternalStore(store.subscribe, () => store.state, atServer);
}

const IDLE = { busy: false, error: undefined as unknown };

export function useStep() {
  const store = useStore();
  const step = useSyncExternalStore(
    store.subscribe,
    () => store.step,
    () => undefined,
  );
  const [state, setState] = useState(IDLE);
  const isBusy = useRef(false);
  async function submit(action: StepAction): Promise<Step | undefined> {
    // A second click while the first is on its way.
    if (isBusy.current) return undefined;
    isBusy.current = true;
    setState({ busy: true, error: undefined });
    let error: unknown;
    try {
      const next = await action();
      store.follow(next);
      return next;
    } catch (reason) {
      error = reason;
      return undefined;
    } finally {
      isBusy.current = false;
      setState({ busy: false, error });
    }
  }
  return { ...state, step, submit, cancel: store.cancel };
}

export function RequireAuth(props: { children?: ReactNode; fallback?: ReactNode; loading?: ReactNode }): ReactNode {
  const { status } = useAuth();
  return status === 'signedIn' ? props.children : status === 'loading' ? props.loading : props.fallback;
}
