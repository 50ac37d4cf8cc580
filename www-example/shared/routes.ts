// Which view an address means. A person who is not signed in gets the sign-in in place of a protected view, and the view afterwards.
import type { SessionState } from './session-store.js';

export const PROTECTED = { session: 'Session', account: 'Account', members: 'Members' } as const;
const PUBLIC = ['sign-in', 'sign-up', 'confirm', 'forgot'] as const;

export type Route = keyof typeof PROTECTED | (typeof PUBLIC)[number] | 'challenge';

export function routeOf(hash: string, { status }: SessionState): Route {
  const name = hash.replace(/^#\//, '');
  if (status === 'signedIn') return Object.hasOwn(PROTECTED, name) ? (name as Route) : 'session';
  if (status === 'challenge') return 'challenge';
  return PUBLIC.find((route) => route === name) ?? 'sign-in';
}

export const subscribeHash = (listener: () => void): (() => void) => {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
};

/** After a change of view: its name for the tab, and the focus for whoever does not see the change. */
export function arrive(first: boolean): void {
  const heading = document.querySelector<HTMLElement>('main h1');
  document.title = `${heading?.textContent ?? 'Example'} · cognito-identity-wasm`;
  if (!first) heading?.focus({ preventScroll: true });
}
