// A local Cognito in memory, an auth proxy in front of it, and a page that knows only the proxy.
import assert from 'node:assert/strict';
import { packageFile } from '../local/server-process.mjs';
import { startSrp } from './srp.mjs';

export const { LocalCognito } = await import(packageFile('dist/local.node.mjs'));
export const server = await import(packageFile('dist/server.node.mjs'));

export const PASSWORD = 'Correct-Horse-7';
export const SECRET = 'canary-client-secret-0001';
export const POOL = { userPoolId: 'us-east-1_Proxied01', clientId: 'proxiedclient' };
export const ORIGIN = 'https://app.example.com';
export const BASE = 'https://auth.example.com';
export const KEY = Buffer.alloc(32, 7).toString('base64url');

export const LOCAL = {
  pools: [
    {
      pool: { Id: POOL.userPoolId, AutoVerifiedAttributes: ['email'] },
      clients: [
        {
          ClientId: POOL.clientId,
          ClientSecret: SECRET,
          ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
        },
      ],
      groups: ['admins'],
      users: [
        { Username: 'ada', Password: PASSWORD, Attributes: { email: 'ada@example.com', email_verified: 'true' } },
        {
          Username: 'root',
          Password: PASSWORD,
          Groups: ['admins'],
          Attributes: { email: 'root@example.com', email_verified: 'true' },
        },
      ],
    },
  ],
};

export const config = (custody, more = {}) => ({
  pools: [{ ...POOL, clientSecrets: [SECRET], endpoint: 'http://localhost:1/' }],
  custody,
  keys: [{ id: 'k1', secret: KEY }],
  origins: [ORIGIN],
  ...more,
});

/** A proxy whose calls reach a local Cognito, and what it logged. */
export function makeProxy(custody, more = {}, options = {}) {
  const local = new LocalCognito(LOCAL);
  const log = [];
  const proxy = new server.AuthProxy(config(custody, more), {
    fetch: local.fetch,
    log: (record) => log.push(record),
    ...options,
  });
  return { local, proxy, log };
}

/** A browser's page: keeps cookies, sends its origin and the CSRF header. */
export class Page {
  cookies = new Map();
  token;

  constructor(fetch, base = BASE) {
    this.fetch = fetch;
    this.base = base;
  }

  async send(method, path, body, headers = {}) {
    const all = new Headers({ origin: ORIGIN, 'x-auth-csrf': '1', ...headers });
    if (body !== undefined && !all.has('content-type')) all.set('content-type', 'application/json');
    if (this.token) all.set('authorization', `Bearer ${this.token}`);
    if (this.cookies.size) all.set('cookie', [...this.cookies].map((pair) => pair.join('=')).join('; '));
    const init = {
      method,
      headers: all,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    };
    const reply = await this.fetch(`${this.base}${path}`, { ...init, remoteAddress: '198.51.100.7' });
    for (const line of reply.headers.getSetCookie()) {
      const [, name, value, rest] = /^([^=]+)=([^;]*);(.*)$/.exec(line);
      assert.match(rest, /Path=\/;.* Secure; HttpOnly; SameSite=Lax/);
      if (/Max-Age=0;/.test(rest)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const text = await reply.text();
    let json;
    try {
      json = text ? JSON.parse(text) : undefined;
    } catch {}
    return { status: reply.status, headers: reply.headers, text, body: json, code: json?.error?.code };
  }

  async signIn(username = 'ada', password = PASSWORD) {
    const srp = startSrp();
    const start = { method: 'SRP', authParameters: { username, srpA: srp.publicHex } };
    const challenge = await this.send('POST', '/sign-in', start);
    if (challenge.status !== 200) return challenge;
    assert.equal(challenge.body.challengeName, 'PASSWORD_VERIFIER');
    const challengeResponses = srp.responses(challenge.body.challengeParameters, password);
    const reply = await this.send('POST', '/challenge', { challengeName: 'PASSWORD_VERIFIER', challengeResponses });
    this.token = reply.body.tokens?.accessToken;
    return reply;
  }
}
