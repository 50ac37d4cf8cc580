// One person: what the pool knows, and what an administrator may do about it.
import { card, page } from '../../src/ui/card.js';
import { type Child, h } from '../../src/ui/dom.js';
import { actionButton } from '../../src/ui/form.js';
import { toast } from '../../src/ui/notice.js';
import type { AdminApi, Person } from './api.js';
import { groupsCard } from './groups-card.js';
import { deletion, password, profile } from './person-questions.js';
import { facts, questionForm } from './question-form.js';
import { attributesOf, tags } from './tags.js';

export async function personView(api: AdminApi, username: string): Promise<HTMLElement> {
  const place = h('div', { class: 'stack' });
  const show = async (said?: string) => {
    const [person, groups, memberships] = await Promise.all([
      api.person(username),
      api.groups(),
      api.groupsOf(username),
    ]);
    const done = (words: string) => show(words).catch(() => location.reload());
    place.replaceChildren(
      overview(api, person, done),
      card('Profile', questionForm(profile(api, person), done)),
      groupsCard(api, username, groups, memberships),
      card('Password', questionForm(password(api, username), done)),
      card(
        'Delete',
        questionForm(deletion(api, username), () => left(`${username} is deleted.`)),
      ),
    );
    if (!said) return;
    toast(said);
    // What was clicked is gone with the old cards.
    place.querySelector('h1')?.focus({ preventScroll: true });
  };
  await show();
  return place;
}

function left(said: string): void {
  toast(said);
  location.hash = '#/people';
}

function overview(api: AdminApi, person: Person, done: (said: string) => Promise<void>): HTMLElement {
  const { username, enabled, userStatus, userCreateDate, mfaSettingList = [] } = person;
  const { sub, email, email_verified } = attributesOf(person.userAttributes);
  const place = h('div');
  const act = (label: string, said: string, work: () => Promise<unknown>) =>
    actionButton(label, {
      place,
      run: async () => {
        await work();
        await done(said);
      },
    });
  const shown: Record<string, Child> = {
    Status: tags(person),
    'E-mail': email ? `${email}${email_verified === 'true' ? '' : ' (not confirmed)'}` : 'none',
    'Second factors': mfaSettingList.join(', ') || 'none',
    Created: new Date(userCreateDate).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' }),
    Subject: h('code', null, sub),
  };
  return page(
    { title: username },
    facts(shown),
    place,
    h(
      'div',
      { class: 'actions' },
      enabled
        ? act('Disable', `${username} is disabled, and signed out.`, () => api.act(username, 'disable'))
        : act('Enable', `${username} is enabled.`, () => api.act(username, 'enable')),
      userStatus === 'UNCONFIRMED' &&
        act('Confirm the account', `${username} is confirmed.`, () => api.act(username, 'confirm')),
      userStatus === 'FORCE_CHANGE_PASSWORD' &&
        act('Invite again', 'A new invitation is on its way.', () => api.inviteAgain(username)),
      act('Reset the password', `A code is sent to ${username}.`, () => api.act(username, 'password/reset')),
      act('Sign out everywhere', `${username} is signed out everywhere.`, () => api.act(username, 'sign-out')),
    ),
  );
}
