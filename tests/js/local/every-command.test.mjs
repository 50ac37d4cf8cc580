// Each command of AWS's SDK asked once, by the SDK itself, and every answer held against the service model.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import * as sdk from '@aws-sdk/client-cognito-identity-provider';
import { makeAuthenticator } from './authenticator.mjs';
import { REFUSED } from './refused.mjs';
import { EVERY_FLOW, packageFile, totp } from './server-process.mjs';
import { complaints, operationNames } from './service-model.mjs';

const { LocalCognito } = await import(packageFile('dist/local.node.mjs'));

const PASSWORD = 'Correct-Horse-7';

/** A client of the SDK whose requests a LocalCognito answers; `ask` checks what comes back. */
function makeAsking() {
  const local = new LocalCognito({ pools: [] });
  const asked = new Map();
  let raw;
  const client = new sdk.CognitoIdentityProviderClient({
    region: 'us-east-1',
    endpoint: 'http://local/',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    requestHandler: {
      async handle({ method, headers, body }) {
        const reply = await local.fetch('http://local/', { method, headers, body });
        raw = await reply.text();
        const answer = {
          statusCode: reply.status,
          headers: Object.fromEntries(reply.headers),
          body: Readable.from([raw]),
        };
        return { response: answer };
      },
    },
  });
  async function ask(operation, input) {
    asked.set(operation, (asked.get(operation) ?? 0) + 1);
    let answer;
    try {
      // biome-ignore lint/performance/noDynamicNamespaceImportAccess: every one of them is asked.
      answer = await client.send(new sdk[`${operation}Command`](input));
    } catch (error) {
      error.message = `${operation}: ${error.message}`;
      throw error;
    }
    assert.deepEqual(complaints(operation, JSON.parse(raw)), [], raw);
    return answer;
  }
  const code = () => local.outbox.at(-1).code;
  return { ask, asked, code, client };
}

async function pools(it) {
  const { ask } = it;
  const { UserPool } = await ask('CreateUserPool', {
    PoolName: 'one',
    AutoVerifiedAttributes: ['email'],
    DeviceConfiguration: { ChallengeRequiredOnNewDevice: false, DeviceOnlyRememberedOnUserPrompt: true },
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'WEB_AUTHN'] } },
    VerificationMessageTemplate: { EmailMessage: 'The code is {####}.' },
    UserPoolTags: { team: 'blue' },
  });
  it.pool = { UserPoolId: UserPool.Id };
  await ask('AddCustomAttributes', {
    ...it.pool,
    CustomAttributes: [{ Name: 'team', AttributeDataType: 'String', Mutable: true }],
  });
  const mfa = {
    MfaConfiguration: 'OPTIONAL',
    SoftwareTokenMfaConfiguration: { Enabled: true },
    SmsMfaConfiguration: { SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/r' } },
    WebAuthnConfiguration: { RelyingPartyId: 'localhost' },
  };
  await ask('SetUserPoolMfaConfig', { ...it.pool, ...mfa });
  assert.equal((await ask('GetUserPoolMfaConfig', it.pool)).SoftwareTokenMfaConfiguration.Enabled, true);
  await ask('UpdateUserPool', {
    ...it.pool,
    AutoVerifiedAttributes: ['email'],
    MfaConfiguration: 'OPTIONAL',
    DeviceConfiguration: { ChallengeRequiredOnNewDevice: false, DeviceOnlyRememberedOnUserPrompt: true },
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'WEB_AUTHN'] } },
    UserPoolTags: { team: 'blue' },
    DeletionProtection: 'ACTIVE',
  });
  assert.equal((await ask('ListUserPools', { MaxResults: 5 })).UserPools.length, 1);
  const { UserPool: described } = await ask('DescribeUserPool', it.pool);
  assert.equal(described.SchemaAttributes.at(-1).Name, 'custom:team');
  it.arn = { ResourceArn: described.Arn };
  await ask('TagResource', { ...it.arn, Tags: { stage: 'test' } });
  assert.deepEqual((await ask('ListTagsForResource', it.arn)).Tags, { team: 'blue', stage: 'test' });
  await ask('UntagResource', { ...it.arn, TagKeys: ['team'] });
  assert.deepEqual((await ask('ListTagsForResource', it.arn)).Tags, { stage: 'test' });
  await assert.rejects(ask('DeleteUserPool', it.pool), sdk.InvalidParameterException);
}

async function federation(it) {
  const { ask, pool } = it;
  const google = { ...pool, ProviderName: 'Google' };
  const details = { client_id: 'id', client_secret: 'secret', authorize_scopes: 'openid email' };
  await ask('CreateIdentityProvider', { ...google, ProviderType: 'Google', ProviderDetails: details });
  await ask('UpdateIdentityProvider', {
    ...google,
    AttributeMapping: { email: 'email' },
    IdpIdentifiers: ['g.example'],
  });
  const { IdentityProvider } = await ask('DescribeIdentityProvider', google);
  assert.deepEqual(IdentityProvider.ProviderDetails, details);
  assert.deepEqual(IdentityProvider.AttributeMapping, { email: 'email' });
  const found = await ask('GetIdentityProviderByIdentifier', { ...pool, IdpIdentifier: 'g.example' });
  assert.equal(found.IdentityProvider.ProviderName, 'Google');
  assert.equal((await ask('ListIdentityProviders', pool)).Providers[0].ProviderType, 'Google');
  const server = { ...pool, Identifier: 'https://api.example', Name: 'api' };
  await ask('CreateResourceServer', { ...server, Scopes: [{ ScopeName: 'read', ScopeDescription: 'reads' }] });
  await ask('UpdateResourceServer', { ...server, Scopes: [{ ScopeName: 'write', ScopeDescription: 'writes' }] });
  const described = await ask('DescribeResourceServer', { ...pool, Identifier: server.Identifier });
  assert.deepEqual(described.ResourceServer.Scopes, [{ ScopeName: 'write', ScopeDescription: 'writes' }]);
  assert.equal((await ask('ListResourceServers', { ...pool, MaxResults: 5 })).ResourceServers.length, 1);
}

async function clients(it) {
  const { ask, pool } = it;
  const login = {
    CallbackURLs: ['http://localhost:3000/back', 'myapp://back'],
    LogoutURLs: ['https://app.example/out'],
    AllowedOAuthFlows: ['code'],
    AllowedOAuthScopes: ['openid', 'https://api.example/write'],
    AllowedOAuthFlowsUserPoolClient: true,
    SupportedIdentityProviders: ['COGNITO', 'Google'],
    DefaultRedirectURI: 'myapp://back',
  };
  const made = { ...pool, ClientName: 'app', ExplicitAuthFlows: EVERY_FLOW, ...login };
  const { UserPoolClient } = await ask('CreateUserPoolClient', made);
  it.app = { ...pool, ClientId: UserPoolClient.ClientId };
  await ask('UpdateUserPoolClient', { ...it.app, ClientName: 'renamed', ExplicitAuthFlows: EVERY_FLOW, ...login });
  const described = await ask('DescribeUserPoolClient', it.app);
  assert.equal(described.UserPoolClient.ClientName, 'renamed');
  for (const [member, value] of Object.entries(login)) assert.deepEqual(described.UserPoolClient[member], value);
  assert.equal((await ask('ListUserPoolClients', pool)).UserPoolClients.length, 1);
  const other = await ask('CreateUserPoolClient', { ...pool, ClientName: 'secret', GenerateSecret: true });
  const app = { ...pool, ClientId: other.UserPoolClient.ClientId };
  const { ClientSecretDescriptor } = await ask('AddUserPoolClientSecret', app);
  assert.match(ClientSecretDescriptor.ClientSecretValue, /^\w{51}$/);
  const { ClientSecrets } = await ask('ListUserPoolClientSecrets', app);
  assert.equal(ClientSecrets.length, 2);
  await ask('DeleteUserPoolClientSecret', { ...app, ClientSecretId: ClientSecrets[0].ClientSecretId });
  const left = await ask('DescribeUserPoolClient', app);
  assert.equal(left.UserPoolClient.ClientSecret, ClientSecretDescriptor.ClientSecretValue);
  await ask('DeleteUserPoolClient', app);
  const machine = await ask('CreateUserPoolClient', {
    ...pool,
    ClientName: 'machine',
    GenerateSecret: true,
    ExplicitAuthFlows: ['ALLOW_CLIENT_TOKEN_AUTH'],
    AllowedOAuthScopes: ['https://api.example/write'],
  });
  const { ClientId, ClientSecret } = machine.UserPoolClient;
  const { ClientAuthenticationResult } = await ask('GetClientToken', { ClientId, Secret: ClientSecret });
  assert.equal(ClientAuthenticationResult.TokenType, 'Bearer');
  await ask('DeleteUserPoolClient', { ...pool, ClientId });
}

async function kept(it) {
  const { ask, pool, app } = it;
  const domain = { ...pool, Domain: 'people' };
  await ask('CreateUserPoolDomain', { ...domain, ManagedLoginVersion: 1 });
  await ask('UpdateUserPoolDomain', { ...domain, ManagedLoginVersion: 2 });
  const { DomainDescription } = await ask('DescribeUserPoolDomain', { Domain: 'people' });
  assert.deepEqual([DomainDescription.UserPoolId, DomainDescription.ManagedLoginVersion], [pool.UserPoolId, 2]);
  assert.equal((await ask('DescribeUserPool', pool)).UserPool.Domain, 'people');
  await ask('SetUICustomization', { ...pool, CSS: '.banner {}', ImageFile: new Uint8Array([1, 2, 3]) });
  const ui = (await ask('GetUICustomization', app)).UICustomization;
  assert.deepEqual([ui.CSS, ui.ClientId, ui.ImageUrl], ['.banner {}', 'ALL', 'data:image/png;base64,AQID']);
  const branding = {
    Settings: { components: { dark: true } },
    Assets: [{ Category: 'FAVICON_ICO', ColorMode: 'DARK', Extension: 'ICO' }],
  };
  const { ManagedLoginBranding: made } = await ask('CreateManagedLoginBranding', { ...app, ...branding });
  const style = { ...pool, ManagedLoginBrandingId: made.ManagedLoginBrandingId };
  await ask('UpdateManagedLoginBranding', { ...style, Settings: { components: { dark: false } } });
  const { ManagedLoginBranding } = await ask('DescribeManagedLoginBranding', style);
  assert.deepEqual(ManagedLoginBranding.Settings, { components: { dark: false } });
  assert.deepEqual((await ask('DescribeManagedLoginBrandingByClient', app)).ManagedLoginBranding, ManagedLoginBranding);
  await ask('DeleteManagedLoginBranding', style);
  const named = { ...app, TermsName: 'terms-of-use' };
  const { Terms } = await ask('CreateTerms', {
    ...named,
    TermsSource: 'LINK',
    Enforcement: 'NONE',
    Links: { 'cognito:default': 'https://a.example' },
  });
  const terms = { ...pool, TermsId: Terms.TermsId };
  await ask('UpdateTerms', { ...terms, Links: { 'cognito:default': 'https://b.example' } });
  assert.deepEqual((await ask('DescribeTerms', terms)).Terms.Links, { 'cognito:default': 'https://b.example' });
  assert.equal((await ask('DescribeTermsByClient', named)).Terms.TermsId, Terms.TermsId);
  assert.equal((await ask('ListTerms', pool)).Terms.length, 1);
  await ask('DeleteTerms', terms);
  const risk = { CompromisedCredentialsRiskConfiguration: { Actions: { EventAction: 'BLOCK' } } };
  await ask('SetRiskConfiguration', { ...app, ...risk });
  const { RiskConfiguration } = await ask('DescribeRiskConfiguration', app);
  assert.equal(RiskConfiguration.CompromisedCredentialsRiskConfiguration.Actions.EventAction, 'BLOCK');
  assert.deepEqual((await ask('GetLogDeliveryConfiguration', pool)).LogDeliveryConfiguration.LogConfigurations, []);
  await ask('SetLogDeliveryConfiguration', {
    ...pool,
    LogConfigurations: [{ LogLevel: 'ERROR', EventSource: 'userNotification' }],
  });
  assert.equal((await ask('GetLogDeliveryConfiguration', pool)).LogDeliveryConfiguration.LogConfigurations.length, 1);
  await ask('SetUserPoolSessionConfiguration', {
    ...pool,
    UserSessionTracking: 'ENABLED',
    TokenSession: { MaxPerUser: 3 },
  });
  assert.equal((await ask('GetUserPoolSessionConfiguration', pool)).TokenSession.MaxPerUser, 3);
  await ask('SetUserPoolClientSessionConfiguration', { ...app, SSOSession: { MaxValidityMinutes: 60 } });
  assert.equal((await ask('GetUserPoolClientSessionConfiguration', app)).SSOSession.MaxValidityMinutes, 60);
  const { CSVHeader } = await ask('GetCSVHeader', pool);
  assert.ok(CSVHeader.includes('custom:team') && CSVHeader.includes('cognito:username') && !CSVHeader.includes('sub'));
  const role = 'arn:aws:iam::000000000000:role/r';
  const { UserImportJob } = await ask('CreateUserImportJob', {
    ...pool,
    JobName: 'import',
    CloudWatchLogsRoleArn: role,
  });
  const job = { ...pool, JobId: UserImportJob.JobId };
  assert.equal((await ask('StartUserImportJob', job)).UserImportJob.Status, 'InProgress');
  await assert.rejects(ask('StartUserImportJob', job), sdk.PreconditionNotMetException);
  await ask('StopUserImportJob', job);
  assert.equal((await ask('DescribeUserImportJob', job)).UserImportJob.Status, 'Stopped');
  assert.equal((await ask('ListUserImportJobs', { ...pool, MaxResults: 5 })).UserImportJobs.length, 1);
}

async function people(it) {
  const { ask, pool, code } = it;
  const client = { ClientId: it.app.ClientId };
  const ada = { ...client, Username: 'ada' };
  it.ada = { ...pool, Username: 'ada' };
  const attributes = [{ Name: 'email', Value: 'ada@example.com' }];
  await ask('SignUp', { ...ada, Password: PASSWORD, UserAttributes: attributes });
  await ask('ResendConfirmationCode', ada);
  await ask('ConfirmSignUp', { ...ada, ConfirmationCode: code() });
  await ask('ForgotPassword', ada);
  await ask('ConfirmForgotPassword', { ...ada, ConfirmationCode: code(), Password: PASSWORD });
  await ask('AdminCreateUser', {
    ...pool,
    Username: 'bob',
    UserAttributes: [{ Name: 'email', Value: 'bob@example.com' }],
  });
  await ask('SignUp', { ...client, Username: 'cy', Password: PASSWORD, UserAttributes: attributes });
  await ask('AdminConfirmSignUp', { ...pool, Username: 'cy' });
  const verified = [{ Name: 'email_verified', Value: 'true' }];
  await ask('AdminUpdateUserAttributes', { ...pool, Username: 'cy', UserAttributes: verified });
  const set = [
    { Name: 'custom:team', Value: 'red' },
    { Name: 'phone_number', Value: '+15550001' },
  ];
  await ask('AdminUpdateUserAttributes', { ...it.ada, UserAttributes: set });
  await ask('AdminDeleteUserAttributes', { ...it.ada, UserAttributeNames: ['custom:team'] });
  const source = { ProviderName: 'Google', ProviderAttributeName: 'Cognito_Subject', ProviderAttributeValue: '7' };
  const destination = { ProviderName: 'Cognito', ProviderAttributeValue: 'ada' };
  await ask('AdminLinkProviderForUser', { ...pool, DestinationUser: destination, SourceUser: source });
  const linked = (await ask('AdminGetUser', it.ada)).UserAttributes.find(({ Name }) => Name === 'identities');
  assert.equal(JSON.parse(linked.Value)[0].userId, '7');
  await ask('AdminDisableProviderForUser', { ...pool, User: source });
  const { Users } = await ask('ListUsers', { ...pool, Filter: 'username = "ada"' });
  assert.deepEqual(
    Users[0].Attributes.map(({ Name }) => Name),
    ['sub', 'email', 'email_verified', 'phone_number', 'phone_number_verified'],
  );
  await ask('AdminDisableUser', it.ada);
  await ask('AdminEnableUser', it.ada);
  await ask('AdminResetUserPassword', { ...pool, Username: 'cy' });
  await ask('AdminSetUserPassword', { ...pool, Username: 'cy', Password: PASSWORD, Permanent: true });
  const team = { ...pool, GroupName: 'team' };
  await ask('CreateGroup', { ...team, Precedence: 1, RoleArn: 'arn:aws:iam::000000000000:role/r' });
  await ask('UpdateGroup', { ...team, Description: 'the team' });
  assert.equal((await ask('GetGroup', team)).Group.Description, 'the team');
  await ask('AdminAddUserToGroup', { ...it.ada, GroupName: 'team' });
  assert.equal((await ask('ListUsersInGroup', team)).Users[0].Username, 'ada');
  assert.equal((await ask('AdminListGroupsForUser', it.ada)).Groups[0].GroupName, 'team');
  await ask('AdminRemoveUserFromGroup', { ...it.ada, GroupName: 'team' });
  assert.equal((await ask('ListGroups', pool)).Groups.length, 1);
  await ask('DeleteGroup', team);
}

async function signedIn(it) {
  const { ask, app, ada, code } = it;
  const client = { ClientId: app.ClientId };
  const begin = { AuthFlow: 'USER_PASSWORD_AUTH', ...client, AuthParameters: { USERNAME: 'ada', PASSWORD } };
  const { AuthenticationResult: first } = await ask('InitiateAuth', begin);
  const token = { AccessToken: first.AccessToken };
  const device = { DeviceKey: first.NewDeviceMetadata.DeviceKey };
  const verifier = { Salt: randomBytes(16).toString('base64'), PasswordVerifier: randomBytes(380).toString('base64') };
  await ask('ConfirmDevice', { ...token, ...device, DeviceSecretVerifierConfig: verifier });
  await ask('UpdateDeviceStatus', { ...token, ...device, DeviceRememberedStatus: 'remembered' });
  assert.equal((await ask('GetDevice', { ...token, ...device })).Device.DeviceKey, device.DeviceKey);
  assert.equal((await ask('ListDevices', token)).Devices.length, 1);
  await ask('AdminGetDevice', { ...ada, ...device });
  await ask('AdminListDevices', ada);
  await ask('AdminUpdateDeviceStatus', { ...ada, ...device, DeviceRememberedStatus: 'not_remembered' });
  await ask('GetTokensFromRefreshToken', { ...client, RefreshToken: first.RefreshToken, ...device });
  await ask('GetUser', token);
  await ask('GetUserAuthFactors', token);
  await ask('AdminGetUserAuthFactors', ada);
  await ask('UpdateUserAttributes', { ...token, UserAttributes: [{ Name: 'custom:team', Value: 'red' }] });
  await ask('DeleteUserAttributes', { ...token, UserAttributeNames: ['custom:team'] });
  await ask('GetUserAttributeVerificationCode', { ...token, AttributeName: 'email' });
  await ask('VerifyUserAttribute', { ...token, AttributeName: 'email', Code: code() });
  await ask('ChangePassword', { ...token, PreviousPassword: PASSWORD, ProposedPassword: PASSWORD });
  await ask('SetUserSettings', { ...token, MFAOptions: [{ DeliveryMedium: 'SMS', AttributeName: 'phone_number' }] });
  await ask('GetUser', token);
  await ask('AdminSetUserSettings', { ...ada, MFAOptions: [] });
  const { SecretCode } = await ask('AssociateSoftwareToken', token);
  await ask('VerifySoftwareToken', { ...token, UserCode: totp(SecretCode) });
  await ask('SetUserMFAPreference', { ...token, SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true } });
  const asked = await ask('AdminInitiateAuth', {
    ...begin,
    AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
    UserPoolId: it.pool.UserPoolId,
  });
  const responses = { USERNAME: 'ada', SOFTWARE_TOKEN_MFA_CODE: totp(SecretCode) };
  const answer = {
    ...client,
    ChallengeName: asked.ChallengeName,
    Session: asked.Session,
    ChallengeResponses: responses,
  };
  const { AuthenticationResult: second } = await ask('AdminRespondToAuthChallenge', {
    ...answer,
    UserPoolId: it.pool.UserPoolId,
  });
  await ask('AdminSetUserMFAPreference', { ...ada, SoftwareTokenMfaSettings: { Enabled: false } });
  await ask('AdminDeleteSoftwareToken', ada);
  const { Sessions } = await ask('ListUserSessions', token);
  assert.equal(Sessions.length, 2);
  await ask('AdminListUserSessions', ada);
  const other = Sessions.find(({ IsCurrentSession }) => !IsCurrentSession);
  await ask('RevokeUserSession', { ...token, SessionId: other.SessionId });
  await ask('RevokeToken', { ...client, Token: second.RefreshToken });

  const authenticator = makeAuthenticator('http://localhost');
  const { CredentialCreationOptions } = await ask('StartWebAuthnRegistration', token);
  assert.equal(Number.isInteger(CredentialCreationOptions.timeout), true);
  await ask('CompleteWebAuthnRegistration', {
    ...token,
    Credential: authenticator.register(CredentialCreationOptions),
  });
  const { Credentials } = await ask('ListWebAuthnCredentials', token);
  const choice = {
    ...begin,
    AuthFlow: 'USER_AUTH',
    AuthParameters: { USERNAME: 'ada', PREFERRED_CHALLENGE: 'WEB_AUTHN' },
  };
  const passkey = await ask('InitiateAuth', choice);
  const options = JSON.parse(passkey.ChallengeParameters.CREDENTIAL_REQUEST_OPTIONS);
  const { AuthenticationResult: third } = await ask('RespondToAuthChallenge', {
    ...client,
    ChallengeName: 'WEB_AUTHN',
    Session: passkey.Session,
    ChallengeResponses: { USERNAME: 'ada', CREDENTIAL: JSON.stringify(authenticator.authenticate(options)) },
  });
  assert.ok(third.AccessToken);
  await ask('DeleteWebAuthnCredential', { ...token, CredentialId: Credentials[0].CredentialId });
  await ask('ForgetDevice', { ...token, ...device });
  const { Sessions: last } = await ask('AdminListUserSessions', ada);
  await ask('AdminRevokeUserSession', { ...ada, SessionId: last.at(-1).SessionId });
  await ask('AdminForgetDevice', { ...ada, DeviceKey: third.NewDeviceMetadata.DeviceKey });
  await ask('GlobalSignOut', token);
  await ask('AdminUserGlobalSignOut', ada);
  const again = (await ask('InitiateAuth', begin)).AuthenticationResult;
  await ask('DeleteUser', { AccessToken: again.AccessToken });
  await ask('AdminDeleteUser', { ...it.pool, Username: 'bob' });
}

async function theEnd(it) {
  const { ask, pool } = it;
  await ask('DeleteUserPoolDomain', { ...pool, Domain: 'people' });
  assert.deepEqual((await ask('DescribeUserPoolDomain', { Domain: 'people' })).DomainDescription, {});
  await ask('DeleteResourceServer', { ...pool, Identifier: 'https://api.example' });
  await ask('DeleteIdentityProvider', { ...pool, ProviderName: 'Google' });
  await ask('UpdateUserPool', { ...pool, DeletionProtection: 'INACTIVE' });
  await ask('DeleteUserPool', pool);
}

test('each command of the SDK is answered as the service model says, or refused as AWS would refuse it', async (t) => {
  const it = makeAsking();
  for (const part of [pools, federation, clients, kept, people, signedIn, theEnd]) await part(it);
  for (const [operation, name] of Object.entries(REFUSED)) {
    assert.equal(it.asked.has(operation), false, operation);
    const input = {
      UserPoolId: 'us-east-1_x',
      Username: 'x',
      EventId: 'x',
      FeedbackToken: 'x',
      FeedbackValue: 'Valid',
      ClientId: 'x',
    };
    await assert.rejects(it.ask(operation, input), { name }, operation);
  }
  assert.deepEqual(
    operationNames.filter((name) => !it.asked.has(name)),
    [],
  );
  const refused = Object.keys(REFUSED).length;
  t.diagnostic(
    `${operationNames.length - refused} of ${operationNames.length} operations are answered, ${refused} refused`,
  );
});

test('the model would not let a wrong answer pass', () => {
  const wrong = {
    UserPool: { Id: 1, Sms: {}, CreationDate: 'now', AutoVerifiedAttributes: [1], UserPoolTags: { a: 1 } },
  };
  assert.equal(complaints('DescribeUserPool', wrong).length, 5);
  assert.deepEqual(complaints('ListIdentityProviders', {}), ['ListIdentityProviders lacks Providers']);
  assert.deepEqual(complaints('DeleteTerms', { a: 1 }), ['DeleteTerms has a, which the model lacks']);
});
