// A real identity provider behind the local Cognito: npm oidc-provider, found by its discovery.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { Provider } from 'oidc-provider';
import { APP, Browser, startLogin } from './browser.mjs';

async function startProvider(t, redirectUri) {
  const http = createServer();
  await new Promise((resolve) => http.listen(0, '127.0.0.1', resolve));
  t.after(() => http.close());
  const issuer = `http://127.0.0.1:${http.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'cognito',
        client_secret: 'shared',
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: `${id}@idp.example`, email_verified: true, name: id.toUpperCase() }),
    }),
  });
  http.on('request', provider.callback());
  return issuer;
}

test('somebody signs in at a real provider, and comes back as a user of the pool', async (t) => {
  // The provider must know the address of the pool, and the pool that of the provider: the pool comes first.
  const server = await startLogin();
  t.after(() => server.stop());
  const issuer = await startProvider(t, `${server.endpoint}oauth2/idpresponse`);
  const UserPoolId = 'us-east-1_Login0001';
  for (const [operation, input] of [
    [
      'CreateIdentityProvider',
      {
        ProviderName: 'Company',
        ProviderType: 'OIDC',
        ProviderDetails: {
          client_id: 'cognito',
          client_secret: 'shared',
          attributes_request_method: 'GET',
          oidc_issuer: issuer,
          authorize_scopes: 'openid email profile',
        },
        AttributeMapping: { email: 'email', email_verified: 'email_verified', name: 'name' },
      },
    ],
    [
      'UpdateUserPoolClient',
      {
        ClientId: 'app',
        CallbackURLs: [APP],
        AllowedOAuthFlows: ['code'],
        AllowedOAuthScopes: ['openid', 'email', 'profile'],
        AllowedOAuthFlowsUserPoolClient: true,
        SupportedIdentityProviders: ['Company'],
      },
    ],
  ]) {
    const { status, body } = await server.call(operation, { UserPoolId, ...input });
    assert.equal(status, 200, JSON.stringify(body));
  }
  const browser = new Browser();
  const url = new URL('oauth2/authorize', server.endpoint);
  const scope = 'openid email profile';
  url.search = new URLSearchParams({
    client_id: 'app',
    redirect_uri: APP,
    response_type: 'code',
    scope,
    state: 'mine',
  });
  // The only provider of the client needs no choice.
  const away = await browser.open(url);
  assert.equal(away.url.origin, issuer);
  const there = new Browser();
  let page = await there.open(away.url);
  page = await visible(there, page, { login: 'grace', password: 'any' });
  const back = page.html === undefined ? page : await visible(there, page, {});
  assert.equal(back.url.origin, new URL(server.endpoint).origin);
  const done = await browser.open(back.url);
  assert.equal(done.url.searchParams.get('state'), 'mine');
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: 'app',
    code: done.url.searchParams.get('code'),
    redirect_uri: APP,
  });
  const tokens = await (await fetch(new URL('oauth2/token', server.endpoint), { method: 'POST', body })).json();
  const claims = JSON.parse(Buffer.from(tokens.id_token.split('.')[1], 'base64url'));
  assert.equal(claims['cognito:username'], 'Company_grace');
  assert.deepEqual([claims.email, claims.email_verified, claims.name], ['grace@idp.example', true, 'GRACE']);
  assert.equal(claims.identities[0].providerType, 'OIDC');
});

/** Sends the form of one of the provider's own pages. */
async function visible(browser, { url, html }, fields) {
  const body = new URLSearchParams(fields);
  for (const [, name, value] of html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g))
    body.set(name, value);
  const action = /<form[^>]*action="([^"]*)"/.exec(html)[1];
  return browser.open(new URL(action, url), { method: 'POST', body });
}
