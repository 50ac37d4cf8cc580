// A passkey: the browser asks the person, the pool gets the signed answer.
import type { WebAuthnStep } from 'cognito-identity-wasm';
import type { App } from '../app.js';
import { page } from '../ui/card.js';
import { form } from '../ui/form.js';
import { note } from '../ui/notice.js';

export function webAuthn(app: App, step: WebAuthnStep): HTMLElement {
  const head = {
    title: 'Use your passkey',
    icon: 'fingerprint',
    lead: 'Your browser will ask for your fingerprint, face or security key.',
  } as const;
  if (typeof PublicKeyCredential === 'undefined' || !('parseRequestOptionsFromJSON' in PublicKeyCredential)) {
    return page(
      head,
      note('This browser cannot read the pool’s request for a passkey. Start over and choose another way.'),
    );
  }
  return page(
    head,
    form({
      submit: 'Use the passkey',
      fields: [],
      async onSubmit(_, signal) {
        const json = step.credentialRequestOptions as unknown as PublicKeyCredentialRequestOptionsJSON;
        const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(json);
        const credential = await navigator.credentials.get({ publicKey, signal });
        if (!credential) throw new Error('The browser gave no passkey.');
        app.follow(await step.respond({ credential, signal }));
      },
    }),
  );
}
