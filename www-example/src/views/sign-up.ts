// A new account.
import type { App } from '../app.js';
import { page } from '../ui/card.js';
import { h } from '../ui/dom.js';
import { field } from '../ui/field.js';
import { form } from '../ui/form.js';

export function signUpView(app: App): HTMLElement {
  return page(
    { title: 'Create an account', icon: 'person', lead: 'A code will come to your e-mail address.' },
    form({
      submit: 'Create the account',
      fields: [
        field({ name: 'username', label: 'User name', autocomplete: 'username', first: true }),
        field({ name: 'email', label: 'E-mail', type: 'email', autocomplete: 'email' }),
        field({ name: 'name', label: 'Name', autocomplete: 'name' }),
        field({
          name: 'phone_number',
          label: 'Phone number',
          type: 'tel',
          autocomplete: 'tel',
          required: false,
          hint: 'With the country code: +49…',
        }),
        field({
          name: 'password',
          label: 'Password',
          type: 'password',
          autocomplete: 'new-password',
          hint: 'Long is good. The pool decides what else it must have.',
        }),
      ],
      async onSubmit({ username = '', password = '', ...values }, signal) {
        const attributes = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
        const result = await app.pool.signUp({ username, password, attributes, signal });
        if (result.status === 'confirmed') {
          app.go('sign-in', { username, message: 'Your account is ready. Sign in.' });
        } else {
          app.go('confirm', { username, password, delivery: result.delivery });
        }
      },
    }),
    h('p', { class: 'foot' }, 'You have one already? ', h('a', { href: '#/sign-in' }, 'Sign in')),
  );
}
