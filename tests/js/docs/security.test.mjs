// SECURITY.md names a test for each row of its table about RFC 9700: they must be there.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { text } from './blocks.mjs';

/** The tests of the proxy's side: of which file each is, and how it begins a test there. */
const OF_PROXY = {
  native: ['tests/proxy_login.rs src/proxy/login/returns.rs', (name) => `fn ${name}(`],
  http: ['tests/js/login/proxied.test.mjs', (name) => `test('${name}'`],
  chromium: ['tests/js/login/proxied-chromium.test.mjs', (name) => name.replace(/: (cookie|token)$/, ': ')],
};

test('every test that the table of the proxy names exists', () => {
  const section = text('SECURITY.md').split('\n### Managed login behind the auth proxy\n')[1].split('\n## ')[0];
  const named = [...section.matchAll(/^\| .* \| (.*) \|$/gm)].flatMap(([, cell]) => cell.split('; '));
  const tests = named.flatMap((cell) => {
    const [, kind, names] = /^`(native|http|chromium)` (.*)$/.exec(cell) ?? [];
    return (kind === 'native' ? names.split(', ') : kind ? [names] : []).map((name) => [kind, name]);
  });
  assert.ok(tests.length >= 22, `${tests.length} tests`);
  const missing = tests.filter(([kind, name]) => {
    const [files, spelled] = OF_PROXY[kind];
    return !files.split(' ').some((file) => text(file).includes(spelled(name)));
  });
  assert.deepEqual(missing, []);
});

test('every test that the table of RFC 9700 names exists', () => {
  const section = text('SECURITY.md').split('\n## Managed login\n')[1].split('\n##')[0];
  const rows = [...section.matchAll(/^\| \d.* \| `([\w-]+)` (.*) \|$/gm)];
  assert.ok(rows.length >= 13, `${rows.length} rows`);
  // The journeys are those of several files.
  const source = (file) => text(`tests/js/login/${file}${file === 'journeys' ? '' : '.test'}.mjs`);
  const missing = rows.filter(([, file, name]) => !source(file).includes(`test('${name}'`));
  assert.deepEqual(
    missing.map(([row]) => row),
    [],
  );
});
