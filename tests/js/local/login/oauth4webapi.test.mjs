// npm oauth4webapi against the served managed login: a confidential client by both of its ways, its own tokens, and the issuer's form.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as oauth from 'oauth4webapi';
import { APP, Browser, startLogin } from './browser.mjs';

const insecure = { [oauth.allowInsecureRequests]: true };
const SECRET = 'a secret: +/& and %';
let server;
let as;

before(async () => {
  const machine = {
    ClientId: 'machine',
    ClientName: 'machine',
    ClientSecret: SECRET,
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['client_credentials'],
    AllowedOAuthScopes: ['api/read'],
  };
  const resourceServers = [
    { Identifier: 'api', Name: 'api', Scopes: [{ ScopeName: 'read', ScopeDescription: 'reads' }] },
  ];
  const app = { ClientId: 'app', ClientName: 'app', ClientSecret: SECRET };
  server = await startLogin({ clients: [app, machine], resourceServers });
  as = await discover(server);
});
after(() => server.stop());

async function discover({ issuer }) {
  const at = new URL(issuer);
  return oauth.processDiscoveryResponse(at, await oauth.discoveryRequest(at, insecure));
}

for (const [way, authentication] of [
  ['client_secret_basic', oauth.ClientSecretBasic(SECRET)],
  ['client_secret_post', oauth.ClientSecretPost(SECRET)],
]) {
  test(`a confidential client redeems a code: ${way}`, async () => {
    const client = { client_id: 'app' };
    const [verifier, state, nonce] = [
      oauth.generateRandomCodeVerifier(),
      oauth.generateRandomState(),
      oauth.generateRandomNonce(),
    ];
    const url = new URL(as.authorization_endpoint);
    url.search = new URLSearchParams({
      client_id: 'app',
      redirect_uri: APP,
      response_type: 'code',
      scope: 'openid email',
      state,
      nonce,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    const back = await new Browser().signIn(url);
    const parameters = oauth.validateAuthResponse(as, client, back, state);
    const reply = await oauth.authorizationCodeGrantRequest(
      as,
      client,
      authentication,
      parameters,
      APP,
      verifier,
      insecure,
    );
    const options = { expectedNonce: nonce, requireIdToken: true };
    const tokens = await oauth.processAuthorizationCodeResponse(as, client, reply, options);
    await oauth.validateApplicationLevelSignature(as, reply, insecure);
    const { sub } = oauth.getValidatedIdTokenClaims(tokens);
    const info = await oauth.userInfoRequest(as, client, tokens.access_token, insecure);
    assert.equal((await oauth.processUserInfoResponse(as, client, sub, info)).email, 'ada@example.com');
    const again = await oauth.refreshTokenGrantRequest(as, client, authentication, tokens.refresh_token, insecure);
    assert.ok((await oauth.processRefreshTokenResponse(as, client, again)).id_token);
    const revoked = await oauth.revocationRequest(as, client, authentication, tokens.refresh_token, insecure);
    assert.equal(await oauth.processRevocationResponse(revoked), undefined);
    const wrong = oauth.ClientSecretPost('wrong');
    const refused = await oauth.refreshTokenGrantRequest(as, client, wrong, tokens.refresh_token, insecure);
    const error = await oauth.processRefreshTokenResponse(as, client, refused).catch((error) => error);
    assert.equal(error.error, 'invalid_client');
  });
}

test('an app client gets tokens of its own', async () => {
  const client = { client_id: 'machine' };
  const reply = await oauth.clientCredentialsGrantRequest(as, client, oauth.ClientSecretBasic(SECRET), {}, insecure);
  const tokens = await oauth.processClientCredentialsResponse(as, client, reply);
  assert.deepEqual([tokens.token_type, tokens.expires_in, tokens.id_token], ['bearer', 3600, undefined]);
});

test('--issuer aws gives AWS’s form, on endpoints that are served here', async (t) => {
  const aws = await startLogin({}, ['--issuer', 'aws']);
  t.after(() => aws.stop());
  const document = await (await fetch(`${aws.issuer}/.well-known/openid-configuration`)).json();
  assert.equal(document.issuer, 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Login0001');
  assert.equal(document.token_endpoint, `${aws.endpoint}oauth2/token`);
  await assert.rejects(startLogin({}, ['--issuer', 'mine']), /--issuer must be local or aws/);
});
