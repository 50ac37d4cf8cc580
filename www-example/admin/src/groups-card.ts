// The groups of a person: a box to tick for each.
import { card } from '../../src/ui/card.js';
import { h } from '../../src/ui/dom.js';
import { problem, toast } from '../../src/ui/notice.js';
import type { AdminApi, Group } from './api.js';

export function groupsCard(api: AdminApi, username: string, all: readonly Group[], of: readonly Group[]): HTMLElement {
  const place = h('div');
  const box = ({ groupName, description }: Group) => {
    const member = of.some((group) => group.groupName === groupName);
    const input: HTMLInputElement = h('input', {
      type: 'checkbox',
      checked: member,
      on: { change: () => void change(input, groupName) },
    });
    return h(
      'label',
      { class: 'choice' },
      input,
      h('span', null, h('strong', null, groupName), description && h('small', null, description)),
    );
  };
  const change = async (input: HTMLInputElement, groupName: string) => {
    const member = input.checked;
    input.disabled = true;
    place.replaceChildren();
    try {
      await api.setMember(username, groupName, member);
      toast(member ? `${username} is in ${groupName}.` : `${username} is out of ${groupName}.`);
    } catch (error) {
      input.checked = !member;
      const shown = problem(error);
      place.replaceChildren(shown);
      shown.focus();
    } finally {
      input.disabled = false;
    }
  };
  return card(
    'Groups',
    place,
    h('fieldset', { class: 'choices' }, h('legend', { class: 'sr' }, `Groups of ${username}`), all.map(box)),
    h('p', { class: 'quiet' }, 'A change counts from the person’s next tokens on.'),
  );
}
