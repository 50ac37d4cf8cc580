// The page's beginning: settings, frame, then the first view.
import { ready } from 'cognito-identity-wasm';
import { App } from './app.js';
import { findDemo } from './demo/demo.js';
import { demoPanel } from './demo/panel.js';
import { comeBack, servedLogin } from './login.js';
import { startRouter } from './router.js';
import { readServed, readSettings } from './settings.js';
import { h } from './ui/dom.js';
import { icon } from './ui/icons.js';
import { problem, toasts } from './ui/notice.js';
import { settingsForm } from './views/settings.js';

const main = h('main', { id: 'main', tabindex: '-1' });

async function start(): Promise<void> {
  document.body.append(
    h('a', { class: 'skip', href: '#main', on: { click: skip } }, 'Skip to the content'),
    header(),
    h('div', { class: 'layout' }, main),
    toasts(),
  );
  const served = await readServed();
  const settings = readSettings(served);
  if (!settings) {
    main.append(settingsForm(null));
    return;
  }
  try {
    await ready();
    const demo = await findDemo(settings, served);
    const app = new App(settings, demo, servedLogin(served, settings));
    const refused = app.login ? await comeBack(app.pool) : undefined;
    if (refused) app.draft = { message: refused };
    document.querySelector('.pool-name')?.append(demo ? 'Local Cognito' : settings.userPoolId);
    document.documentElement.classList.toggle('is-local', demo !== null);
    const panel = demo && demoPanel(app, demo);
    if (panel) main.after(panel.element);
    startRouter(app, main, (route) => panel?.viewChanged(route));
  } catch (error) {
    main.append(problem(error), settingsForm(settings));
  }
}

function header(): HTMLElement {
  return h(
    'header',
    { class: 'top' },
    h(
      'a',
      { class: 'brand', href: '#/' },
      h('span', { class: 'mark' }, icon('shield')),
      h('span', null, 'cognito-identity-wasm'),
    ),
    h(
      'a',
      { class: 'pool', href: '#/settings' },
      icon('gear'),
      h('span', { class: 'sr' }, 'Settings. Connected to '),
      h('span', { class: 'pool-name' }),
    ),
  );
}

/** The address belongs to the views: the link moves only the focus. */
function skip(event: Event): void {
  event.preventDefault();
  main.focus();
}

void start();
