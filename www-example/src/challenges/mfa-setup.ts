// The pool demands a second factor that the person does not have yet.
import type { MfaSetupStep } from 'cognito-identity-wasm';
import type { App } from '../app.js';
import { page } from '../ui/card.js';
import { h } from '../ui/dom.js';
import { choices, codeField, field } from '../ui/field.js';
import { form } from '../ui/form.js';
import { qrCode } from '../ui/qr.js';
import { factorChoice } from './factor.js';

export function mfaSetup(app: App, step: MfaSetupStep): HTMLElement {
  const stage = h('div');
  const view = page(
    { title: 'Set up a second factor', icon: 'shield', lead: 'This pool asks everybody for one.' },
    stage,
  );
  const open = async (factor: string) => {
    const content = factor === 'EMAIL_OTP' ? byEmail(app, step) : await byAuthenticator(app, step);
    stage.replaceChildren(content);
    content.querySelector<HTMLElement>('[data-first]')?.focus({ preventScroll: true });
  };
  const options = step.options.filter((option) => option === 'SOFTWARE_TOKEN_MFA' || option === 'EMAIL_OTP');
  stage.append(
    form({
      submit: 'Continue',
      fields: [choices({ name: 'factor', legend: 'Second factor', choices: options.map(factorChoice) })],
      onSubmit: ({ factor = '' }) => open(factor),
    }),
  );
  return view;
}

async function byAuthenticator(app: App, step: MfaSetupStep): Promise<HTMLElement> {
  const secret = await step.associate();
  app.keep(step);
  app.demo?.authenticator.add(step.username, secret.secretCode);
  return h(
    'div',
    null,
    h('p', null, 'Scan this with your authenticator app, then type the code that it shows.'),
    qrCode(secret),
    form({
      submit: 'Turn it on',
      fields: [codeField()],
      onSubmit: async ({ code = '' }, signal) =>
        app.follow(await step.respond({ code, deviceName: 'Example page', signal })),
    }),
  );
}

function byEmail(app: App, step: MfaSetupStep): HTMLElement {
  return form({
    submit: 'Send a code',
    fields: [field({ name: 'answer', label: 'E-mail', type: 'email', autocomplete: 'email', first: true })],
    onSubmit: async ({ answer = '' }, signal) => app.follow(await step.respond({ answer, signal })),
  });
}
