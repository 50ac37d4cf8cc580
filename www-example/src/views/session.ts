// The tokens: what they say, how long they live, and new ones on demand.
import type { Session } from 'cognito-identity-wasm';
import type { App } from '../app.js';
import { card, page } from '../ui/card.js';
import { claims } from '../ui/claims.js';
import { countdown } from '../ui/countdown.js';
import { h } from '../ui/dom.js';
import { actionButton } from '../ui/form.js';
import { icon } from '../ui/icons.js';
import { toast } from '../ui/notice.js';

export async function sessionView(app: App): Promise<HTMLElement> {
  const { user } = app;
  const stage = h('div', { class: 'stack' });
  const place = h('div');
  const refresh = actionButton([icon('refresh'), 'Refresh now'], {
    place,
    class: 'button',
    async run() {
      const session = await user.session({ forceRefresh: true });
      if (!stage.isConnected) return;
      const newer = summary(session);
      overview.replaceWith(newer);
      overview = newer;
      stage.replaceChildren(...tokens(session));
      toast('You have new tokens.');
    },
  });
  const session = await user.session();
  let overview = summary(session);
  stage.append(...tokens(session));
  return h(
    'div',
    { class: 'stack' },
    page(
      { title: 'Your session', lead: 'When its tokens are about to end, the next call that needs them gets new ones.' },
      place,
      overview,
      h('div', { class: 'actions' }, refresh),
    ),
    stage,
  );
}

function summary(session: Session): HTMLElement {
  const { idToken, accessToken } = session;
  return h(
    'div',
    { class: 'overview' },
    countdown('Access token', accessToken.issuedAt, accessToken.expiresAt),
    h(
      'dl',
      { class: 'facts' },
      fact('Groups', session.groups.length > 0 ? session.groups.join(', ') : 'none'),
      fact('Refresh token', session.refreshToken ? 'kept in this browser' : 'none'),
      fact('Access token ends', clock(accessToken.expiresAt)),
      fact('ID token ends', clock(idToken.expiresAt)),
    ),
  );
}

function tokens({ idToken, accessToken }: Session): HTMLElement[] {
  return [
    card(
      'ID token',
      h('p', { class: 'quiet' }, 'Who you are.'),
      claims('Claims of the ID token', idToken.claims),
      copyButton(idToken.jwt),
    ),
    card(
      'Access token',
      h('p', { class: 'quiet' }, 'What you may do.'),
      claims('Claims of the access token', accessToken.claims),
      copyButton(accessToken.jwt),
    ),
  ];
}

function fact(name: string, value: string): HTMLElement {
  return h('div', null, h('dt', null, name), h('dd', null, value));
}

function clock(time: number): string {
  return new Date(time).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
}

function copyButton(jwt: string): HTMLElement {
  return h(
    'div',
    { class: 'actions' },
    actionButton([icon('copy'), 'Copy the token'], {
      async run() {
        await navigator.clipboard.writeText(jwt);
        toast('Copied.');
      },
    }),
  );
}
