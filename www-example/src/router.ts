// Which view belongs to which address, who may see it, and where the focus goes.
import { isAuthError } from 'cognito-identity-wasm';
import type { App } from './app.js';
import { loading } from './ui/card.js';
import { h } from './ui/dom.js';
import { problem } from './ui/notice.js';
import { accountFrame } from './views/account-frame.js';
import { attributesView } from './views/attributes.js';
import { challengeView } from './views/challenge.js';
import { confirmView } from './views/confirm.js';
import { devicesView } from './views/devices.js';
import { forgotView } from './views/forgot.js';
import { mfaView } from './views/mfa.js';
import { passkeysView } from './views/passkeys.js';
import { passwordView } from './views/password.js';
import { sessionView } from './views/session.js';
import { settingsView } from './views/settings.js';
import { signInView } from './views/sign-in.js';
import { signUpView } from './views/sign-up.js';

export type View = (app: App) => HTMLElement | Promise<HTMLElement>;

interface Route {
  title: string;
  view: View;
  /** `in`: only for a person who is signed in; `out`: only for others. */
  who?: 'in' | 'out';
}

const ROUTES: Record<string, Route> = {
  'sign-in': { title: 'Sign in', view: signInView, who: 'out' },
  'sign-up': { title: 'Create an account', view: signUpView, who: 'out' },
  confirm: { title: 'Confirm your account', view: confirmView, who: 'out' },
  forgot: { title: 'Reset your password', view: forgotView, who: 'out' },
  challenge: { title: 'One more step', view: challengeView, who: 'out' },
  session: { title: 'Session', view: sessionView, who: 'in' },
  attributes: { title: 'Profile', view: attributesView, who: 'in' },
  mfa: { title: 'Second factor', view: mfaView, who: 'in' },
  password: { title: 'Password', view: passwordView, who: 'in' },
  passkeys: { title: 'Passkeys', view: passkeysView, who: 'in' },
  devices: { title: 'Devices', view: devicesView, who: 'in' },
  settings: { title: 'Settings', view: settingsView },
};

/** A view that takes longer says that it is on its way. */
const SLOW_MS = 300;

export function startRouter(app: App, main: HTMLElement, changed: (route: string) => void): void {
  let opened = 0;
  const open = async (event?: Event) => {
    const turn = ++opened;
    const name = destination(app);
    const route = ROUTES[name] as Route;
    document.title = `${route.title} · cognito-identity-wasm`;
    const slow = setTimeout(() => main.replaceChildren(loading(route.title)), SLOW_MS);
    let content: HTMLElement;
    try {
      content = await route.view(app);
    } catch (error) {
      if (isAuthError(error) && error.code === 'NotSignedIn' && !app.signedIn) {
        app.go('sign-in', { message: 'Your session has ended. Sign in again.' });
        return;
      }
      content = h('section', { class: 'card page' }, h('h1', { tabindex: '-1' }, route.title), problem(error));
    } finally {
      clearTimeout(slow);
    }
    if (turn !== opened) return;
    // What one view handed over was for this one.
    app.draft = {};
    main.replaceChildren(route.who === 'in' && app.signedIn ? accountFrame(app, name, content) : content);
    changed(name);
    // On arrival the focus stays with the browser; from then on it follows the person.
    const place = main.querySelector<HTMLElement>('[data-first]') ?? main.querySelector('h1');
    if (event) {
      place?.focus({ preventScroll: true });
      scrollTo({ top: 0 });
    }
  };
  addEventListener('hashchange', open);
  void open();
}

function destination(app: App): string {
  const name = location.hash.replace(/^#\//, '');
  const { signedIn } = app;
  const who = ROUTES[name]?.who;
  if (signedIn && (who === 'out' || !ROUTES[name])) return 'session';
  if (!signedIn && (who === 'in' || !ROUTES[name])) return app.challenge ? 'challenge' : 'sign-in';
  if (name === 'challenge' && !app.challenge) return 'sign-in';
  return name;
}
