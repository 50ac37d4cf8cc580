// Around every view of an account: who it is, the way to the other views, and the way out.
import type { SignOutResult } from 'cognito-identity-wasm';
import type { App } from '../app.js';
import { h } from '../ui/dom.js';
import { actionButton } from '../ui/form.js';
import { type IconName, icon } from '../ui/icons.js';
import { toast } from '../ui/notice.js';

const PLACES: readonly { route: string; label: string; icon: IconName }[] = [
  { route: 'session', label: 'Session', icon: 'clock' },
  { route: 'attributes', label: 'Profile', icon: 'person' },
  { route: 'mfa', label: 'Second factor', icon: 'shield' },
  { route: 'password', label: 'Password', icon: 'key' },
  { route: 'passkeys', label: 'Passkeys', icon: 'fingerprint' },
  { route: 'devices', label: 'Devices', icon: 'devices' },
];

export function accountFrame(app: App, route: string, content: HTMLElement): HTMLElement {
  const { username } = app.user;
  const leave = (global: boolean) => async () => {
    const session = await app.user.session().catch(() => null);
    if (session && app.login?.began(session)) return app.login.signOut(global);
    const result = await app.user.signOut({ global });
    toast(farewell(result, global));
    app.go('sign-in');
  };
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
        h('span', { class: 'quiet' }, 'Signed in as'),
        h('strong', { 'data-username': '' }, username),
      ),
      h(
        'div',
        { class: 'who-actions' },
        actionButton([icon('out'), 'Sign out'], { run: leave(false) }),
        actionButton('Sign out everywhere', { class: 'link', run: leave(true) }),
      ),
    ),
    h(
      'nav',
      { class: 'places', 'aria-label': 'Account' },
      PLACES.map((place) =>
        h(
          'a',
          { href: `#/${place.route}`, 'aria-current': place.route === route ? 'page' : undefined },
          icon(place.icon),
          h('span', null, place.label),
        ),
      ),
    ),
    content,
  );
}

function farewell({ revoked }: SignOutResult, global: boolean): string {
  if (!revoked) return 'You are signed out here. The service could not be told.';
  return global ? 'You are signed out on every device.' : 'You are signed out on this device.';
}
