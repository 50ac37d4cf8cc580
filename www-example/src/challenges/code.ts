// A code out of a message or an authenticator, as first or second factor.
import type { EmailOtpStep, SmsMfaStep, SmsOtpStep, SoftwareTokenMfaStep } from 'cognito-identity-wasm';
import type { App } from '../app.js';
import { page } from '../ui/card.js';
import { deliveryText } from '../ui/delivery.js';
import { codeField } from '../ui/field.js';
import { form } from '../ui/form.js';

type CodeStep = SmsMfaStep | SmsOtpStep | EmailOtpStep | SoftwareTokenMfaStep;

export function codeChallenge(app: App, step: CodeStep): HTMLElement {
  const lead =
    step.status === 'softwareTokenMfa'
      ? 'Open your authenticator and type the six digits that it shows now.'
      : deliveryText(step.delivery);
  return page(
    {
      title: step.status === 'softwareTokenMfa' ? 'Code of your authenticator' : 'Check your messages',
      icon: step.status === 'emailOtp' ? 'mail' : 'phone',
      lead,
    },
    form({
      submit: 'Continue',
      fields: [codeField()],
      onSubmit: async ({ code = '' }, signal) => app.follow(await step.respond({ code, signal })),
    }),
  );
}
