// "Example Company": a real OpenID provider (npm oidc-provider), at which the people of a company sign in. It registers itself as an identity
// provider of the local Cognito.
//
//   node www-example/company/server.mjs --cognito http://127.0.0.1:9400 --pool us-east-1_Example01 --client examplepageclient000000001
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { call, domainOf, register } from '../server/login.mjs';

// On Node 20 it says that it is not made for it.
const { warn } = console;
console.warn = () => {};
const { default: Provider } = await import('oidc-provider');
console.warn = warn;

const { values: options } = parseArgs({
  options: {
    cognito: { type: 'string' },
    pool: { type: 'string' },
    client: { type: 'string' },
    port: { type: 'string', default: '0' },
  },
});

const PEOPLE = { kay: 'Kay Antonelli', jean: 'Jean Bartik' };
const SCOPES = 'openid email profile';

const server = createServer((request, response) => {
  answer(request, response).catch((error) => {
    console.error(error);
    response.writeHead(500).end();
  });
});
server.listen(Number(options.port), '127.0.0.1');
await once(server, 'listening');
const issuer = `http://127.0.0.1:${server.address().port}`;

const secret = randomBytes(24).toString('base64url');
const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
const provider = new Provider(issuer, {
  clients: [
    {
      client_id: 'cognito',
      client_secret: secret,
      token_endpoint_auth_method: 'client_secret_post',
      redirect_uris: [new URL('/oauth2/idpresponse', domainOf(options.cognito)).href],
    },
  ],
  jwks: { keys: [{ ...key, kid: 'first', alg: 'RS256', use: 'sig' }] },
  cookies: { keys: [randomBytes(24).toString('base64url')] },
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
  conformIdTokenClaims: false,
  findAccount: (_context, id) => ({
    accountId: id,
    claims: () => ({ sub: id, name: PEOPLE[id], email: `${id}@company.example`, email_verified: true }),
  }),
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_context, { uid }) => `/sign-in/${uid}` },
  // Whoever signs in at the company has agreed to its apps.
  async loadExistingGrant({ oidc }) {
    const grant = new oidc.provider.Grant({ accountId: oidc.session.accountId, clientId: oidc.client.clientId });
    grant.addOIDCScope(SCOPES);
    await grant.save();
    return grant;
  },
  ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 3600, IdToken: 600, Interaction: 600, Session: 3600 },
});

const buttons = Object.entries(PEOPLE).map(([id, name]) => `<button name="person" value="${id}">${name}</button>`);
const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Example Company</title><link rel="icon" href="data:,"><main><h1>Example Company</h1><p>Who are you?</p>
<form method="post">${buttons.join(' ')} <button name="person" value="">Nobody</button></form></main></html>`;

async function answer(request, response) {
  if (!request.url.startsWith('/sign-in/')) return provider.callback()(request, response);
  if (request.method !== 'POST')
    return response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(PAGE);
  let body = '';
  for await (const part of request) body += part;
  const accountId = new URLSearchParams(body).get('person');
  const result = Object.hasOwn(PEOPLE, accountId)
    ? { login: { accountId } }
    : { error: 'access_denied', error_description: 'Nobody signed in at the company.' };
  return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

await call(options.cognito, 'CreateIdentityProvider', {
  UserPoolId: options.pool,
  ProviderName: 'Company',
  ProviderType: 'OIDC',
  ProviderDetails: {
    client_id: 'cognito',
    client_secret: secret,
    attributes_request_method: 'GET',
    oidc_issuer: issuer,
    authorize_scopes: SCOPES,
  },
  AttributeMapping: { email: 'email', email_verified: 'email_verified', name: 'name' },
});
await register(options.cognito, options.pool, options.client, { SupportedIdentityProviders: ['Company'] });
console.log(JSON.stringify({ url: `${issuer}/` }));

for (const signal of ['SIGTERM', 'SIGINT']) {
  process.once(signal, () => {
    server.close();
    server.closeAllConnections();
  });
}
