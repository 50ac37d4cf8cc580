// What is asked about a person, as data.
import type { Question } from '../../shared/question.js';
import { attributeLabel } from '../../src/ui/attribute.js';
import type { AdminApi, Person } from './api.js';
import { attributesOf } from './tags.js';

const OFFERED = ['name', 'email', 'phone_number'];

export function profile(api: AdminApi, { username, userAttributes }: Person): Question<string> {
  const known = attributesOf(userAttributes);
  return {
    title: 'Profile',
    lead: 'An address that you change here counts as confirmed: be sure of it. Empty a field to delete it.',
    fields: OFFERED.map((name) => ({ name, label: attributeLabel(name), value: known[name], optional: true })),
    submit: 'Save the profile',
    async answer(values) {
      const changed = OFFERED.filter((name) => values[name] && values[name] !== known[name]);
      const emptied = OFFERED.filter((name) => !values[name] && known[name]);
      const attributes = changed.flatMap((name) => {
        const own = { name, value: values[name] ?? '' };
        return name === 'name' ? [own] : [own, { name: `${name}_verified`, value: 'true' }];
      });
      await api.update(username, attributes, emptied);
      return 'Saved.';
    },
  };
}

export function password(api: AdminApi, username: string): Question<string> {
  return {
    title: 'Password',
    fields: [
      { name: 'password', label: 'New password', type: 'password', autocomplete: 'new-password' },
      {
        name: 'kind',
        label: 'Good for',
        choices: [
          { value: 'temporary', label: 'The first sign-in', hint: 'Then another one is asked for.' },
          { value: 'permanent', label: 'Always' },
        ],
      },
    ],
    submit: 'Set the password',
    async answer({ password: chosen = '', kind }) {
      await api.setPassword(username, chosen, kind === 'permanent');
      return 'The password is set.';
    },
  };
}

export function deletion(api: AdminApi, username: string): Question<void> {
  return {
    title: 'Delete',
    lead: 'The account is gone for good, with everything that the pool knows about it.',
    fields: [{ name: 'typed', label: `Type “${username}” to confirm` }],
    submit: 'Delete for good',
    danger: true,
    async answer({ typed }) {
      if (typed !== username) throw new Error('That is not the name of this account.');
      await api.delete(username);
    },
  };
}
