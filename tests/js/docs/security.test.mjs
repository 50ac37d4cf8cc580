// SECURITY.md names a test for each row of its table about RFC 9700: they must be there.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { text } from './blocks.mjs';

test('every test that the table of RFC 9700 names exists', () => {
  const section = text('SECURITY.md').split('\n## Managed login\n')[1].split('\n## ')[0];
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
