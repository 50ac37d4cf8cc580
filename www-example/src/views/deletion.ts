// The end of an account: asked for twice, because it cannot be undone.
import type { User } from 'cognito-identity-wasm';
import type { App } from '../app.js';
import { card } from '../ui/card.js';
import { h } from '../ui/dom.js';
import { field } from '../ui/field.js';
import { form } from '../ui/form.js';

export function deletion(app: App, user: User): HTMLElement {
  return card(
    'Delete the account',
    h('p', { class: 'quiet' }, 'It is gone for good, with everything that the pool knows about you.'),
    h(
      'details',
      { class: 'more' },
      h('summary', null, 'Delete it…'),
      form({
        submit: 'Delete for good',
        danger: true,
        fields: [field({ name: 'typed', label: `Type “${user.username}” to confirm` })],
        async onSubmit({ typed }, signal) {
          if (typed !== user.username) throw new Error('That is not the name of this account.');
          await user.delete({ signal });
          app.go('sign-in', { message: 'The account was deleted.' });
        },
      }),
    ),
  );
}
