// Both APIs, and a local Cognito in the window itself.
exports.journey = async ({ library, local: { LocalCognito }, timers }) => {
  const { endpoint, userPoolId, clientId, username, password } = JSON.parse(process.env.SETTINGS);
  const { AuthenticationDetails, CognitoUser, CognitoUserPool, Pool } = library;
  const status = (signedIn) => signedIn.then((step) => step.status).catch((error) => error.code);
  const pool = new Pool({ userPoolId, clientId, endpoint });
  const signIn = (password) =>
    new Promise((resolve) => {
      const Pool = new CognitoUserPool({ UserPoolId: userPoolId, ClientId: clientId, endpoint });
      const user = new CognitoUser({ Username: username, Pool });
      user.authenticateUser(new AuthenticationDetails({ Username: username, Password: password }), {
        onSuccess: (session) => resolve(['onSuccess', session.isValid()]),
        onFailure: (error) => resolve(error.code ?? String(error)),
      });
    });
  const outcome = {
    modern: await status(pool.signIn({ username, password })),
    withSignal: await status(pool.signIn({ username, password, signal: new AbortController().signal })),
    wrong: await status(pool.signIn({ username, password: 'Wrong-Password-1' })),
    dropIn: await signIn(password),
    refused: await signIn('Wrong-Password-1'),
  };
  const ids = { userPoolId: 'eu-central-1_Window001', clientId: 'window' };
  const cognito = new LocalCognito({
    pools: [
      {
        pool: { Id: ids.userPoolId },
        clients: [{ ClientId: ids.clientId }],
        users: [{ Username: 'ida', Password: 'Correct-Horse-7' }],
      },
    ],
  });
  const inside = new Pool({ ...ids, endpoint: 'http://local/', fetch: cognito.fetch });
  outcome.local = await status(inside.signIn({ username: 'ida', password: 'Correct-Horse-7' }));
  // In the window, because Node's own `fetch` waits for a `setImmediate` that Vitest has faked.
  timers.useFakeTimers();
  outcome.fakeTimers = await status(inside.signIn({ username: 'ida', password: 'Correct-Horse-7' }));
  timers.useRealTimers();
  return outcome;
};
