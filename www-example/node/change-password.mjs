// Changes a password with nothing but the tokens of a session: what a server does that keeps nothing between two requests.
//
//   node sign-in.mjs … --save tokens.json
//   node change-password.mjs --pool eu-central-1_AbCdEf123 --client 1h57kf5cpq17m0eml12EXAMPLE --tokens tokens.json
//
// Both passwords are asked for, one line each. `--endpoint` names a local Cognito.
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { isAuthError, Pool } from 'cognito-identity-wasm';
import { ask, close } from './ask.mjs';
import { saveTokens } from './tokens-file.mjs';

const { values: options } = parseArgs({
  options: {
    pool: { type: 'string' },
    client: { type: 'string' },
    endpoint: { type: 'string' },
    tokens: { type: 'string', default: 'tokens.json' },
  },
});

try {
  const { pool: userPoolId, client: clientId, endpoint } = options;
  const pool = new Pool({ userPoolId, clientId, endpoint, storage: 'memory' });
  // No sign-in, and nothing is sent: the tokens are the session.
  const user = await pool.restore(JSON.parse(await readFile(options.tokens, 'utf8')));
  console.log(`These are tokens of ${user.username}.`);

  const previousPassword = await ask('Password');
  const proposedPassword = await ask('New password');
  // Where the access token has ended, this refreshes first.
  await user.changePassword({ previousPassword, proposedPassword });
  console.log('The password was changed.');

  // A refresh may have given new ones, and with rotation the old refresh token is spent.
  await saveTokens(options.tokens, await user.session());
} catch (error) {
  console.error(isAuthError(error) ? `${error.code}: ${error.message}` : error);
  process.exitCode = 1;
} finally {
  close();
}
