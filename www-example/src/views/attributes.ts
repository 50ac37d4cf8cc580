// What the pool knows about the person: to read, to change, to prove.
import type { User } from 'cognito-identity-wasm';
import type { App } from '../app.js';
import { attributeField, attributeLabel } from '../ui/attribute.js';
import { card, page } from '../ui/card.js';
import { deliveryText } from '../ui/delivery.js';
import { h } from '../ui/dom.js';
import { codeField } from '../ui/field.js';
import { actionButton, form } from '../ui/form.js';
import { toast } from '../ui/notice.js';
import { deletion } from './deletion.js';

/** Always offered, also while the account has none. */
const OFFERED = ['name', 'email', 'phone_number'];
/** The service's own. */
const FIXED = new Set(['sub', 'email_verified', 'phone_number_verified', 'identities', 'cognito:user_status']);
const PROVABLE = ['email', 'phone_number'];

export async function attributesView(app: App): Promise<HTMLElement> {
  const user = app.user;
  const known = await user.attributes();
  const names = [...OFFERED, ...Object.keys(known).filter((name) => !OFFERED.includes(name) && !FIXED.has(name))];
  return h(
    'div',
    { class: 'stack' },
    page(
      { title: 'Your profile', lead: 'Empty a field to delete it.' },
      form({
        submit: 'Save',
        fields: names.map((name) => attributeField(name, known[name], false)),
        async onSubmit(values, signal) {
          await save(user, known, values, signal);
          app.go('attributes');
        },
      }),
      h('dl', { class: 'facts' }, h('div', null, h('dt', null, 'sub'), h('dd', null, known.sub ?? ''))),
    ),
    PROVABLE.filter((name) => known[name]).map((name) => proof(app, user, name, known[`${name}_verified`] === 'true')),
    deletion(app, user),
  );
}

async function save(
  user: User,
  known: Record<string, string>,
  values: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<void> {
  const changed = Object.entries(values).filter(([name, value]) => value !== '' && value !== known[name]);
  const emptied = Object.keys(values).filter((name) => values[name] === '' && known[name]);
  let said = 'Saved.';
  if (changed.length > 0) {
    const result = await user.updateAttributes(Object.fromEntries(changed), { signal });
    if (result.status === 'confirmationRequired') said = `Saved. ${result.deliveries.map(deliveryText).join(' ')}`;
  }
  if (emptied.length > 0) await user.deleteAttributes(emptied, { signal });
  toast(said);
}

function proof(app: App, user: User, name: string, proven: boolean): HTMLElement {
  const label = attributeLabel(name);
  if (proven) {
    return h(
      'section',
      { class: 'card row', 'data-attribute': name },
      h('h2', null, label),
      h('span', { class: 'tag good' }, 'confirmed'),
    );
  }
  const place = h('div');
  const ask = actionButton('Send a code', {
    place,
    async run() {
      toast(deliveryText(await user.requestAttributeCode(name)));
    },
  });
  const view = card(
    label,
    h('p', null, h('span', { class: 'tag' }, 'not confirmed'), ' Type the code that was sent, or have one sent.'),
    form({
      submit: 'Confirm',
      quietButton: true,
      aside: ask,
      fields: [codeField({ label: `Code for: ${label}` })],
      async onSubmit({ code = '' }, signal) {
        await user.confirmAttribute({ name, code, signal });
        toast(`${label}: confirmed.`);
        app.go('attributes');
      },
    }),
    place,
  );
  view.dataset.attribute = name;
  // On arrival the cursor belongs into the profile, not into a code that nobody asked for yet.
  view.querySelector('[data-first]')?.removeAttribute('data-first');
  return view;
}
