// An OpenID provider that is not ours (npm oidc-provider), behind the paths of Cognito's login domain and with the two operations of
// Cognito's API that a session needs: so client and server do not share a mistake.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

// It says on every Node but the newest that it is not made for it.
const { warn } = console;
console.warn = () => {};
const { default: Provider } = await import('oidc-provider');
console.warn = warn;

export const POOL = 'eu-central-1_Login0001';
export const CLIENT = 'client1';
const SECRET = 'secret-of-the-machine-client';
const SCOPES = 'openid email profile aws.cognito.signin.user.admin offline_access';

/** What Google's people have in their ID tokens. */
const IDENTITIES = [{ userId: '1234', providerName: 'Google', providerType: 'Google', issuer: null, primary: 'true' }];

const accountOf = (id) => ({
  accountId: id,
  claims: () => ({
    sub: id,
    'cognito:username': id,
    email: `${id}@example.com`,
    token_use: 'id',
    ...(id.startsWith('google_') && { identities: IDENTITIES }),
  }),
});

async function bodyOf(request) {
  let text = '';
  for await (const part of request) text += part;
  return text;
}

/**
 * Starts it. What a test changes: `person` signs in when somebody is asked, none refuses; `tamper.query(parameters)` changes what arrives
 * at the login pages, `tamper.answer(url)` the address that goes back, `tamper.token(request, response)` answers in the token endpoint's
 * place when it gives true, `tamper.page(request, response)` on any path. `seen` counts.
 */
export async function start({ redirectUris = [] } = {}) {
  const state = { person: 'google_1234', tamper: {}, seen: [] };
  let provider;
  const server = createServer(async (request, response) => {
    try {
      await serve(request, response);
    } catch (error) {
      response.writeHead(500).end(String(error?.stack));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${server.address().port}`;

  async function api(request, response) {
    const operation = request.headers['x-amz-target'].split('.')[1];
    const input = JSON.parse(await bodyOf(request));
    state.seen.push(operation);
    const { ClientId = CLIENT, ClientSecret } = input;
    const basic = `Basic ${btoa(`${ClientId}:${ClientSecret}`)}`;
    const post = async (path, form) =>
      fetch(base + path, {
        method: 'POST',
        headers: ClientSecret ? { Authorization: basic } : {},
        body: new URLSearchParams({ client_id: ClientId, ...form }),
      });
    const answer = (status, body) =>
      response
        .writeHead(status, { 'Content-Type': 'application/x-amz-json-1.1', 'Access-Control-Allow-Origin': '*' })
        .end(JSON.stringify(body));
    if (operation === 'GetTokensFromRefreshToken') {
      const reply = await post('/oauth2/token', { grant_type: 'refresh_token', refresh_token: input.RefreshToken });
      const { access_token, id_token, refresh_token } = await reply.json();
      if (!reply.ok) return answer(400, { __type: 'NotAuthorizedException', message: 'Invalid Refresh Token' });
      const AuthenticationResult = { AccessToken: access_token, IdToken: id_token, RefreshToken: refresh_token };
      return answer(200, { AuthenticationResult });
    }
    if (operation === 'RevokeToken') {
      await post('/oauth2/revoke', { token: input.Token });
      return answer(200, {});
    }
    if (operation === 'GetClientToken') {
      if (input.Secret !== SECRET) return answer(400, { __type: 'NotAuthorizedException', message: 'No.' });
      return answer(200, {
        ClientAuthenticationResult: { AccessToken: 'client-token', ExpiresIn: 3600, TokenType: 'Bearer' },
      });
    }
    return answer(400, { __type: 'UnknownOperationException' });
  }

  async function serve(request, response) {
    const url = new URL(request.url, base);
    if (await state.tamper.page?.(request, response, url)) return;
    if (request.method === 'OPTIONS')
      return response.writeHead(204, { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': '*' }).end();
    if (request.headers['x-amz-target']) return api(request, response);
    if (url.pathname === `/${POOL}/.well-known/jwks.json`) request.url = '/jwks';
    if (url.pathname === '/logout') {
      state.seen.push('logout');
      const cookies = (request.headers.cookie ?? '').split('; ').map((pair) => pair.split('=')[0]);
      response.setHeader(
        'Set-Cookie',
        cookies.map((name) => `${name}=; Path=/; Max-Age=0`),
      );
      return response.writeHead(302, { Location: url.searchParams.get('logout_uri') }).end();
    }
    if (/^\/(signup|forgotPassword)$/.test(url.pathname)) {
      state.seen.push(url.pathname);
      request.url = `/oauth2/authorize${url.search}`;
    }
    if (request.url.startsWith('/oauth2/authorize?')) {
      // As Cognito has it: none is all that the client may ask for.
      if (!url.searchParams.has('scope')) url.searchParams.set('scope', SCOPES);
      state.tamper.query?.(url.searchParams);
      request.url = `/oauth2/authorize?${url.searchParams}`;
    }
    if (url.pathname.startsWith('/interaction/')) {
      const found = await provider.interactionDetails(request, response);
      state.seen.push('page');
      state.asked = found.params;
      if (await state.tamper.wait?.(request, response)) return;
      const result = state.person
        ? { login: { accountId: state.person }, consent: {} }
        : { error: 'access_denied', error_description: 'The person said "no", + so it is.' };
      return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
    }
    if (url.pathname === '/oauth2/token') {
      state.seen.push('token');
      if (await state.tamper.token?.(request, response)) return;
    }
    if (state.tamper.answer) {
      const { setHeader } = response;
      response.setHeader = (name, value) => {
        const isAnswer = name.toLowerCase() === 'location' && /[?&]state=/.test(value);
        return setHeader.call(response, name, isAnswer ? state.tamper.answer(value) : value);
      };
    }
    if (url.pathname === '/oauth2/token') response.once('finish', () => state.seen.push('redeemed'));
    return provider.callback()(request, response);
  }

  provider = new Provider(`${base}/${POOL}`, {
    clients: [
      {
        client_id: CLIENT,
        token_endpoint_auth_method: 'none',
        redirect_uris: [`${base}/app`, `${base}/app/other`, ...redirectUris],
        grant_types: ['authorization_code', 'refresh_token'],
        scope: SCOPES,
      },
      {
        client_id: 'app',
        token_endpoint_auth_method: 'none',
        application_type: 'native',
        redirect_uris: ['com.example.app:/callback'],
        grant_types: ['authorization_code', 'refresh_token'],
      },
      {
        client_id: 'withSecret',
        client_secret: SECRET,
        token_endpoint_auth_method: 'client_secret_basic',
        redirect_uris: [`${base}/app`, ...redirectUris],
        grant_types: ['authorization_code', 'refresh_token'],
      },
      {
        client_id: 'machine',
        client_secret: SECRET,
        redirect_uris: [],
        response_types: [],
        grant_types: ['client_credentials'],
        scope: 'orders/read orders/write',
      },
    ],
    routes: {
      authorization: '/oauth2/authorize',
      token: '/oauth2/token',
      revocation: '/oauth2/revoke',
      userinfo: '/oauth2/userInfo',
      end_session: '/end-session',
    },
    scopes: [...SCOPES.split(' '), 'orders/read', 'orders/write'],
    claims: { openid: ['sub', 'cognito:username', 'token_use', 'identities'], email: ['email'] },
    conformIdTokenClaims: false,
    findAccount: (_, id) => accountOf(id),
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({ accountId: oidc.session.accountId, clientId: oidc.client.clientId });
      grant.addOIDCScope(SCOPES);
      grant.addResourceScope('urn:api', SCOPES);
      await grant.save();
      return grant;
    },
    issueRefreshToken: () => true,
    clientBasedCORS: () => true,
    clientAuthMethods: ['none', 'client_secret_basic', 'client_secret_post'],
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => 'urn:api',
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: `${SCOPES} orders/read orders/write`,
          accessTokenFormat: 'jwt',
          audience: 'urn:api',
        }),
      },
    },
    formats: {
      customizers: {
        jwt: (_, token, jwt) => {
          const { accountId } = token;
          jwt.payload.token_use = 'access';
          if (accountId) Object.assign(jwt.payload, { username: accountId, origin_jti: token.grantId });
        },
      },
    },
    ttl: {
      AccessToken: 3600,
      IdToken: 3600,
      AuthorizationCode: 300,
      Grant: 7200,
      Session: 7200,
      RefreshToken: 7200,
      Interaction: 600,
      ClientCredentials: 600,
    },
    cookies: { keys: ['a key of this test'] },
  });
  provider.on('server_error', (_, error) => console.error(error));

  return Object.assign(state, {
    base,
    secret: SECRET,
    redirectUri: `${base}/app`,
    count: (name) => state.seen.filter((one) => one === name).length,
    /**
     * Two people's tabs wait at the login pages for each other; the second comes back when the first one's code is redeemed, for this
     * provider ends the codes of a session in which somebody signs in anew.
     */
    waitForEachOther() {
      let arrived = 0;
      state.tamper.wait = async () => {
        const place = ++arrived;
        while (arrived < 2 || (place === 2 && !state.seen.includes('redeemed'))) await sleep(5);
      };
    },
    /** Forgets what a test has set. */
    reset() {
      Object.assign(state, { person: 'google_1234', tamper: {}, seen: [] });
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  });
}

/** A browser as far as cookies and redirects go: it opens an address and gives the one that leads back to the app. */
export function browser(redirectUri) {
  const jar = new Map();
  return async function open(url) {
    let at = url;
    for (let hops = 0; hops < 12; hops++) {
      if (at.startsWith(redirectUri)) return at;
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
      const reply = await fetch(at, { redirect: 'manual', headers: { cookie } });
      for (const line of reply.headers.getSetCookie()) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
        if (value) jar.set(name, value);
        else jar.delete(name);
      }
      const to = reply.headers.get('location');
      if (!to) throw new Error(`${reply.status} at ${at}: ${(await reply.text()).slice(0, 300)}`);
      at = new URL(to, at).href;
    }
    throw new Error('too many redirects');
  };
}
