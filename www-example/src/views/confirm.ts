// The code that proves a new account's address.
import type { App } from '../app.js';
import { page } from '../ui/card.js';
import { deliveryText } from '../ui/delivery.js';
import { h } from '../ui/dom.js';
import { codeField, field } from '../ui/field.js';
import { actionButton, form } from '../ui/form.js';
import { toast } from '../ui/notice.js';

export function confirmView(app: App): HTMLElement {
  const { username = '', password, delivery } = app.draft;
  const place = h('div');
  const element = form({
    submit: 'Confirm',
    fields: [
      field({
        name: 'username',
        label: 'User name',
        autocomplete: 'username',
        value: username,
        first: username === '',
      }),
      codeField(),
    ],
    aside: actionButton('Send another code', {
      place,
      class: 'link',
      async run() {
        const name = String(new FormData(element).get('username')).trim();
        const sent = await app.pool.resendConfirmationCode({ username: name });
        toast(deliveryText(sent));
      },
    }),
    async onSubmit({ username: name = '', code = '' }, signal) {
      await app.pool.confirmSignUp({ username: name, code, signal });
      // Whoever just chose the password need not type it again.
      if (password !== undefined && name === username)
        app.follow(await app.pool.signIn({ username: name, password, signal }));
      else app.go('sign-in', { username: name, message: 'Your account is confirmed. Sign in.' });
    },
  });
  return page(
    {
      title: 'Confirm your account',
      icon: 'mail',
      lead: delivery ? deliveryText(delivery) : 'Type the code that was sent to you.',
    },
    element,
    place,
    h('p', { class: 'foot' }, h('a', { href: '#/sign-in' }, 'Back to sign-in')),
  );
}
