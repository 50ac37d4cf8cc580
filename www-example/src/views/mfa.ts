// The second factors: which are on, which is asked for first, and a new authenticator.
import type { MfaMethod, MfaSetting, MfaStatus, User } from 'cognito-identity-wasm';
import type { App } from '../app.js';
import { card, page } from '../ui/card.js';
import { h } from '../ui/dom.js';
import { codeField } from '../ui/field.js';
import { actionButton, form } from '../ui/form.js';
import { toast } from '../ui/notice.js';
import { qrCode } from '../ui/qr.js';
import { segments } from '../ui/segments.js';

const METHODS: readonly { method: MfaMethod; label: string }[] = [
  { method: 'totp', label: 'Authenticator app' },
  { method: 'sms', label: 'Code by SMS' },
  { method: 'email', label: 'Code by e-mail' },
];
const SETTINGS: readonly { value: MfaSetting; label: string }[] = [
  { value: 'off', label: 'Off' },
  { value: 'on', label: 'On' },
  { value: 'preferred', label: 'Preferred' },
];

export async function mfaView(app: App): Promise<HTMLElement> {
  const user = app.user;
  const status = await user.mfa.get();
  return h(
    'div',
    { class: 'stack' },
    page(
      { title: 'Second factor', lead: 'With one, a stolen password is not enough.' },
      form({
        submit: 'Save',
        fields: METHODS.map(({ method, label }) =>
          segments({ name: method, legend: label, value: settingOf(status, method), choices: SETTINGS }),
        ),
        async onSubmit(values, signal) {
          const changed = METHODS.filter(({ method }) => values[method] !== settingOf(status, method));
          await user.mfa.set({ ...Object.fromEntries(changed.map(({ method }) => [method, values[method]])), signal });
          toast('Saved.');
          app.go('mfa');
        },
      }),
    ),
    enrolment(app, user),
  );
}

function settingOf(status: MfaStatus, method: MfaMethod): MfaSetting {
  if (status.preferred === method) return 'preferred';
  return status.enabled.includes(method) ? 'on' : 'off';
}

function enrolment(app: App, user: User): HTMLElement {
  const stage = h('div');
  const place = h('div');
  const begin = actionButton('Set up an authenticator', {
    place,
    async run() {
      const secret = await user.mfa.associate();
      app.demo?.authenticator.add(user.username, secret.secretCode);
      const content = form({
        submit: 'Turn it on',
        fields: [
          h('p', null, 'Scan this with your authenticator app, then type the code that it shows.'),
          qrCode(secret),
          codeField(),
        ],
        async onSubmit({ code = '' }, signal) {
          await user.mfa.verify({ code, deviceName: 'Example page', signal });
          await user.mfa.set({ totp: 'preferred', signal });
          toast('Your authenticator is on.');
          app.go('mfa');
        },
      });
      stage.replaceChildren(content);
      content.querySelector<HTMLElement>('[data-first]')?.focus({ preventScroll: true });
    },
  });
  stage.append(h('div', { class: 'actions' }, begin));
  return card('Authenticator app', h('p', { class: 'quiet' }, 'A new one replaces the old one.'), place, stage);
}
