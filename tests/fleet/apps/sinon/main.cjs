// Stubs of prototypes, of the module's own members and of whole instances.
const sinon = require('sinon');
const cognito = require('amazon-cognito-identity-js');
const { journey, tell } = require('../journey.cjs');

const found = [];
const pool = new cognito.CognitoUserPool({ UserPoolId: 'eu-central-1_AbCdEf123', ClientId: 'abc' });
const user = new cognito.CognitoUser({ Username: 'mia', Pool: pool });

const getSession = sinon.stub(cognito.CognitoUser.prototype, 'getSession').yields(null, { isValid: () => true });
user.getSession((error, session) => found.push(error, session.isValid()));
found.push(getSession.calledOnce);
getSession.restore();

sinon.stub(cognito.CognitoUser.prototype, 'authenticateUser').callsArgWith(1, 'never').resetBehavior();
found.push(user.authenticateUser.callCount);
cognito.CognitoUser.prototype.authenticateUser.restore();

sinon.stub(cognito, 'CognitoUserPool').callsFake(() => ({ getCurrentUser: () => 'a fake' }));
found.push(new cognito.CognitoUserPool().getCurrentUser());
sinon.restore();

const instance = sinon.createStubInstance(cognito.CognitoUser);
instance.getUsername.returns('a stub');
found.push(instance.getUsername(), instance instanceof cognito.CognitoUser, instance.signOut());
journey(cognito).then((outcome) => tell([found, outcome]));
