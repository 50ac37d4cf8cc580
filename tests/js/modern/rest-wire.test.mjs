// The client's half of the neutral contract: what it sends for each operation is what tests/core/proxy_wire.rs has the proxy
// read, and what comes back has the service's names. `cargo xtask build` takes the tables for it from the crate.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const GOLDEN = join(root, 'tests/fixtures/proxy-wire.txt');
const BASE = 'https://x.example/auth';

let transport;
let operations;
before(async () => {
  const contract = join(root, process.env.CARGO_TARGET_DIR ?? 'target', 'package/client-contract.js');
  const { outputFiles } = await build({
    entryPoints: [join(root, 'pkg-template/src/client/rest.ts')],
    alias: { 'client-contract': contract },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    logLevel: 'error',
  });
  const { rest } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString('base64')}`);
  transport = rest(BASE);
  ({ operations } = JSON.parse(await readFile(join(root, 'tests/fixtures/cognito-operations.json'), 'utf8')));
});

const SOME = {
  UserAttributes: [{ Name: 'email', Value: 'ada@example.com' }],
  ValidationData: [{ Name: 'email', Value: 'ada@example.com' }],
  UserAttributeNames: ['email'],
  ClientMetadata: { Tenant: 'a' },
  UserContextData: { EncodedData: 'e' },
  AuthFlow: 'USER_SRP_AUTH',
  AuthParameters: { USERNAME: 'ada', SRP_A: 'ff' },
  ChallengeName: 'PASSWORD_VERIFIER',
  ChallengeResponses: { USERNAME: 'ada', TIMESTAMP: 't', 'userAttributes.name': 'A' },
  Credential: { rawId: '1' },
  DeviceSecretVerifierConfig: { Salt: 's', PasswordVerifier: 'v' },
  SMSMfaSettings: { Enabled: true },
  SoftwareTokenMfaSettings: { Enabled: true },
  EmailMfaSettings: { Enabled: true },
  WebAuthnMfaSettings: { Enabled: true },
  MFAOptions: [{ DeliveryMedium: 'SMS', AttributeName: 'phone_number' }],
  ForceAliasCreation: true,
  RevokeAssociatedSessions: true,
  Limit: 10,
  MaxResults: 10,
  DeviceKey: 'eu/1 ä',
};
/** What no method of the client asks for: xtask/src/tables.rs leaves these out. */
const NEVER_ASKED = /^(SetUserSettings|UpdateAuthEventFeedback)\b/;

/** What a client behind a proxy does not know: its settings have no ids and no secret. */
const UNKNOWN = /^(ClientId|SecretHash|ClientSecret|UserPoolId|AnalyticsMetadata)$/;

/** An input with every member of the operation that the client can give. */
const whole = (operation) =>
  Object.fromEntries(
    operations[operation].members
      .filter((name) => !UNKNOWN.test(name))
      .map((name) => [name, SOME[name] ?? `<${name}>`]),
  );

const headersOf = (operation, input) => transport.request(operation, input).headers;

test('what is sent for each operation is golden', async () => {
  const asked = (name) => !operations[name].signed && name !== 'GetClientToken' && !NEVER_ASKED.test(name);
  const unsigned = Object.keys(operations).filter(asked);
  const written = unsigned.map((operation) => {
    const { body, headers, method, url, ...rest } = transport.request(operation, whole(operation));
    assert.deepEqual(rest, {});
    assert.ok(url.startsWith(`${BASE}/`));
    const { Authorization, 'Content-Type': type, 'X-Auth-Csrf': csrf, ...others } = headers;
    assert.deepEqual([others, csrf, type], [{}, '1', body && 'application/json']);
    const bearer = Authorization?.replace(/^Bearer /, '') ?? '-';
    const path = url.slice(BASE.length);
    return `${operation}\n  ${method} ${path}\n  bearer ${bearer}\n  ${body ? JSON.stringify(body) : '-'}\n`;
  });
  // The proxy has routes for two more, for apps that need them.
  const golden = (await readFile(GOLDEN, 'utf8')).split(/^(?=\S)/m).filter((part) => !NEVER_ASKED.test(part));
  assert.equal(written.join(''), golden.join(''));
});

test('what was given is not changed by being sent', () => {
  for (const operation of ['InitiateAuth', 'UpdateDeviceStatus', 'RevokeToken', 'GetUser']) {
    const input = { ...whole(operation), Token: '{"sub":"s1"}' };
    const before = structuredClone(input);
    transport.request(operation, input);
    assert.deepEqual(input, before, 'it is sent again when the first attempt fails');
  }
});

test('what a query or a path carries is encoded as the proxy decodes it', () => {
  const odd = "a b+c/d?e#f&g=h%i~é😀'()*";
  const { url } = transport.request('ListDevices', { Limit: 3, PaginationToken: odd });
  const query = url.split('?')[1];
  assert.ok(!query.includes('+'), 'the proxy reads a plus as a plus');
  assert.equal(decodeURIComponent(query), `limit=3&paginationToken=${odd}`);
  assert.equal(decodeURIComponent(transport.request('GetDevice', { DeviceKey: odd }).url), `${BASE}/devices/${odd}`);
});

test('tokens that the proxy holds are not sent; a page without tokens says for whom it speaks', () => {
  const claims = '{"sub":"s1"}';
  for (const [operation, input, body] of [
    ['GetUser', { AccessToken: claims }, undefined],
    ['GetTokensFromRefreshToken', { RefreshToken: claims, ClientMetadata: { k: 'v' } }, { clientMetadata: { k: 'v' } }],
    ['RevokeToken', { Token: claims, AccessToken: claims }, {}],
    ['GlobalSignOut', { AccessToken: claims }, {}],
  ]) {
    const { headers, ...request } = transport.request(operation, input);
    assert.equal(headers['X-Auth-Subject'], 's1');
    assert.equal(headers['X-Auth-Csrf'], '1');
    assert.equal(headers.Authorization, undefined);
    assert.deepEqual(request.body, body);
    assert.ok(!request.url.includes('s1'));
  }
  const { Authorization, 'X-Auth-Subject': subject } = headersOf('GetUser', { AccessToken: 'a.b.c' });
  assert.deepEqual([Authorization, subject], ['Bearer a.b.c', undefined]);
  assert.equal(transport.credentials, 'include');
  assert.equal(transport.requestId, 'x-request-id');
});

test("names of hooks pass, and those that look like the service's come back as they were", () => {
  const parameters = { USERNAME: 'ada', answer: '1', captcha: '2', 'custom:answer': '3', srpA: '4', '': '5' };
  const { body } = transport.request('InitiateAuth', { AuthFlow: 'CUSTOM_AUTH', AuthParameters: parameters });
  assert.deepEqual(body, {
    method: 'CUSTOM',
    authParameters: {
      username: 'ada',
      'custom:answer': '1',
      captcha: '2',
      'custom:custom:answer': '3',
      'custom:srpA': '4',
      '': '5',
    },
  });
  const read = transport.read({ challengeParameters: body.authParameters });
  assert.deepEqual(read.body, { ChallengeParameters: parameters });
});

test('documents of the app and of other standards pass as they are', () => {
  const foreign = { Key: 'v', key: { Name: 'w', clientDataJSON: ['x'] } };
  const { body } = transport.request('CompleteWebAuthnRegistration', { Credential: foreign, ClientMetadata: foreign });
  assert.deepEqual(body, { credential: foreign, clientMetadata: foreign });
  const read = transport.read({ credentialCreationOptions: foreign, tokens: { accessClaims: foreign } });
  assert.deepEqual(read.body.CredentialCreationOptions, foreign);
  assert.deepEqual(read.body.AuthenticationResult.AccessClaims, foreign);
});

test('tokens and challenges come back as the service gave them', () => {
  for (const [neutral, aws] of [
    [
      {
        tokens: {
          accessToken: 'a',
          idToken: 'i',
          refreshToken: 'r',
          expiresIn: 3600,
          newDeviceMetadata: { deviceKey: 'k', deviceGroupKey: 'g' },
        },
      },
      {
        AuthenticationResult: {
          AccessToken: 'a',
          IdToken: 'i',
          RefreshToken: 'r',
          ExpiresIn: 3600,
          NewDeviceMetadata: { DeviceKey: 'k', DeviceGroupKey: 'g' },
        },
      },
    ],
    [
      {
        challengeName: 'PASSWORD_VERIFIER',
        session: 's',
        challengeParameters: { srpB: 'b', salt: 's', realm: 'p', captchaUrl: 'u' },
        availableChallenges: ['EMAIL_OTP'],
      },
      {
        ChallengeName: 'PASSWORD_VERIFIER',
        Session: 's',
        ChallengeParameters: { SRP_B: 'b', SALT: 's', REALM: 'p', captchaUrl: 'u' },
        AvailableChallenges: ['EMAIL_OTP'],
      },
    ],
    [
      { mfaSettingList: ['SMS_MFA'], userAttributes: [{ name: 'sub', value: '1' }], subject: '1' },
      { UserMFASettingList: ['SMS_MFA'], UserAttributes: [{ Name: 'sub', Value: '1' }], UserSub: '1' },
    ],
    [undefined, undefined],
    [null, null],
  ])
    assert.deepEqual(transport.read(neutral), { body: aws });
});

test('claims stand where the tokens would', () => {
  const { body } = transport.read({
    tokens: { accessClaims: { sub: '1', 'cognito:groups': ['a'] }, idClaims: { sub: '1' } },
  });
  const { AccessToken, IdToken, RefreshToken } = body.AuthenticationResult;
  assert.equal(AccessToken, '{"sub":"1","cognito:groups":["a"]}');
  assert.equal(IdToken, '{"sub":"1"}');
  assert.equal(RefreshToken, AccessToken);
});

test("an error has the service's code, or the proxy's own", () => {
  const read = (code, retryable) => transport.read({ error: { code, message: 'No.', retryable, requestId: 'id-1' } });
  for (const [neutral, retryable, code, isOwn] of [
    ['NotAuthorized', false, 'NotAuthorizedException', false],
    ['RefusedByHook', false, 'UserLambdaValidationException', false],
    ['TooManyRequests', true, 'TooManyRequestsException', false],
    ['RateLimited', true, 'RateLimited', true],
    ['NotSignedIn', false, 'NotSignedIn', true],
    ['ServiceUnavailable', true, 'ServiceUnavailable', true],
    // Two of the service's share it: the first comes back.
    ['TextMessagesNotConfigured', false, 'InvalidSmsRoleAccessPolicyException', false],
  ])
    assert.deepEqual(read(neutral, retryable), {
      code,
      message: 'No.',
      retryable,
      requestId: 'id-1',
      ...(isOwn && { isOwn }),
    });
  for (const portal of [undefined, null, {}, [1], 'a page', { error: 'no' }, { error: { code: 5 } }, { error: null }])
    assert.equal(transport.read(portal).code, undefined);
});
