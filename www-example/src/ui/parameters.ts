// The parameters of a challenge as the service sent them, for challenges that this page cannot put into better words.
import { h } from './dom.js';

/** Names that are bookkeeping between client and service. */
const INTERNAL = new Set(['USERNAME', 'USER_ID_FOR_SRP']);

export function parameterList(parameters: Readonly<Record<string, string>>): HTMLElement | null {
  const shown = Object.entries(parameters).filter(([name]) => !INTERNAL.has(name));
  if (shown.length === 0) return null;
  return h(
    'dl',
    { class: 'facts' },
    shown.map(([name, value]) => h('div', null, h('dt', null, name), h('dd', null, value))),
  );
}
