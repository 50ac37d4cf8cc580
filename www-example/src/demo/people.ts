// The people who are in the local Cognito from the start: one click fills the form.
import type { App } from '../app.js';
import { openWith, type Person } from '../settings.js';
import { h } from '../ui/dom.js';
import { icon } from '../ui/icons.js';
import type { Demo } from './demo.js';

const CHOSEN = 'cognito-example.person';

export function peopleSection(app: App, demo: Demo): HTMLElement {
  return h(
    'section',
    { class: 'card people', hidden: true },
    h('h2', null, icon('people'), 'People to try'),
    h(
      'ul',
      null,
      demo.people.map((person) =>
        h(
          'li',
          null,
          h(
            'button',
            {
              type: 'button',
              class: 'person',
              'data-person': person.username,
              on: { click: () => choose(app, person) },
            },
            h('span', { class: 'avatar', 'aria-hidden': 'true' }, person.username.slice(0, 1).toUpperCase()),
            h('span', null, h('strong', null, person.username), h('small', null, person.about)),
          ),
        ),
      ),
    ),
  );
}

/** Fills the form for the person who was chosen while another pool was open. */
export function takeUpPerson(app: App, demo: Demo): void {
  const name = sessionStorage.getItem(CHOSEN);
  sessionStorage.removeItem(CHOSEN);
  const person = demo.people.find(({ username }) => username === name);
  if (person) app.draft = draftOf(person);
}

function choose(app: App, person: Person): void {
  if (person.userPoolId === app.settings.userPoolId) {
    app.go('sign-in', draftOf(person));
    return;
  }
  app.abandon();
  sessionStorage.setItem(CHOSEN, person.username);
  openWith({ ...app.settings, userPoolId: person.userPoolId, clientId: person.clientId });
}

function draftOf({ username, password, flow }: Person): App['draft'] {
  return { username, password, flow };
}
