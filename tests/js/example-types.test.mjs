// The example page against the package's typings: esbuild bundles it without looking at them.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

test('the page uses the package as its typings say', () => {
  const { status, stdout, stderr } = spawnSync('npx', ['--no-install', 'tsc', '-p', 'www-example'], {
    cwd: root,
    encoding: 'utf8',
  });
  assert.equal(status, 0, stdout + stderr);
});
