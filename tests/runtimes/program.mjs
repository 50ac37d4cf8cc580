// The one program that every runtime runs: a person's whole visit, through the package as the runtime resolves it.
import * as root from 'cognito-identity-wasm';

/** Signs in, refreshes, changes the password, signs out; gives what it saw. */
export async function visit({ endpoint, userPoolId, clientId, username, password }) {
  const pool = new root.Pool({ endpoint, userPoolId, clientId, storage: 'memory' });
  const wrong = await pool.signIn({ username, password: `${password}!` }).catch((error) => error);
  const step = await pool.signIn({ username, password });
  const { user, session } = step;
  const refreshed = await user.session({ forceRefresh: true });
  await user.changePassword({ previousPassword: password, proposedPassword: `${password}2` });
  const [concurrent, again] = await Promise.all([user.session(), user.session()]);
  const { revoked } = await user.signOut();
  const gone = await user.session().catch((error) => error);
  return {
    wrong: [wrong.name, wrong.code, root.isAuthError(wrong)],
    status: step.status,
    username: session.accessToken.claims.username,
    valid: session.isValid(),
    refreshed: refreshed.accessToken.jwt !== session.accessToken.jwt,
    shared: concurrent.accessToken.jwt === again.accessToken.jwt,
    revoked,
    gone: gone.code,
    left: pool.currentUser(),
  };
}
