// Beside the page, with a local Cognito: who is there to try, and the phone and mailbox of whoever signs in.
import type { App } from '../app.js';
import { h } from '../ui/dom.js';
import { authenticatorSection } from './authenticator-section.js';
import type { Demo } from './demo.js';
import { messagesSection } from './messages.js';
import { peopleSection, takeUpPerson } from './people.js';

export interface Panel {
  element: HTMLElement;
  /** Another view is open: what helps there may be something else. */
  viewChanged(route: string): void;
}

export function demoPanel(app: App, demo: Demo): Panel {
  const people = peopleSection(app, demo);
  const authenticator = authenticatorSection(app, demo);
  const messages = messagesSection(app, demo);
  takeUpPerson(app, demo);
  return {
    element: h(
      'aside',
      { class: 'demo', 'aria-label': 'Demo' },
      h(
        'p',
        { class: 'demo-lead' },
        h('strong', null, 'This is a demo.'),
        ' The pool runs on your own machine, so you may see what it sends.',
      ),
      people,
      authenticator.element,
      messages.element,
    ),
    viewChanged(route) {
      people.hidden = route !== 'sign-in';
      authenticator.update();
      messages.update();
    },
  };
}
