// What an administrator wants to see of somebody at first sight.
import { h } from '../../src/ui/dom.js';
import type { Attribute, Person } from './api.js';

const STATUS: Record<string, string> = {
  CONFIRMED: 'confirmed',
  UNCONFIRMED: 'not confirmed',
  FORCE_CHANGE_PASSWORD: 'invited',
  RESET_REQUIRED: 'must reset the password',
  EXTERNAL_PROVIDER: 'from another provider',
};

export function tags({ enabled, userStatus }: Person): HTMLElement {
  const status = STATUS[userStatus] ?? userStatus.toLowerCase();
  return h(
    'span',
    { class: 'tags' },
    h('span', { class: `tag${userStatus === 'CONFIRMED' ? ' good' : ''}` }, status),
    !enabled && h('span', { class: 'tag bad' }, 'disabled'),
  );
}

export function attributesOf(list: readonly Attribute[] = []): Record<string, string | undefined> {
  return Object.fromEntries(list.map(({ name, value }) => [name, value]));
}
