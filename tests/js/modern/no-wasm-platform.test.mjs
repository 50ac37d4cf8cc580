// What stands in where a platform without WebAssembly lacks base64, or has a URL without an origin.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const { outputFiles } = await build({
  entryPoints: [fileURLToPath(new URL('../../../pkg-template/src/no-wasm/platform.ts', import.meta.url))],
  bundle: true,
  write: false,
  format: 'esm',
});
/** The stand-ins, made while the platform had these globals. */
async function platform(globals, name) {
  const saved = Object.fromEntries(Object.keys(globals).map((key) => [key, globalThis[key]]));
  Object.assign(globalThis, globals);
  try {
    return await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}//${name}`);
  } finally {
    Object.assign(globalThis, saved);
  }
}

const Whole = URL;
/** React Native's. */
class Half {
  constructor(text) {
    this.href = text;
  }
  get origin() {
    throw new Error('not implemented');
  }
}
const lacking = await platform({ URL: Half, URLSearchParams: Half, atob: undefined, btoa: undefined }, 'lacking');

test('a platform that has everything keeps its own', async () => {
  const all = await platform({}, 'whole');
  assert.deepEqual([all.URL, all.URLSearchParams, all.atob, all.btoa], [URL, URLSearchParams, atob, btoa]);
  assert.notEqual(lacking.URL, Half);
});

test('base64 of bytes is the platform’s, both ways', () => {
  for (let length = 0; length < 100; length++) {
    const binary = randomBytes(length).toString('latin1');
    assert.equal(lacking.btoa(binary), btoa(binary));
    for (const text of [btoa(binary), btoa(binary).replace(/=+$/, '')]) assert.equal(lacking.atob(text), binary);
  }
  for (const text of ['a', 'a-b_', 'ab=c', 'é']) assert.throws(() => lacking.atob(text), text);
});

test('a URL that is read has the origin and the address that every platform gives it', () => {
  const parts = {
    scheme: ['https://', 'HTTP://', 'https:/', 'https:\\\\', 'file://', '//', ''],
    user: ['', '', '', 'a@', 'a:b@'],
    host: ['api.example.com', 'API.example.com', '127.0.0.1', '[::1]', 'a_b', 'exämple.com', 'a%2eb', ''],
    port: ['', '', ':443', ':80', ':8443', ':', ':99999'],
    path: [
      '',
      '/',
      '/a/b',
      '/a\\@evil.example/',
      '/../x',
      '/%2E%2e/x',
      '/a b',
      '/ä',
      '/a\t',
      '@evil.example',
      '.evil.example/',
    ],
    more: ['', '?a=b', '?a=/../', '#x', '?\\', '\n'],
  };
  const pick = (list) => list[Math.floor(Math.random() * list.length)];
  let read = 0;
  for (let round = 0; round < 20_000; round++) {
    const text = Object.values(parts).map(pick).join('');
    let ours;
    try {
      ours = new lacking.URL(text);
    } catch {
      continue;
    }
    let theirs;
    try {
      theirs = new Whole(text);
    } catch {
      // What no platform reads, none fetches.
      continue;
    }
    read++;
    assert.deepEqual([ours.origin, ours.href, ours.hash], [theirs.origin, theirs.href, theirs.hash], text);
  }
  assert.ok(read > 100, `${read} were read`);
  for (const text of ['https://a@b/', 'https://a\\@b/', 'https://a/../b', 'javascript:1', 'https://a/\u0000'])
    assert.throws(() => new lacking.URL(text), text);
});

test('what is relative lies below the base, or at its origin', () => {
  const base = 'https://a.example/auth/';
  for (const path of ['api/orders?x=1', '/api', '//b.example/x', 'https://b.example/'])
    assert.equal(
      (() => {
        try {
          return new lacking.URL(path, base).href;
        } catch {
          return 'refused';
        }
      })(),
      path === '//b.example/x' ? 'refused' : new Whole(path, base).href,
    );
  assert.throws(() => new lacking.URL('../api', base));
  assert.equal(String(new lacking.URLSearchParams({ a: 'b c&', d: 'ä' })), 'a=b%20c%26&d=%C3%A4');
});
