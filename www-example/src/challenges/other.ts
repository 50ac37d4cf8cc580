// A challenge that this version does not know by name.
import type { OtherStep } from 'cognito-identity-wasm';
import type { App } from '../app.js';
import { page } from '../ui/card.js';
import { field } from '../ui/field.js';
import { form } from '../ui/form.js';
import { parameterList } from '../ui/parameters.js';

export function otherChallenge(app: App, step: OtherStep): HTMLElement {
  return page(
    {
      title: step.name,
      icon: 'puzzle',
      lead: 'The service asks for something that this page has no form for. This is all it said:',
    },
    parameterList(step.parameters),
    form({
      submit: 'Answer',
      fields: [field({ name: 'answer', label: 'Answer', first: true })],
      onSubmit: async ({ answer = '' }, signal) => app.follow(await step.respond({ answer, signal })),
    }),
  );
}
