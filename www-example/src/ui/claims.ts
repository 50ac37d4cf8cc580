// The claims of a token, printed as JSON, with times in words.
import { type Child, h } from './dom.js';

const TIMES = new Set(['exp', 'iat', 'auth_time', 'nbf']);

export function claims(label: string, value: object): HTMLElement {
  const entries = Object.entries(value);
  return h(
    'pre',
    { class: 'claims', tabindex: '0', role: 'region', 'aria-label': label },
    h(
      'code',
      null,
      '{\n',
      entries.map(([name, claim], index) => [
        '  ',
        h('span', { class: 'json-key' }, JSON.stringify(name)),
        ': ',
        literal(claim),
        index < entries.length - 1 ? ',' : '',
        comment(name, claim),
        '\n',
      ]),
      '}',
    ),
  );
}

function literal(value: unknown): Child {
  const kind =
    typeof value === 'string' ? 'string' : typeof value === 'number' || typeof value === 'boolean' ? 'value' : 'other';
  return h('span', { class: `json-${kind}` }, JSON.stringify(value));
}

function comment(name: string, value: unknown): Child {
  if (!TIMES.has(name) || typeof value !== 'number') return null;
  const time = new Date(value * 1000);
  return h(
    'span',
    { class: 'json-comment' },
    `  // ${time.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' })}`,
  );
}
