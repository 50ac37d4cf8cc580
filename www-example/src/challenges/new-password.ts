// An administrator made the account: the person chooses a password and gives what the pool still wants to know.
import type { NewPasswordStep } from 'cognito-identity-wasm';
import type { App } from '../app.js';
import { attributeField } from '../ui/attribute.js';
import { page } from '../ui/card.js';
import { field } from '../ui/field.js';
import { form } from '../ui/form.js';

export function newPassword(app: App, step: NewPasswordStep): HTMLElement {
  return page(
    {
      title: 'Choose your password',
      icon: 'key',
      lead: 'The password that you were given was for the first time only.',
    },
    form({
      submit: 'Continue',
      fields: [
        field({
          name: 'newPassword',
          label: 'New password',
          type: 'password',
          autocomplete: 'new-password',
          first: true,
        }),
        step.requiredAttributes.map((name) => attributeField(name, step.userAttributes[name])),
      ],
      async onSubmit({ newPassword: password = '', ...attributes }, signal) {
        app.follow(await step.respond({ newPassword: password, attributes, signal }));
      },
    }),
  );
}
