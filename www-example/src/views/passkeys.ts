// Passkeys: a fingerprint, a face or a key in place of the password.
import type { Passkey } from 'cognito-identity-wasm';
import { addPasskey, passkeyName, passkeysOf } from '../../shared/passkey.js';
import type { App } from '../app.js';
import { page } from '../ui/card.js';
import { h } from '../ui/dom.js';
import { actionButton } from '../ui/form.js';
import { icon } from '../ui/icons.js';
import { note, toast } from '../ui/notice.js';

export async function passkeysView(app: App): Promise<HTMLElement> {
  const head = {
    title: 'Passkeys',
    lead: 'Sign in by fingerprint, face or security key: choose “Let me choose” among the ways to sign in.',
  } as const;
  const passkeys = await passkeysOf(app.user);
  if (!passkeys) return page(head, note('Passkeys are not on offer here.'));
  const place = h('div');
  const done = (text: string) => {
    toast(text);
    app.go('passkeys');
  };
  const add = actionButton([icon('fingerprint'), 'Add a passkey'], {
    place,
    async run() {
      await addPasskey(app.user);
      done('Your passkey is there.');
    },
  });
  return page(
    head,
    place,
    passkeys.length > 0 &&
      h(
        'ul',
        { class: 'devices' },
        passkeys.map((passkey) => row(app, passkey, place, done)),
      ),
    add,
  );
}

function row(app: App, passkey: Passkey, place: HTMLElement, done: (text: string) => void): HTMLElement {
  const name = passkeyName(passkey);
  return h(
    'li',
    { 'data-passkey': passkey.id },
    icon('fingerprint'),
    h('div', { class: 'device-text' }, h('strong', null, name)),
    actionButton('Delete', {
      place,
      class: 'link',
      label: `Delete: ${name}`,
      async run() {
        await app.user.passkeys.delete(passkey.id);
        done('The passkey is deleted.');
      },
    }),
  );
}
