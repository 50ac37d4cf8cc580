// The runtimes beside Node, as the tests install them.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const installed = fileURLToPath(new URL('./node_modules', import.meta.url));

/** What runs a program; the scripts in front of Deno and Bun would not hand on the signal that ends it. */
export const RUNTIMES = {
  Deno: [
    join(installed, '@deno', `${process.platform}-${process.arch}-glibc`, 'deno'),
    'run',
    '--allow-net',
    '--allow-read',
    '--allow-env',
  ],
  Bun: [join(installed, '@oven', `bun-${process.platform}-${process.arch}`, 'bin', 'bun')],
};
