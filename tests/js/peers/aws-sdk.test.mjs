// npm @aws-sdk/client-cognito-identity-provider administers the local Cognito.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as sdk from '@aws-sdk/client-cognito-identity-provider';
import { claims, startLocal, totp } from '../local/server-process.mjs';

const PASSWORD = 'Correct-Horse-7';
let server;
let client;
before(async () => {
  server = await startLocal();
  client = new sdk.CognitoIdentityProvider({
    endpoint: server.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    maxAttempts: 1,
  });
});
after(async () => {
  client?.destroy();
  await server?.stop();
});

/** An operation by AWS's name of it. */
const send = (operation, input) => client[operation[0].toLowerCase() + operation.slice(1)](input);

async function makePool(pool = {}, app = {}) {
  const { UserPool } = await send('CreateUserPool', { PoolName: 'admin', ...pool });
  const { UserPoolClient } = await send('CreateUserPoolClient', {
    UserPoolId: UserPool.Id,
    ClientName: 'app',
    ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    ...app,
  });
  return { UserPoolId: UserPool.Id, UserPool, ClientId: UserPoolClient.ClientId, UserPoolClient };
}

test('a pool is made, described, changed, listed and deleted', async () => {
  const { UserPoolId, UserPool } = await makePool({
    AutoVerifiedAttributes: ['email'],
    UsernameConfiguration: { CaseSensitive: false },
    Policies: { PasswordPolicy: { MinimumLength: 12, RequireSymbols: false } },
    Schema: [{ Name: 'team', AttributeDataType: 'String', Mutable: true }],
  });
  assert.match(UserPoolId, /^us-east-1_\w+$/);
  assert.ok(UserPool.CreationDate instanceof Date && Math.abs(UserPool.CreationDate - Date.now()) < 60_000);
  const described = (await send('DescribeUserPool', { UserPoolId })).UserPool;
  assert.equal(described.Policies.PasswordPolicy.MinimumLength, 12);
  assert.equal(described.UsernameConfiguration.CaseSensitive, false);
  assert.ok(described.SchemaAttributes.some(({ Name }) => Name === 'custom:team'));
  assert.deepEqual(described.AutoVerifiedAttributes, ['email']);
  await send('UpdateUserPool', {
    UserPoolId,
    AutoVerifiedAttributes: ['email'],
    Policies: { PasswordPolicy: { MinimumLength: 16 } },
  });
  assert.equal((await send('DescribeUserPool', { UserPoolId })).UserPool.Policies.PasswordPolicy.MinimumLength, 16);
  assert.ok((await send('ListUserPools', { MaxResults: 60 })).UserPools.some(({ Id }) => Id === UserPoolId));
  await send('DeleteUserPool', { UserPoolId });
  await assert.rejects(send('DescribeUserPool', { UserPoolId }), sdk.ResourceNotFoundException);
});

test('an app client is made, described, changed and deleted', async () => {
  const { UserPoolId, ClientId, UserPoolClient } = await makePool(
    {},
    { GenerateSecret: true, AccessTokenValidity: 5, TokenValidityUnits: { AccessToken: 'minutes' } },
  );
  assert.ok(UserPoolClient.ClientSecret.length >= 48);
  const described = (await send('DescribeUserPoolClient', { UserPoolId, ClientId })).UserPoolClient;
  assert.equal(described.ClientSecret, UserPoolClient.ClientSecret);
  assert.equal(described.AccessTokenValidity, 5);
  await send('UpdateUserPoolClient', {
    UserPoolId,
    ClientId,
    ClientName: 'renamed',
    ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
  });
  const changed = (await send('DescribeUserPoolClient', { UserPoolId, ClientId })).UserPoolClient;
  assert.deepEqual(
    [changed.ClientName, changed.ExplicitAuthFlows, changed.ClientSecret],
    ['renamed', ['ALLOW_USER_SRP_AUTH'], UserPoolClient.ClientSecret],
  );
  assert.deepEqual(
    (await send('ListUserPoolClients', { UserPoolId })).UserPoolClients.map((app) => app.ClientId),
    [ClientId],
  );
  await send('DeleteUserPoolClient', { UserPoolId, ClientId });
  await assert.rejects(send('DescribeUserPoolClient', { UserPoolId, ClientId }), sdk.ResourceNotFoundException);
});

test('an access token lives as long as the app client says', async () => {
  const { UserPoolId, ClientId } = await makePool(
    {},
    { AccessTokenValidity: 5, TokenValidityUnits: { AccessToken: 'minutes' } },
  );
  await send('AdminCreateUser', { UserPoolId, Username: 'ada', MessageAction: 'SUPPRESS' });
  await send('AdminSetUserPassword', { UserPoolId, Username: 'ada', Password: PASSWORD, Permanent: true });
  const { AuthenticationResult } = await send('InitiateAuth', {
    ClientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: 'ada', PASSWORD },
  });
  const { exp, iat } = claims(AuthenticationResult.AccessToken);
  assert.equal(exp - iat, 300);
  assert.equal(AuthenticationResult.ExpiresIn, 300);
});

test('an invited user signs in with the temporary password from the outbox and chooses a new one', async () => {
  const { UserPoolId, ClientId } = await makePool();
  const { User } = await send('AdminCreateUser', {
    UserPoolId,
    Username: 'ada',
    UserAttributes: [
      { Name: 'email', Value: 'ada@example.com' },
      { Name: 'email_verified', Value: 'true' },
    ],
    DesiredDeliveryMediums: ['EMAIL'],
  });
  assert.equal(User.UserStatus, 'FORCE_CHANGE_PASSWORD');
  const invitation = (await server.outbox('ada')).filter((mail) => mail.userPoolId === UserPoolId).at(-1);
  assert.equal(invitation.kind, 'adminCreateUser');
  const begun = await send('AdminInitiateAuth', {
    UserPoolId,
    ClientId,
    AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: 'ada', PASSWORD: invitation.code },
  });
  assert.equal(begun.ChallengeName, 'NEW_PASSWORD_REQUIRED');
  const { AuthenticationResult } = await send('AdminRespondToAuthChallenge', {
    UserPoolId,
    ClientId,
    ChallengeName: begun.ChallengeName,
    Session: begun.Session,
    ChallengeResponses: { USERNAME: 'ada', NEW_PASSWORD: PASSWORD },
  });
  assert.equal(claims(AuthenticationResult.IdToken).email, 'ada@example.com');
  assert.equal((await send('AdminGetUser', { UserPoolId, Username: 'ada' })).UserStatus, 'CONFIRMED');
});

test('users are listed with filters and page by page', async () => {
  const { UserPoolId } = await makePool();
  for (let index = 0; index < 7; index++) {
    await send('AdminCreateUser', {
      UserPoolId,
      Username: `user${index}`,
      MessageAction: 'SUPPRESS',
      UserAttributes: [{ Name: 'email', Value: `${index < 3 ? 'team' : 'other'}${index}@example.com` }],
    });
  }
  const names = (users) => users.map(({ Username }) => Username).sort();
  assert.deepEqual(names((await send('ListUsers', { UserPoolId, Filter: 'email ^= "team"' })).Users), [
    'user0',
    'user1',
    'user2',
  ]);
  assert.deepEqual(names((await send('ListUsers', { UserPoolId, Filter: 'username = "user4"' })).Users), ['user4']);
  const pages = [];
  for await (const page of sdk.paginateListUsers({ client, pageSize: 3 }, { UserPoolId })) pages.push(page.Users);
  assert.deepEqual(
    pages.map((page) => page.length),
    [3, 3, 1],
  );
  assert.equal(new Set(names(pages.flat())).size, 7);
  await assert.rejects(send('ListUsers', { UserPoolId, Filter: 'shoe_size = "7"' }), sdk.InvalidParameterException);
});

test('a disabled user cannot sign in until enabled again, and a deleted one is gone', async () => {
  const { UserPoolId, ClientId } = await makePool();
  const user = { UserPoolId, Username: 'ada' };
  await send('AdminCreateUser', { ...user, MessageAction: 'SUPPRESS' });
  await send('AdminSetUserPassword', { ...user, Password: PASSWORD, Permanent: true });
  const signIn = () =>
    send('AdminInitiateAuth', {
      UserPoolId,
      ClientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'ada', PASSWORD },
    });
  await send('AdminDisableUser', user);
  await assert.rejects(signIn(), { name: 'NotAuthorizedException', message: 'User is disabled.' });
  await send('AdminEnableUser', user);
  assert.ok((await signIn()).AuthenticationResult);
  await send('AdminUpdateUserAttributes', { ...user, UserAttributes: [{ Name: 'name', Value: 'Ada' }] });
  assert.ok(
    (await send('AdminGetUser', user)).UserAttributes.some(({ Name, Value }) => Name === 'name' && Value === 'Ada'),
  );
  await send('AdminDeleteUser', user);
  await assert.rejects(send('AdminGetUser', user), sdk.UserNotFoundException);
});

test('groups are made, joined, named in tokens and left', async () => {
  const { UserPoolId, ClientId } = await makePool();
  const user = { UserPoolId, Username: 'ada' };
  await send('AdminCreateUser', { ...user, MessageAction: 'SUPPRESS' });
  await send('AdminSetUserPassword', { ...user, Password: PASSWORD, Permanent: true });
  await send('CreateGroup', { UserPoolId, GroupName: 'admins', Precedence: 1 });
  await assert.rejects(send('CreateGroup', { UserPoolId, GroupName: 'admins' }), sdk.GroupExistsException);
  await send('AdminAddUserToGroup', { ...user, GroupName: 'admins' });
  assert.deepEqual(
    (await send('AdminListGroupsForUser', user)).Groups.map(({ GroupName }) => GroupName),
    ['admins'],
  );
  assert.deepEqual(
    (await send('ListUsersInGroup', { UserPoolId, GroupName: 'admins' })).Users.map(({ Username }) => Username),
    ['ada'],
  );
  const groups = async () => {
    const { AuthenticationResult } = await send('InitiateAuth', {
      ClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'ada', PASSWORD },
    });
    return claims(AuthenticationResult.AccessToken)['cognito:groups'];
  };
  assert.deepEqual(await groups(), ['admins']);
  await send('AdminRemoveUserFromGroup', { ...user, GroupName: 'admins' });
  assert.equal(await groups(), undefined);
});

test('MFA of a pool is configured, and asked for', async () => {
  const { UserPoolId, ClientId } = await makePool();
  await send('SetUserPoolMfaConfig', {
    UserPoolId,
    MfaConfiguration: 'ON',
    SoftwareTokenMfaConfiguration: { Enabled: true },
  });
  const config = await send('GetUserPoolMfaConfig', { UserPoolId });
  assert.deepEqual([config.MfaConfiguration, config.SoftwareTokenMfaConfiguration.Enabled], ['ON', true]);
  await send('AdminCreateUser', { UserPoolId, Username: 'ada', MessageAction: 'SUPPRESS' });
  await send('AdminSetUserPassword', { UserPoolId, Username: 'ada', Password: PASSWORD, Permanent: true });
  const begun = await send('InitiateAuth', {
    ClientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: 'ada', PASSWORD },
  });
  assert.equal(begun.ChallengeName, 'MFA_SETUP');
  const { SecretCode, Session } = await send('AssociateSoftwareToken', { Session: begun.Session });
  const verified = await send('VerifySoftwareToken', { Session, UserCode: totp(SecretCode) });
  assert.equal(verified.Status, 'SUCCESS');
  const { AuthenticationResult } = await send('RespondToAuthChallenge', {
    ClientId,
    ChallengeName: 'MFA_SETUP',
    Session: verified.Session,
    ChallengeResponses: { USERNAME: 'ada' },
  });
  assert.ok(AuthenticationResult.AccessToken);
});

test('devices of a user are listed', async () => {
  const { UserPoolId, ClientId } = await makePool({
    DeviceConfiguration: { ChallengeRequiredOnNewDevice: false, DeviceOnlyRememberedOnUserPrompt: false },
  });
  const user = { UserPoolId, Username: 'ada' };
  await send('AdminCreateUser', { ...user, MessageAction: 'SUPPRESS' });
  await send('AdminSetUserPassword', { ...user, Password: PASSWORD, Permanent: true });
  assert.deepEqual((await send('AdminListDevices', user)).Devices, []);
  const { AuthenticationResult } = await send('InitiateAuth', {
    ClientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: 'ada', PASSWORD },
  });
  const { DeviceKey } = AuthenticationResult.NewDeviceMetadata;
  const verifier = {
    Salt: Buffer.alloc(16, 1).toString('base64'),
    PasswordVerifier: Buffer.alloc(384, 2).toString('base64'),
  };
  await send('ConfirmDevice', {
    AccessToken: AuthenticationResult.AccessToken,
    DeviceKey,
    DeviceSecretVerifierConfig: verifier,
    DeviceName: 'laptop',
  });
  assert.deepEqual(
    (await send('AdminListDevices', user)).Devices.map((device) => device.DeviceKey),
    [DeviceKey],
  );
  await send('AdminForgetDevice', { ...user, DeviceKey });
  await assert.rejects(send('AdminGetDevice', { ...user, DeviceKey }), sdk.ResourceNotFoundException);
});

test('an administrator ends all sessions of a user', async () => {
  const { UserPoolId, ClientId } = await makePool();
  const user = { UserPoolId, Username: 'ada' };
  await send('AdminCreateUser', { ...user, MessageAction: 'SUPPRESS' });
  await send('AdminSetUserPassword', { ...user, Password: PASSWORD, Permanent: true });
  const { AuthenticationResult } = await send('InitiateAuth', {
    ClientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: 'ada', PASSWORD },
  });
  await send('AdminUserGlobalSignOut', user);
  await assert.rejects(send('GetUser', { AccessToken: AuthenticationResult.AccessToken }), {
    name: 'NotAuthorizedException',
    message: 'Access Token has been revoked',
  });
  await assert.rejects(
    send('GetTokensFromRefreshToken', { ClientId, RefreshToken: AuthenticationResult.RefreshToken }),
    sdk.NotAuthorizedException,
  );
});

test('what the local Cognito does not have says so', async () => {
  const { UserPoolId } = await makePool();
  await assert.rejects(send('AdminListUserAuthEvents', { UserPoolId, Username: 'ada' }), {
    name: 'UserPoolAddOnNotEnabledException',
    message: /events/,
  });
  await assert.rejects(send('CreateUserPoolReplica', { UserPoolId, RegionName: 'eu-west-1' }), {
    name: 'UnsupportedOperationException',
    message: 'The local Cognito does not support CreateUserPoolReplica, which is an operation of Amazon Cognito.',
  });
});
