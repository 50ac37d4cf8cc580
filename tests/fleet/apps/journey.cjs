// What every app of the fleet does in its own habit: signs in, reads the person, and is refused with a wrong password.
exports.settings = () => JSON.parse(process.env.SETTINGS);

exports.signIn = ({ CognitoUserPool, CognitoUser, AuthenticationDetails }, password) => {
  const { endpoint, userPoolId, clientId, username, password: right } = exports.settings();
  const Pool = new CognitoUserPool({ UserPoolId: userPoolId, ClientId: clientId, endpoint });
  const user = new CognitoUser({ Username: username, Pool });
  const details = new AuthenticationDetails({ Username: username, Password: password ?? right });
  return new Promise((resolve) => {
    user.authenticateUser(details, {
      onSuccess: (session) =>
        resolve({ user, outcome: ['onSuccess', session.isValid(), session.getIdToken().payload.email] }),
      onFailure: (error) => resolve({ user, outcome: ['onFailure', error.code, error.message] }),
    });
  });
};

exports.journey = async (library) => {
  const refused = await exports.signIn(library, 'Wrong-Password-1');
  const { user, outcome } = await exports.signIn(library);
  const attributes = await new Promise((resolve) =>
    user.getUserAttributes((error, list) => resolve(error ? error.message : list.map((one) => one.getName()).sort())),
  );
  return { refused: refused.outcome, outcome, attributes };
};

exports.tell = (outcome) => console.log(JSON.stringify(outcome));
