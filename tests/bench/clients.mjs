// One program for each package: `load` imports it, `open` makes what an application makes once, and the result signs in
// by SRP, gives a session, and forgets the person without the network.
//
// The same functions run in Node and, bundled one by one, in a page: nothing here may name what only one of them has.

const tokensHere = (tokens) => {
  if (!tokens) throw new Error('nobody is signed in');
  return tokens;
};

/** The classes of amazon-cognito-identity-js, whoever brings them. */
export function classic(package_, { endpoint, userPoolId, clientId, username, password }) {
  const { CognitoUserPool, CognitoUser, AuthenticationDetails } = package_.CognitoUserPool
    ? package_
    : package_.default;
  const Pool = new CognitoUserPool({ UserPoolId: userPoolId, ClientId: clientId, endpoint });
  let user;
  return {
    signIn: () =>
      new Promise((onSuccess, onFailure) => {
        user = new CognitoUser({ Username: username, Pool, Storage: Pool.storage });
        const details = new AuthenticationDetails({ Username: username, Password: password });
        user.authenticateUser(details, { onSuccess, onFailure });
      }).then(tokensHere),
    session: () =>
      new Promise((resolve, reject) => {
        user.getSession((error, session) => (error ? reject(error) : resolve(session)));
      }),
    forget: () => user?.signOut(),
  };
}

/** Our modern API. */
export function modern({ Pool }, { endpoint, userPoolId, clientId, username, password }) {
  const pool = new Pool({ endpoint, userPoolId, clientId, storage: 'memory' });
  let user;
  return {
    async signIn() {
      const step = await pool.signIn({ username, password });
      if (step.status !== 'signedIn') throw new Error(step.status);
      user = step.user;
    },
    session: () => user.session(),
    forget: () => undefined,
  };
}

/** @aws-amplify/auth with @aws-amplify/core, set up as the package aws-amplify does it. */
export function amplify({ auth, cognito, core }, { endpoint, userPoolId, clientId, username, password }) {
  const Cognito = { userPoolId, userPoolClientId: clientId, userPoolEndpoint: endpoint };
  const tokenProvider = cognito.cognitoUserPoolsTokenProvider;
  tokenProvider.setAuthConfig({ Cognito });
  core.Amplify.configure({ Auth: { Cognito } }, { Auth: { tokenProvider } });
  return {
    async signIn() {
      const { isSignedIn } = await auth.signIn({ username, password, options: { authFlowType: 'USER_SRP_AUTH' } });
      if (!isSignedIn) throw new Error('nobody is signed in');
    },
    session: async () => tokensHere((await auth.fetchAuthSession()).tokens),
    forget: () => tokenProvider.tokenOrchestrator.clearTokens(),
  };
}

/** cognito-srp-helper, which has the maths alone: the two requests are made by hand. */
export function helper(package_, { endpoint, userPoolId, clientId, username, password }) {
  const { createSrpSession, signSrpSession, wrapAuthChallenge, wrapInitiateAuth } = package_;
  const call = async (operation, input) => {
    const target = `AWSCognitoIdentityProviderService.${operation}`;
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target };
    const reply = await fetch(endpoint, { method: 'POST', headers, body: JSON.stringify(input) });
    return reply.json();
  };
  return {
    async signIn() {
      const session = createSrpSession(username, password, userPoolId, false);
      const start = { ClientId: clientId, AuthFlow: 'USER_SRP_AUTH', AuthParameters: { USERNAME: username } };
      const challenge = await call('InitiateAuth', wrapInitiateAuth(session, start));
      const answer = {
        ClientId: clientId,
        ChallengeName: 'PASSWORD_VERIFIER',
        ChallengeResponses: { USERNAME: username },
        Session: challenge.Session,
      };
      const signed = signSrpSession(session, challenge);
      tokensHere((await call('RespondToAuthChallenge', wrapAuthChallenge(signed, answer))).AuthenticationResult);
    },
    forget: () => undefined,
  };
}
