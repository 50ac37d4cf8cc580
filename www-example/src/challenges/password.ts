// The password, when it was chosen as first factor.
import type { PasswordSrpStep, PasswordStep } from 'cognito-identity-wasm';
import type { App } from '../app.js';
import { page } from '../ui/card.js';
import { h } from '../ui/dom.js';
import { field } from '../ui/field.js';
import { form } from '../ui/form.js';

export function passwordChallenge(app: App, step: PasswordStep | PasswordSrpStep): HTMLElement {
  return page(
    {
      title: 'Your password',
      icon: 'key',
      lead: step.status === 'passwordSrp' ? 'It stays on this device.' : 'It travels to the service inside TLS.',
    },
    form({
      submit: 'Continue',
      fields: [
        h('input', { type: 'hidden', name: 'username', value: step.username, autocomplete: 'username' }),
        field({ name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password', first: true }),
      ],
      onSubmit: async ({ password = '' }, signal) => app.follow(await step.respond({ password, signal })),
    }),
  );
}
