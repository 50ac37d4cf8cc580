// PyPI authlib against the served managed login: what it does is asked for line by line; the browser is ours.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { APP, Browser, startLogin } from '../local/login/browser.mjs';
import { python } from '../peers/python.mjs';
import { refusesCodes } from './errors.mjs';

// It does not encode what it sends by HTTP Basic.
const SECRET = 'a secret: +/& and %';
const PROGRAM = `
import json, sys
import requests
from authlib.common.security import generate_token
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.jwk import KeySet

issuer = sys.argv[1]
found = requests.get(issuer + "/.well-known/openid-configuration").json()
keys = KeySet.import_key_set(requests.get(found["jwks_uri"]).json())

def session(client, secret=None, method=None, **more):
    return OAuth2Session(client, secret, scope=more.pop("scope", "openid email"), code_challenge_method="S256",
                         token_endpoint_auth_method=method or "none", **more)

def begin(client, redirect, **more):
    kept = dict(verifier=generate_token(48), nonce=generate_token(), client=client, redirect=redirect)
    url, kept["state"] = session(client, redirect_uri=redirect).create_authorization_url(
        found["authorization_endpoint"], code_verifier=kept["verifier"], nonce=kept["nonce"], **more)
    return dict(url=url, **kept)

def redeem(address, client, redirect, state, verifier, nonce, secret=None, method=None, **_):
    asks = session(client, secret, method, redirect_uri=redirect, state=state)
    tokens = asks.fetch_token(found["token_endpoint"], authorization_response=address, code_verifier=verifier)
    claims = jwt.decode(tokens["id_token"], keys).claims
    CodeIDToken(claims, {"alg": "RS256"}, {"iss": {"value": issuer}, "aud": {"value": client}},
                dict(nonce=nonce, client_id=client, access_token=tokens["access_token"])).validate()
    return dict(tokens=tokens, claims=claims, info=asks.get(found["userinfo_endpoint"]).json())

def refresh(client, tokens, secret=None, method=None, **_):
    return session(client, secret, method, token=tokens).refresh_token(found["token_endpoint"])

def revoke(client, tokens, secret=None, method=None, **_):
    answer = session(client, secret, method, token=tokens).revoke_token(
        found["revocation_endpoint"], token=tokens["refresh_token"])
    return answer.status_code

def machine(client, secret, scope):
    return session(client, secret, "client_secret_basic", scope=scope).fetch_token(
        found["token_endpoint"], grant_type="client_credentials")

for line in sys.stdin:
    what, given = json.loads(line)
    try:
        answer = globals()[what](**given)
    except OAuthError as error:
        answer = dict(error=error.error, description=error.description or None)
    print(json.dumps(answer), flush=True)
`;

let server;
let program;
let answers;

before(async () => {
  const client = (ClientId, more) => ({ ClientId, ClientName: ClientId, ...more });
  const clients = [
    client('app'),
    client('foreign'),
    client('confidential', { ClientSecret: SECRET }),
    client('machine', {
      ClientSecret: SECRET,
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['client_credentials'],
      AllowedOAuthScopes: ['api/read'],
    }),
  ];
  const resourceServers = [
    { Identifier: 'api', Name: 'api', Scopes: [{ ScopeName: 'read', ScopeDescription: 'reads' }] },
  ];
  const packages = ['authlib==1.7.2', 'requests==2.34.2'];
  const [started, interpreter] = await Promise.all([startLogin({ clients, resourceServers }), python(packages)]);
  server = started;
  const stdio = ['pipe', 'pipe', 'inherit'];
  const env = { ...process.env, AUTHLIB_INSECURE_TRANSPORT: '1' };
  program = spawn(interpreter, ['-c', PROGRAM, server.issuer], { stdio, env });
  answers = createInterface({ input: program.stdout })[Symbol.asyncIterator]();
});
after(async () => {
  program?.stdin.end();
  await server?.stop();
});

async function ask(what, given) {
  program.stdin.write(`${JSON.stringify([what, given])}\n`);
  const { value, done } = await answers.next();
  assert.ok(!done, 'the program has ended; its last words stand above');
  return JSON.parse(value);
}

const begin = (client = 'app', more = {}) => ask('begin', { client, redirect: APP, ...more });

for (const [kind, own] of [
  ['a public client', { client: 'app' }],
  ['client_secret_basic', { client: 'confidential', secret: SECRET, method: 'client_secret_basic' }],
  ['client_secret_post', { client: 'confidential', secret: SECRET, method: 'client_secret_post' }],
]) {
  test(`${kind}: code with PKCE, userInfo, refresh, revocation`, async () => {
    const begun = { ...(await begin(own.client)), ...own };
    const back = await new Browser().signIn(begun.url);
    const { tokens, claims, info, ...rest } = await ask('redeem', { ...begun, address: back });
    assert.deepEqual(rest, {});
    assert.deepEqual([claims['cognito:username'], info.sub, info.email], ['ada', claims.sub, 'ada@example.com']);
    const refreshed = await ask('refresh', { ...own, tokens });
    assert.ok(refreshed.id_token && refreshed.access_token !== tokens.access_token);
    assert.equal(await ask('revoke', { ...own, tokens }), 200);
    assert.equal((await ask('refresh', { ...own, tokens })).error, 'invalid_grant');
  });
}

test('an app client gets tokens of its own, and none with a wrong secret', async () => {
  const given = { client: 'machine', secret: SECRET, scope: 'api/read' };
  assert.deepEqual((await ask('machine', given)).expires_in, 3600);
  assert.equal((await ask('machine', { ...given, secret: 'wrong' })).error, 'invalid_client');
});

test('without a page nobody is signed in, and after /logout neither', async () => {
  const browser = new Browser();
  const visit = async () => {
    const begun = await begin('app', { prompt: 'none' });
    return [begun, (await browser.open(begun.url)).url];
  };
  const refused = async ([begun, address]) =>
    address.searchParams.get('error') ?? (await ask('redeem', { ...begun, address })).error;
  assert.equal(await refused(await visit()), 'login_required');
  await browser.signIn((await begin()).url);
  assert.equal(await refused(await visit()), undefined);
  const query = new URLSearchParams({ client_id: 'app', logout_uri: 'http://localhost:3000/' });
  assert.equal((await browser.open(`${server.endpoint}logout?${query}`)).url.href, 'http://localhost:3000/');
  assert.equal(await refused(await visit()), 'login_required');
});

refusesCodes(() => ({
  server,
  begin,
  async redeem(begun, address, { verifier, redirectUri, clientId }) {
    const changed = { verifier, redirect: redirectUri, client: clientId };
    for (const name of Object.keys(changed)) changed[name] ??= begun[name];
    const { error, description } = await ask('redeem', { ...begun, ...changed, address });
    return error && [error, description ?? undefined];
  },
}));
