// Messages: errors beside what caused them, and a word of success at the edge of the page.
import { type Child, h } from './dom.js';
import { icon } from './icons.js';
import { messageOf } from './messages.js';

/** An error, ready to take the focus so that it is read out and seen. */
export function problem(error: unknown, ...extra: Child[]): HTMLElement {
  const message = messageOf(error);
  return h(
    'div',
    { class: 'problem', role: 'alert', tabindex: '-1' },
    icon('warning'),
    h(
      'div',
      null,
      h('strong', null, message.title),
      message.advice && h('p', null, message.advice),
      extra,
      message.details && h('p', { class: 'details' }, message.details),
    ),
  );
}

export function note(...children: Child[]): HTMLElement {
  return h('p', { class: 'note' }, children);
}

let region: HTMLElement | undefined;

/** The live region; it has to be in the page before its first message. */
export function toasts(): HTMLElement {
  region = h('div', { class: 'toasts', role: 'status', 'aria-live': 'polite' });
  return region;
}

export function toast(text: string): void {
  const message = h('p', { class: 'toast' }, icon('check'), text);
  region?.replaceChildren(message);
  setTimeout(() => message.remove(), 5000);
}
