// A new account by invitation: the service sends a temporary password to the address.

import type { Question } from '../../shared/question.js';
import { page } from '../../src/ui/card.js';
import { toast } from '../../src/ui/notice.js';
import type { AdminApi } from './api.js';
import { questionForm } from './question-form.js';

export function inviteView(api: AdminApi): HTMLElement {
  const question: Question<string> = {
    title: 'Invite somebody',
    fields: [
      { name: 'username', label: 'User name' },
      { name: 'name', label: 'Name' },
      { name: 'email', label: 'E-mail', type: 'email' },
      {
        name: 'password',
        label: 'Temporary password',
        type: 'password',
        autocomplete: 'new-password',
        hint: 'Without one the service makes one; where a code is enough to sign in, there is none and no invitation.',
        optional: true,
      },
    ],
    submit: 'Send the invitation',
    async answer({ username = '', name = '', email = '', password }) {
      const attributes = [
        { name: 'name', value: name },
        { name: 'email', value: email },
        // The invitation reaches nobody else: whoever signs in with it has the address.
        { name: 'email_verified', value: 'true' },
      ];
      const { user } = await api.invite(username, attributes, password);
      return user.username;
    },
  };
  return page(
    {
      title: question.title,
      lead: 'A temporary password goes to the e-mail address; the first sign-in asks for another one.',
    },
    questionForm(question, (username) => {
      toast(`${username} is invited.`);
      location.hash = `#/people/${encodeURIComponent(username)}`;
    }),
  );
}
