// Every TypeScript block of the documents compiles against the package's typings; every link leads somewhere.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { test } from 'node:test';
import { blocks, documents, root, text } from './blocks.mjs';

test('every TypeScript block compiles', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'ciw-docs-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const all = documents()
    .flatMap(blocks)
    .filter(({ language }) => language === 'ts');
  assert.ok(all.length >= 39, `${all.length} blocks`);
  for (const [index, { path, heading, code }] of all.entries())
    writeFileSync(join(folder, `block${index}.mts`), `// ${path}: ${heading}\n${code}\nexport {};\n`);
  copyFileSync(join(root, 'tests/js/docs/globals.d.ts'), join(folder, 'globals.d.mts'));
  const types = (name) => [join(root, `pkg-template/types/${name}.d.ts`)];
  const paths = {
    'cognito-identity-wasm': types('index'),
    'cognito-identity-wasm/local': types('local'),
    'cognito-identity-wasm/server': types('server'),
    'cognito-identity-wasm/login': types('login'),
    'cognito-identity-wasm/proxy': types('proxy'),
    'cognito-identity-wasm/proxy/login': types('proxy-login'),
    'cognito-identity-wasm/slim': types('slim'),
    vue: [join(root, 'node_modules/vue/dist/vue.d.ts')],
    'cognito-identity-wasm/no-wasm': types('no-wasm'),
    ...Object.fromEntries(
      ['messages', 'react', 'storage', 'vue'].map((name) => [`cognito-identity-wasm/${name}`, types(name)]),
    ),
  };
  const compilerOptions = { paths, noUnusedLocals: false, isolatedModules: false };
  const config = { extends: join(root, 'tsconfig.json'), compilerOptions, include: ['*.mts'] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const { status, stdout, stderr } = spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' });
  const named = stdout.replace(/^.*block(\d+)\.mts/gm, (_, index) => `${all[index].path}, ${all[index].heading}: `);
  assert.equal(status, 0, named + stderr);
});

const anchors = (path) =>
  [...text(path).matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\-_ ]/gu, '')
      .replaceAll(' ', '-'),
  );

test('every link between documents leads somewhere', () => {
  const dead = [];
  let checked = 0;
  for (const path of documents()) {
    for (const [, link] of text(path).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(link)) continue;
      const [file, anchor] = link.split('#');
      const target = file ? resolve(root, dirname(path), file) : join(root, path);
      if (!existsSync(target)) dead.push(`${path}: ${link}`);
      else if (anchor && !anchors(target.slice(root.length)).includes(anchor)) dead.push(`${path}: ${link}`);
      checked += 1;
    }
  }
  assert.ok(checked >= 32, `${checked} links`);
  assert.deepEqual(dead, []);
});
