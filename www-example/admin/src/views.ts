// Which view an address means, and what stands around it: who administers, and the way out.
import { isAuthError } from 'cognito-identity-wasm';
import type { SessionStore } from '../../shared/session-store.js';
import { loading } from '../../src/ui/card.js';
import { h } from '../../src/ui/dom.js';
import { actionButton } from '../../src/ui/form.js';
import { icon } from '../../src/ui/icons.js';
import { problem } from '../../src/ui/notice.js';
import type { AdminApi } from './api.js';
import { challengeView, signInView } from './entrance.js';
import { inviteView } from './invite-view.js';
import { peopleView } from './people-view.js';
import { personView } from './person-view.js';

/** A view that takes longer says that it is on its way. */
const SLOW_MS = 300;

export function startViews(main: HTMLElement, store: SessionStore, api: AdminApi): void {
  let opened = 0;
  const open = async (moved: boolean) => {
    const turn = ++opened;
    const slow = setTimeout(() => main.replaceChildren(loading('People')), SLOW_MS);
    const content = await view(store, api);
    clearTimeout(slow);
    if (turn !== opened) return;
    main.replaceChildren(content);
    const heading = main.querySelector('h1');
    document.title = `${heading?.textContent ?? 'People'} · cognito-identity-wasm`;
    // On arrival the focus stays with the browser; from then on it follows the person.
    if (moved) heading?.focus({ preventScroll: true });
  };
  addEventListener('hashchange', () => void open(true));
  // A fresh session of the same person is no reason to draw a form anew while somebody types.
  let shown = key(store);
  store.subscribe(() => {
    if (key(store) === shown) return;
    shown = key(store);
    void open(true);
  });
  void open(false);
}

function key(store: SessionStore): string {
  const state = store.snapshot();
  const whose =
    state.status === 'signedIn'
      ? state.user.username
      : state.status === 'challenge'
        ? state.challenge.challengeSession
        : '';
  return `${state.status} ${whose}`;
}

async function view(store: SessionStore, api: AdminApi): Promise<HTMLElement> {
  const state = store.snapshot();
  if (state.status === 'failed') return alone('People', problem(state.error));
  if (state.status === 'challenge') return challengeView(store, state.challenge);
  if (state.status !== 'signedIn') return signInView(store, state.status === 'signedOut' ? state.message : undefined);
  const [, place, name] = /^#\/(\w+)(?:\/(.+))?$/.exec(location.hash) ?? [];
  try {
    if (place === 'invite') return framed(store, place, inviteView(api));
    if (place === 'people' && name) return framed(store, place, await personView(api, decodeURIComponent(name)));
    return framed(store, 'people', await peopleView(api));
  } catch (error) {
    return framed(store, place ?? 'people', alone('People', problem(error), ...whyRefused(error)));
  }
}

function whyRefused(error: unknown): HTMLElement[] {
  if (!isAuthError(error) || error.status !== 403) return [];
  return [h('p', null, 'This page is for members of the group ', h('strong', null, 'admins'), '.')];
}

function alone(title: string, ...content: HTMLElement[]): HTMLElement {
  return h('section', { class: 'card page' }, h('h1', { tabindex: '-1' }, title), content);
}

const PLACES = [
  { place: 'people', label: 'People', sign: 'people' },
  { place: 'invite', label: 'Invite somebody', sign: 'mail' },
] as const;

function framed(store: SessionStore, open: string, content: HTMLElement): HTMLElement {
  const state = store.snapshot();
  const username = state.status === 'signedIn' ? state.user.username : '';
  return h(
    'div',
    { class: 'account' },
    h(
      'div',
      { class: 'who' },
      h('span', { class: 'avatar', 'aria-hidden': 'true' }, username.slice(0, 1).toUpperCase()),
      h(
        'div',
        { class: 'who-name' },
        h('span', { class: 'quiet' }, 'Administrator'),
        h('strong', { 'data-username': '' }, username),
      ),
      h('div', { class: 'who-actions' }, actionButton([icon('out'), 'Sign out'], { run: () => store.signOut() })),
    ),
    h(
      'nav',
      { class: 'places', 'aria-label': 'Administration' },
      PLACES.map(({ place, label, sign }) =>
        h(
          'a',
          { href: `#/${place}`, 'aria-current': place === open ? 'page' : undefined },
          icon(sign),
          h('span', null, label),
        ),
      ),
    ),
    content,
  );
}
