// The outbox of the local Cognito, as the phone and mailbox of the people in it.
import type { App } from '../app.js';
import { h } from '../ui/dom.js';
import { icon } from '../ui/icons.js';
import type { Demo, Sent } from './demo.js';
import { fillCode } from './fill.js';

const KINDS: Record<string, string> = {
  signUp: 'Confirm your account',
  resendCode: 'Confirm your account',
  forgotPassword: 'Reset your password',
  adminCreateUser: 'Your first password',
  verifyAttribute: 'Confirm your address',
  authentication: 'Sign in',
};
const SHOWN = 3;
const EVERY_MS = 1500;

/** Shows what was sent to the person who is signing in or signed in; while nobody is known, what was sent to anybody. */
export function messagesSection(app: App, demo: Demo): { element: HTMLElement; update(): void } {
  const list = h('ol', { class: 'messages', 'aria-live': 'polite' });
  let shown = '';
  const update = async () => {
    try {
      const messages = (await demo.outbox(app.username)).slice(-SHOWN).reverse();
      const now = JSON.stringify(messages);
      if (now === shown) return;
      shown = now;
      list.replaceChildren(...(messages.length === 0 ? [empty()] : messages.map(row)));
    } catch {
      // The server has ended; what is shown stays until it is back.
    }
  };
  setInterval(() => {
    if (document.visibilityState === 'visible') void update();
  }, EVERY_MS);
  void update();
  return {
    element: h('section', { class: 'card outbox' }, h('h2', null, icon('mail'), 'Outbox'), list),
    update: () => void update(),
  };
}

function empty(): HTMLElement {
  return h('li', { class: 'quiet' }, 'Nothing was sent yet.');
}

function row(message: Sent, index: number): HTMLElement {
  const sms = message.medium === 'SMS';
  return h(
    'li',
    { class: 'message' },
    h('span', { class: 'message-icon' }, icon(sms ? 'phone' : 'mail')),
    h(
      'div',
      null,
      h(
        'p',
        { class: 'message-head' },
        h('strong', null, KINDS[message.kind] ?? message.kind),
        h('span', { class: 'sr' }, sms ? ', by SMS' : ', by e-mail'),
      ),
      h('p', { class: 'quiet' }, `${message.username} · ${message.destination}`),
      h(
        'div',
        { class: 'message-code' },
        h('code', null, message.code),
        message.kind !== 'adminCreateUser' &&
          h(
            'button',
            {
              type: 'button',
              class: `button small${index > 0 ? ' quiet-button' : ''}`,
              on: { click: () => fillCode(message.code) },
            },
            'Use',
            h('span', { class: 'sr' }, ` the code ${message.code}`),
          ),
      ),
    ),
  );
}
