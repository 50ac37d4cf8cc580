// A new password, for a person who knows the old one.
import type { App } from '../app.js';
import { page } from '../ui/card.js';
import { h } from '../ui/dom.js';
import { field } from '../ui/field.js';
import { form } from '../ui/form.js';
import { toast } from '../ui/notice.js';

export function passwordView(app: App): HTMLElement {
  const user = app.user;
  const element = form({
    submit: 'Change the password',
    fields: [
      h('input', { type: 'hidden', name: 'username', value: user.username, autocomplete: 'username' }),
      field({
        name: 'previousPassword',
        label: 'Current password',
        type: 'password',
        autocomplete: 'current-password',
        first: true,
      }),
      field({ name: 'proposedPassword', label: 'New password', type: 'password', autocomplete: 'new-password' }),
    ],
    async onSubmit({ previousPassword = '', proposedPassword = '' }, signal) {
      await user.changePassword({ previousPassword, proposedPassword, signal });
      element.reset();
      toast('Your password was changed.');
    },
  });
  return page({ title: 'Change your password' }, element);
}
