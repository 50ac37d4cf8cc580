/// <reference types="node" />
// The program `cognito-identity-wasm`: picks the command.
import { proxyCommand } from '../server/command.js';
import { localCommand } from './command.js';

const USAGE = `usage: cognito-identity-wasm <command> [options]

  local   serves user pools in memory over HTTP, on this machine only
  proxy   serves the auth proxy, which stands between apps and a user pool

cognito-identity-wasm <command> --help shows its options.`;

const [name, ...rest] = process.argv.slice(2);

if (name === 'local') {
  process.exitCode = await localCommand(rest);
} else if (name === 'proxy') {
  process.exitCode = await proxyCommand(rest);
} else if (name === '--help' || name === '-h') {
  console.log(USAGE);
} else {
  console.error(name === undefined ? USAGE : `Unknown command ${name}.\n\n${USAGE}`);
  process.exitCode = 2;
}
