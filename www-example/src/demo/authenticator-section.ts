// The authenticator of whoever is signing in or signed in, if this page knows the secret.
import type { App } from '../app.js';
import { h } from '../ui/dom.js';
import { icon } from '../ui/icons.js';
import type { Demo } from './demo.js';
import { fillCode } from './fill.js';
import { PERIOD, totp } from './totp.js';

export function authenticatorSection(app: App, demo: Demo): { element: HTMLElement; update(): void } {
  const code = h('code', { class: 'totp' });
  const left = h('progress', { max: PERIOD, value: 0, 'aria-label': 'Until the next code' });
  const use = h(
    'button',
    { type: 'button', class: 'button small', on: { click: () => fillCode(code.textContent ?? '') } },
    'Use',
    h('span', { class: 'sr' }, ' this code'),
  );
  const who = h('p', { class: 'quiet' });
  const element = h(
    'section',
    { class: 'card authenticator', hidden: true },
    h('h2', null, icon('shield'), 'Authenticator'),
    who,
    h('div', { class: 'message-code' }, code, use),
    left,
  );
  const update = async () => {
    const { username } = app;
    const secret = username && demo.authenticator.secretOf(username);
    element.hidden = !secret;
    if (!secret) return;
    const now = Date.now();
    who.textContent = `of ${username}`;
    left.value = PERIOD - ((now / 1000) % PERIOD);
    code.textContent = await totp(secret, now);
  };
  setInterval(() => void update(), 1000);
  void update();
  return { element, update: () => void update() };
}
