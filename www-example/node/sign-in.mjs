// Signs in by SRP with a second factor, refreshes, changes the password, signs out. Copy it and take what you need.
//
//   node sign-in.mjs --pool eu-central-1_AbCdEf123 --client 1h57kf5cpq17m0eml12EXAMPLE --username mia
//
// Passwords and codes are asked for, one line each. `--endpoint` names a local Cognito. `--save tokens.json` keeps the tokens for
// `change-password.mjs` and `verify-token.mjs`, and ends without the rest.
import { parseArgs } from 'node:util';
import { isAuthError, Pool } from 'cognito-identity-wasm';
import { ask, close } from './ask.mjs';
import { saveTokens } from './tokens-file.mjs';

const { values: options } = parseArgs({
  options: {
    pool: { type: 'string' },
    client: { type: 'string' },
    endpoint: { type: 'string' },
    username: { type: 'string' },
    save: { type: 'string' },
  },
});

/** Answers challenges until the person is signed in. */
async function finish(step) {
  switch (step.status) {
    case 'signedIn':
      return step;
    case 'newPasswordRequired': {
      const newPassword = await ask('New password');
      const attributes = {};
      for (const name of step.requiredAttributes) attributes[name] = await ask(name);
      return finish(await step.respond({ newPassword, attributes }));
    }
    case 'selectMfaType':
      return finish(await step.respond({ answer: await ask(`One of ${step.options.join(', ')}`) }));
    case 'mfaSetup': {
      const { uri } = await step.associate();
      return finish(await step.respond({ code: await ask(`Put ${uri} into an authenticator; its code`) }));
    }
    case 'softwareTokenMfa':
      return finish(await step.respond({ code: await ask('Code of your authenticator') }));
    case 'smsMfa':
    case 'emailOtp':
      return finish(await step.respond({ code: await ask(`Code sent to ${step.delivery.destination}`) }));
    default:
      throw new Error(`This script has no answer to ${step.challengeName}.`);
  }
}

/** A refresh, a new password, the way out. */
async function showTheRest(user, previousPassword) {
  const renewed = await user.session({ forceRefresh: true });
  console.log(`Refreshed: the tokens are good until ${new Date(renewed.accessToken.expiresAt).toISOString()}.`);

  const proposedPassword = await ask('New password (empty: keep the old one)');
  if (proposedPassword) {
    await user.changePassword({ previousPassword, proposedPassword });
    console.log('The password was changed.');
  }

  const { revoked } = await user.signOut();
  console.log(
    revoked ? 'Signed out; the refresh token is revoked.' : 'Signed out here; the service could not be told.',
  );
}

try {
  const pool = new Pool({
    userPoolId: options.pool,
    clientId: options.client,
    endpoint: options.endpoint,
    storage: 'memory',
  });
  const password = await ask('Password');
  const { user, session } = await finish(await pool.signIn({ username: options.username, password }));
  console.log(
    `Signed in as ${session.idToken.claims['cognito:username']} until ${new Date(session.accessToken.expiresAt).toISOString()}.`,
  );

  if (options.save) {
    await saveTokens(options.save, session);
    console.log(`The tokens are in ${options.save}.`);
  } else {
    await showTheRest(user, password);
  }
} catch (error) {
  console.error(isAuthError(error) ? `${error.code}: ${error.message}` : error);
  process.exitCode = 1;
} finally {
  close();
}
