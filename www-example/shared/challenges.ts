// What each challenge asks. The switch has no default: a status that is added to the package's types does not compile here.
import type { Challenge, MfaSetupStep, Step, WebAuthnStep } from 'cognito-identity-wasm';
import { factorChoice } from '../src/challenges/factor.js';
import * as pending from '../src/pending.js';
import { attributeLabel } from '../src/ui/attribute.js';
import { deliveryText } from '../src/ui/delivery.js';
import { codeField, type Field, type Question } from './question.js';

/** An answer leads to the next step of the sign-in, or to a further question of the same step. */
export type ChallengeQuestion = Question<Step | ChallengeQuestion>;

export function isStep(result: Step | ChallengeQuestion): result is Step {
  return 'status' in result;
}

export function questionOf(step: Challenge): ChallengeQuestion {
  switch (step.status) {
    case 'newPasswordRequired':
      return {
        title: 'Choose your password',
        lead: 'The password that you were given was for the first time only.',
        fields: [
          { name: 'newPassword', label: 'New password', type: 'password', autocomplete: 'new-password' },
          ...step.requiredAttributes.map((name) => ({
            name,
            label: attributeLabel(name),
            value: step.userAttributes[name],
          })),
        ],
        submit: 'Continue',
        answer: ({ newPassword = '', ...attributes }) => step.respond({ newPassword, attributes }),
      };
    case 'smsMfa':
    case 'smsOtp':
    case 'emailOtp':
      return {
        title: 'Check your messages',
        lead: deliveryText(step.delivery),
        fields: [codeField],
        submit: 'Continue',
        answer: ({ code = '' }) => step.respond({ code }),
      };
    case 'softwareTokenMfa':
      return {
        title: 'Code of your authenticator',
        lead: 'Open your authenticator and type the six digits that it shows now.',
        fields: [codeField],
        submit: 'Continue',
        answer: ({ code = '' }) => step.respond({ code }),
      };
    case 'selectMfaType':
    case 'selectChallenge': {
      const first = step.status === 'selectChallenge';
      return {
        title: first ? 'How do you want to sign in?' : 'Choose your second factor',
        fields: [
          {
            name: 'answer',
            label: first ? 'Ways to sign in' : 'Second factors',
            choices: step.options.map(factorChoice),
          },
        ],
        submit: 'Continue',
        answer: ({ answer = '' }) => step.respond({ answer }),
      };
    }
    case 'mfaSetup':
      return {
        title: 'Set up a second factor',
        lead: 'This pool asks everybody for one.',
        fields: [{ name: 'factor', label: 'Second factor', choices: settable(step).map(factorChoice) }],
        submit: 'Continue',
        answer: ({ factor }) => (factor === 'EMAIL_OTP' ? Promise.resolve(emailSetup(step)) : authenticatorSetup(step)),
      };
    case 'customChallenge': {
      const { question, ...facts } = step.parameters;
      return {
        title: question ?? 'A question of this pool',
        facts,
        fields: [{ name: 'answer', label: 'Your answer' }],
        submit: 'Answer',
        answer: ({ answer = '' }) => step.respond({ answer }),
      };
    }
    case 'password':
    case 'passwordSrp':
      return {
        title: 'Your password',
        lead: step.status === 'passwordSrp' ? 'It stays on this device.' : 'It travels to the service inside TLS.',
        fields: [password],
        submit: 'Continue',
        answer: (values) => step.respond({ password: values.password ?? '' }),
      };
    case 'webAuthn':
      return {
        title: 'Use your passkey',
        lead: 'Your browser will ask for your fingerprint, face or security key.',
        fields: [],
        submit: 'Use the passkey',
        answer: () => withPasskey(step),
      };
    case 'other':
      return {
        title: step.name,
        lead: 'The service asks for something that this app has no form for. This is all it said:',
        facts: step.parameters,
        fields: [{ name: 'answer', label: 'Answer' }],
        submit: 'Answer',
        answer: ({ answer = '' }) => step.respond({ answer }),
      };
  }
}

const password: Field = { name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password' };

/** SMS is set up by an administrator, who knows the number. */
function settable(step: MfaSetupStep): string[] {
  return step.options.filter((option) => option === 'SOFTWARE_TOKEN_MFA' || option === 'EMAIL_OTP');
}

async function authenticatorSetup(step: MfaSetupStep): Promise<ChallengeQuestion> {
  const secret = await step.associate();
  // The secret moved the challenge on: a reload must find it as it stands now.
  pending.keep(step);
  return {
    title: 'Set up your authenticator',
    lead: 'Scan this with your authenticator app, then type the code that it shows.',
    secret,
    fields: [codeField],
    submit: 'Turn it on',
    answer: ({ code = '' }) => step.respond({ code, deviceName: 'Example app' }),
  };
}

function emailSetup(step: MfaSetupStep): ChallengeQuestion {
  return {
    title: 'Codes by e-mail',
    fields: [{ name: 'answer', label: 'E-mail', type: 'email', autocomplete: 'email' }],
    submit: 'Send a code',
    answer: ({ answer = '' }) => step.respond({ answer }),
  };
}

/** The browser makes the credential; the package only carries it. */
async function withPasskey(step: WebAuthnStep): Promise<Step> {
  if (typeof PublicKeyCredential === 'undefined' || !('parseRequestOptionsFromJSON' in PublicKeyCredential)) {
    throw new Error('This browser cannot read the pool’s request for a passkey. Start over and choose another way.');
  }
  const json = step.credentialRequestOptions as unknown as PublicKeyCredentialRequestOptionsJSON;
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(json);
  const credential = await navigator.credentials.get({ publicKey });
  if (!credential) throw new Error('The browser gave no passkey.');
  return step.respond({ credential });
}
