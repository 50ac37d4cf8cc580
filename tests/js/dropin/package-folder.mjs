// Our package where the incumbent used to be: packed, and unpacked as `node_modules/amazon-cognito-identity-js`.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pack, root } from '../../packaging/installed.mjs';

/** The folder that has the published 6.3.21 in its node_modules. */
export const INCUMBENT = root;

/** A folder that has our tarball under the incumbent's name, as `npm i amazon-cognito-identity-js@npm:…` leaves it. */
export function aliased() {
  const folder = mkdtempSync(join(tmpdir(), 'ciw-dropin-'));
  const home = join(folder, 'node_modules/amazon-cognito-identity-js');
  mkdirSync(home, { recursive: true });
  execFileSync('tar', ['xzf', pack(folder).tarball, '-C', home, '--strip-components=1']);
  return { folder, home, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
