// The admin page: people of the user pool, for members of the group that the proxy's configuration names.
import { custodyInAddress } from '../../shared/custody.js';
import { start } from '../../shared/start.js';
import { readServed } from '../../src/settings.js';
import '../../src/styles/main.css';
import { h } from '../../src/ui/dom.js';
import { icon } from '../../src/ui/icons.js';
import { problem, toasts } from '../../src/ui/notice.js';
import './admin.css';
import { AdminApi } from './api.js';
import { startViews } from './views.js';

const main = h('main', { id: 'main', tabindex: '-1' });

document.body.append(
  h('a', { class: 'skip', href: '#main', on: { click: skip } }, 'Skip to the content'),
  h(
    'header',
    { class: 'top' },
    h(
      'a',
      { class: 'brand', href: '#/people' },
      h('span', { class: 'mark' }, icon('people')),
      h('span', null, 'cognito-identity-wasm, people'),
    ),
  ),
  h('div', { class: 'layout' }, main),
  toasts(),
);

/** The address belongs to the views: the link moves only the focus. */
function skip(event: Event): void {
  event.preventDefault();
  main.focus();
}

try {
  // Cookies unless the address says otherwise: an administrator's tokens are worth the most.
  const custody = custodyInAddress() ?? 'cookie';
  const store = await start(custody);
  const { proxy } = await readServed();
  startViews(main, store, new AdminApi(store, proxy?.[custody] ?? ''));
} catch (error) {
  main.append(h('section', { class: 'card page' }, h('h1', null, 'This page cannot start'), problem(error)));
}
