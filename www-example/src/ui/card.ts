// The frames that views are made of.
import { type Child, h } from './dom.js';
import { type IconName, icon } from './icons.js';

export interface Heading {
  title: string;
  lead?: Child;
  icon?: IconName;
}

/** A page of its own: its heading takes the focus when it opens. Without an icon it is one of several in a frame. */
export function page(heading: Heading, ...children: Child[]): HTMLElement {
  return h(
    'section',
    { class: 'card page' },
    h(
      'header',
      { class: 'page-head' },
      heading.icon && h('span', { class: 'badge' }, icon(heading.icon)),
      h('h1', { tabindex: '-1' }, heading.title),
      heading.lead && h('p', { class: 'lead' }, heading.lead),
    ),
    children,
  );
}

export function card(title: string, ...children: Child[]): HTMLElement {
  return h('section', { class: 'card' }, h('h2', null, title), children);
}

/** What a view shows while it loads. */
export function loading(what: string): HTMLElement {
  return h('p', { class: 'loading', role: 'status' }, `${what}: loading…`);
}
