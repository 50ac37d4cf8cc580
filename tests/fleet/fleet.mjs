// What the tests of the fleet share: a folder for each of the two packages, a local Cognito, and the tools.
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makePool, makeUser, startLocal } from '../js/local/server-process.mjs';
import { pack, root } from '../packaging/installed.mjs';

export const here = fileURLToPath(new URL('.', import.meta.url));
export const installed = join(here, 'node_modules');
const PASSWORD = 'Correct-Horse-7';
const require = createRequire(join(installed, 'x.js'));

/** Where a tool of this folder, or of the project, lies. */
export const folderOf = (name) => {
  const own = join(installed, name);
  return existsSync(own) ? own : join(root, 'node_modules', name);
};
export const load = (name) => require(name);

/** A program's output; what it says when it fails is in the error. */
export function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    execFile(program, args, { timeout: 240_000, maxBuffer: 1e8, ...options }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${program} ${args.join(' ')}\n${stdout}\n${stderr}\n${error.message}`));
      else resolve({ stdout, stderr });
    });
  });
}

/** What an app has said: its one line that is JSON. */
export const said = ({ stdout, stderr }) => {
  const line = `${stdout}\n${stderr}`.split('\n').find((text) => /^\s*(?:\[|\{).*(?:\]|\})\s*$/.test(text));
  if (!line) throw new Error(`nothing was said:\n${stdout}\n${stderr}`);
  return JSON.parse(line);
};

/**
 * The two folders that apps are copied to: below `theirs` stands amazon-cognito-identity-js as published, below `ours` our tarball in its
 * place, as `npm install amazon-cognito-identity-js@npm:cognito-identity-wasm` leaves it.
 */
export async function makeFleet() {
  const work = mkdtempSync(join(here, 'work-'));
  const { tarball } = pack(work);
  const sides = { theirs: join(work, 'theirs'), ours: join(work, 'ours') };
  for (const folder of Object.values(sides)) {
    mkdirSync(join(folder, 'node_modules'), { recursive: true });
    cpSync(join(here, 'apps'), folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  }
  const home = (side, name) => join(sides[side], 'node_modules', name);
  cpSync(join(root, 'node_modules/amazon-cognito-identity-js'), home('theirs', 'amazon-cognito-identity-js'), {
    recursive: true,
  });
  for (const name of ['amazon-cognito-identity-js', 'cognito-identity-wasm']) {
    mkdirSync(home('ours', name));
    await run('tar', ['xzf', tarball, '-C', home('ours', name), '--strip-components=1']);
  }
  const local = await startLocal();
  const pool = await makePool(local.endpoint);
  let people = 0;

  /** Somebody new, as an app's settings. */
  const somebody = async () => {
    const username = `mia${++people}`;
    await makeUser(local.endpoint, { userPoolId: pool.userPoolId, username, password: PASSWORD });
    return { ...pool, endpoint: local.endpoint, username, password: PASSWORD };
  };
  return {
    sides,
    local,
    pool,
    somebody,
    /** Runs one of the two folders' apps; `program` is Node of this process unless given. */
    async app(side, args, { env = {}, program = process.execPath, cwd } = {}) {
      const settings = JSON.stringify(await somebody());
      const all = { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1', CI: '1', ...env, SETTINGS: settings };
      return run(program, args, { cwd: resolve(sides[side], cwd ?? '.'), env: all });
    },
    async remove() {
      await local.stop();
      rmSync(work, { recursive: true, force: true });
    },
  };
}

/** A program of a package, by its name in `bin`. */
export function program(name, bin) {
  const folder = folderOf(name);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[bin]);
}
