// The list: a filter by the start of one attribute, and pages, both as the service has them.
import { loading, page } from '../../src/ui/card.js';
import { h } from '../../src/ui/dom.js';
import { field } from '../../src/ui/field.js';
import { actionButton, form } from '../../src/ui/form.js';
import type { AdminApi, Page, Person } from './api.js';
import { select } from './question-form.js';
import { attributesOf, tags } from './tags.js';

/** Small, so that the demo has more than one page. */
const PAGE_SIZE = 6;

const FILTERS = [
  { value: 'username', label: 'User name' },
  { value: 'email', label: 'E-mail' },
  { value: 'name', label: 'Name' },
  { value: 'phone_number', label: 'Phone number' },
];

/** Kept while the page is open: whoever comes back from a person finds the list as it was. */
const list = { by: 'username', start: '', tokens: [undefined] as (string | undefined)[] };

export async function peopleView(api: AdminApi): Promise<HTMLElement> {
  const place = h('div', { class: 'result' }, loading('People'));
  const show = async () => place.replaceChildren(result(await read(api), show));
  const search = form({
    submit: 'Search',
    quietButton: true,
    fields: [
      select({ name: 'by', label: 'Search by', value: list.by, options: FILTERS }),
      field({ name: 'start', label: 'Begins with', value: list.start, required: false, mark: false }),
    ],
    async onSubmit({ by = 'username', start = '' }) {
      Object.assign(list, { by, start, tokens: [undefined] });
      await show();
    },
  });
  search.classList.add('search');
  search.setAttribute('role', 'search');
  await show();
  return page({ title: 'People' }, search, place);
}

function read(api: AdminApi): Promise<Page> {
  // The service's small language for filters: quotation marks in a value are escaped.
  const filter = list.start && `${list.by} ^= "${list.start.replaceAll('"', '\\"')}"`;
  return api.list(filter, list.tokens.at(-1), PAGE_SIZE);
}

function result({ users, paginationToken }: Page, show: () => Promise<void>): HTMLElement {
  const turn = async (change: () => void) => {
    change();
    await show();
  };
  const place = h('div');
  const number = list.tokens.length;
  return h(
    'div',
    null,
    h('p', { class: 'quiet', role: 'status' }, users.length === 0 ? 'Nobody is like that.' : `Page ${number}`),
    h('ul', { class: 'rows' }, users.map(row)),
    place,
    h(
      'div',
      { class: 'row pages' },
      number > 1 ? actionButton('Previous page', { place, run: () => turn(() => list.tokens.pop()) }) : h('span'),
      paginationToken && actionButton('Next page', { place, run: () => turn(() => list.tokens.push(paginationToken)) }),
    ),
  );
}

function row(person: Person): HTMLElement {
  const { name, email, phone_number } = attributesOf(person.attributes);
  return h(
    'li',
    null,
    h('span', { class: 'avatar', 'aria-hidden': 'true' }, person.username.slice(0, 1).toUpperCase()),
    h(
      'div',
      { class: 'row-text' },
      h('a', { href: `#/people/${encodeURIComponent(person.username)}` }, person.username),
      h('p', { class: 'quiet' }, [name, email ?? phone_number].filter(Boolean).join(' · ')),
    ),
    tags(person),
  );
}
