// Which pool this page talks to.
import type { App } from '../app.js';
import { type Settings, useSettings } from '../settings.js';
import { page } from '../ui/card.js';
import { field } from '../ui/field.js';
import { actionButton, form } from '../ui/form.js';

export function settingsView(app: App): HTMLElement {
  return settingsForm(app.settings);
}

export function settingsForm(settings: Settings | null): HTMLElement {
  return page(
    {
      title: settings ? 'Settings' : 'Connect to a user pool',
      icon: 'gear',
      lead: 'They are kept in this browser. None of them is a secret.',
    },
    form({
      submit: 'Use these',
      aside: actionButton('Reset', { class: 'link', run: async () => useSettings(null) }),
      fields: [
        field({
          name: 'userPoolId',
          label: 'User pool ID',
          value: settings?.userPoolId ?? '',
          placeholder: 'eu-central-1_AbCdEf123',
          first: true,
          hint: 'Its first part is the region.',
        }),
        field({
          name: 'clientId',
          label: 'App client ID',
          value: settings?.clientId ?? '',
          hint: 'Of a public client: one without a secret.',
        }),
        field({
          name: 'endpoint',
          label: 'Endpoint',
          type: 'url',
          value: settings?.endpoint ?? '',
          required: false,
          hint: 'Only for a local Cognito. Empty: AWS’s own endpoint for the region.',
        }),
      ],
      async onSubmit({ userPoolId = '', clientId = '', endpoint = '' }) {
        useSettings({ userPoolId, clientId, endpoint });
      },
    }),
  );
}
