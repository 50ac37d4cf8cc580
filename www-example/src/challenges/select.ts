// The person picks a factor: the second one, or how to sign in at all.
import type { SelectChallengeStep, SelectMfaTypeStep } from 'cognito-identity-wasm';
import type { App } from '../app.js';
import { page } from '../ui/card.js';
import { choices } from '../ui/field.js';
import { form } from '../ui/form.js';
import { factorChoice } from './factor.js';

export function selectChallenge(app: App, step: SelectMfaTypeStep | SelectChallengeStep): HTMLElement {
  const first = step.status === 'selectChallenge';
  return page(
    { title: first ? 'How do you want to sign in?' : 'Choose your second factor', icon: 'shield' },
    form({
      submit: 'Continue',
      fields: [
        choices({
          name: 'answer',
          legend: first ? 'Ways to sign in' : 'Second factors',
          choices: step.options.map(factorChoice),
        }),
      ],
      onSubmit: async ({ answer = '' }, signal) => app.follow(await step.respond({ answer, signal })),
    }),
  );
}
