// The package as people get it: packed, then installed into an empty project.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const built = join(root, 'pkg');

/** Packs `pkg/`, as `npm publish` would. */
export function pack(folder) {
  const [{ filename, files }] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
      cwd: built,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
  return { tarball: join(folder, filename), files: files.map(({ path }) => path).sort() };
}

/** A new project that has the package installed; `t` removes it. */
export function project(t) {
  const folder = mkdtempSync(join(tmpdir(), 'cognito-identity-wasm-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const packed = pack(folder);
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--offline', packed.tarball], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  /** Runs a program there and gives what it prints. */
  const node = (name, source, ...flags) => {
    writeFileSync(join(folder, name), source);
    return execFileSync(process.execPath, [...flags, name], { cwd: folder, encoding: 'utf8', timeout: 180_000 }).trim();
  };
  return { folder, node, ...packed };
}
