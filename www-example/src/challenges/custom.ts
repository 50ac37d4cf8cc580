// A question that the pool's own functions ask: its parameters are shown as they came.
import type { CustomChallengeStep } from 'cognito-identity-wasm';
import type { App } from '../app.js';
import { page } from '../ui/card.js';
import { field } from '../ui/field.js';
import { form } from '../ui/form.js';
import { parameterList } from '../ui/parameters.js';

export function customChallenge(app: App, step: CustomChallengeStep): HTMLElement {
  const { question, ...rest } = step.parameters;
  return page(
    {
      title: question ?? 'A question of this pool',
      icon: 'puzzle',
      lead: question ? 'This pool asks a question of its own.' : undefined,
    },
    parameterList(rest),
    form({
      submit: 'Answer',
      fields: [field({ name: 'answer', label: 'Your answer', first: true })],
      onSubmit: async ({ answer = '' }, signal) => app.follow(await step.respond({ answer, signal })),
    }),
  );
}
