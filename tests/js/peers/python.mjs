// Python programs from PyPI, each in an environment of its own that is kept between runs.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'cognito-identity-wasm');

/** What a program prints. */
export async function run(program, args, options = {}) {
  const { stdout } = await execute(program, args, { maxBuffer: 1 << 26, ...options });
  return stdout;
}

/** The interpreter of an environment that has these packages; `program` names another of its programs. */
export async function python(packages, program = 'python') {
  const name = createHash('sha256').update(packages.join(' ')).digest('hex').slice(0, 16);
  const home = join(CACHE, `python-${name}`);
  if (!(await exists(join(home, 'complete')))) await build(home, packages);
  return join(home, 'bin', program);
}

async function build(home, packages) {
  await mkdir(CACHE, { recursive: true });
  await rm(home, { recursive: true, force: true });
  await run('python3', ['-m', 'venv', home]);
  await run(join(home, 'bin/pip'), ['install', '--quiet', '--disable-pip-version-check', ...packages]);
  // Made last: an installation that was interrupted is not taken for a whole one.
  await mkdir(join(home, 'complete'));
}

const exists = (path) =>
  stat(path).then(
    () => true,
    () => false,
  );
