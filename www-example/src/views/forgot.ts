// A new password for a person who forgot the old one: first the name, then the code.
import type { App } from '../app.js';
import { page } from '../ui/card.js';
import { deliveryText } from '../ui/delivery.js';
import { h } from '../ui/dom.js';
import { codeField, field } from '../ui/field.js';
import { actionButton, form } from '../ui/form.js';
import { toast } from '../ui/notice.js';

export function forgotView(app: App): HTMLElement {
  const { username, delivery } = app.draft;
  return username === undefined ? askName(app) : askCode(app, username, deliveryText(delivery));
}

function askName(app: App): HTMLElement {
  return page(
    { title: 'Reset your password', icon: 'key', lead: 'We send a code to the address that you confirmed.' },
    form({
      submit: 'Send the code',
      aside: h('a', { href: '#/sign-in' }, 'Back to sign-in'),
      fields: [field({ name: 'username', label: 'User name', autocomplete: 'username', first: true })],
      async onSubmit({ username = '' }, signal) {
        const delivery = await app.pool.forgotPassword({ username, signal });
        app.go('forgot', { username, delivery });
      },
    }),
  );
}

function askCode(app: App, username: string, lead: string): HTMLElement {
  const place = h('div');
  return page(
    { title: 'Choose a new password', icon: 'key', lead },
    form({
      submit: 'Set the password',
      aside: actionButton('Send another code', {
        place,
        class: 'link',
        run: async () => toast(deliveryText(await app.pool.forgotPassword({ username }))),
      }),
      fields: [
        h('input', { type: 'hidden', name: 'username', value: username, autocomplete: 'username' }),
        codeField(),
        field({ name: 'newPassword', label: 'New password', type: 'password', autocomplete: 'new-password' }),
      ],
      async onSubmit({ code = '', newPassword = '' }, signal) {
        await app.pool.confirmForgotPassword({ username, code, newPassword, signal });
        app.go('sign-in', { username, message: 'Your password was changed. Sign in with the new one.' });
      },
    }),
    place,
  );
}
