// An auth proxy over HTTP in front of the provider that is not ours, with a page of an app beside it, and a browser that keeps cookies.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { packageFile } from '../local/server-process.mjs';
import { POOL } from './provider.mjs';

export const server = await import(packageFile('dist/server.node.mjs'));
export const KEY = Buffer.alloc(32, 7).toString('base64url');

/** A server that is made before it is known what it serves: the provider must know its address. */
export async function listening() {
  const site = { page: (_, response) => response.writeHead(404).end() };
  const http = createServer((request, response) =>
    request.url.startsWith('/auth/') ? site.handler(request, response) : site.page(request, response),
  );
  http.listen(0, 'localhost');
  await once(http, 'listening');
  site.origin = `http://localhost:${http.address().port}`;
  site.callback = `${site.origin}/auth/callback`;
  site.stop = async () => {
    http.closeAllConnections();
    http.close();
    await once(http, 'close');
    await site.proxy?.close();
  };
  return site;
}

/** The proxy of a site; `more` is configured besides. */
export function proxyOf(site, provider, custody, more = {}) {
  const { base, secret } = provider;
  const login = {
    domain: base,
    redirectUri: site.callback,
    scopes: ['openid', 'email', 'profile', 'aws.cognito.signin.user.admin', 'offline_access'],
    logoutUris: [`${site.origin}/bye`, site.callback],
  };
  const pool = {
    userPoolId: POOL,
    clientId: 'withSecret',
    clientSecrets: [secret],
    endpoint: `${base}/`,
    issuer: `${base}/${POOL}`,
    path: '/auth',
    login,
  };
  const log = [];
  const config = { pools: [pool], custody, keys: [{ id: 'k1', secret: KEY }], origins: [site.origin], ...more };
  const proxy = new server.AuthProxy(config, {
    log: (record) => log.push(record),
    denyList: new server.MemoryDenyList(),
  });
  return { proxy, log, handler: server.toNodeHandler(proxy) };
}

/** A browser as far as cookies and redirects go; a cookie is its host's and port's. */
export class Browser {
  jars = new Map();

  jar(url) {
    const { host } = new URL(url);
    if (!this.jars.has(host)) this.jars.set(host, new Map());
    return this.jars.get(host);
  }

  async send(url, init = {}) {
    const jar = this.jar(url);
    const cookie = [...jar].map((pair) => pair.join('=')).join('; ');
    const reply = await fetch(url, {
      redirect: 'manual',
      ...init,
      headers: { ...init.headers, ...(cookie && { cookie }) },
    });
    for (const line of reply.headers.getSetCookie()) {
      const [, name, value, rest] = /^([^=]+)=([^;]*)(.*)$/s.exec(line);
      if (value && !/max-age=0/i.test(rest)) jar.set(name, value);
      else jar.delete(name);
    }
    return reply;
  }

  /** Where an address leads, step by step, until one of these or a page. */
  async open(url, until = () => false) {
    const headers = { 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'cross-site' };
    let at = url;
    for (let hops = 0; hops < 16; hops++) {
      if (until(at)) return at;
      const reply = await this.send(at, { headers });
      const to = reply.headers.get('location');
      if (!to) throw new Error(`${reply.status} at ${at}: ${(await reply.text()).slice(0, 300)}`);
      at = new URL(to, at).href;
    }
    throw new Error('too many redirects');
  }

  /** As a page of this origin calls the proxy. */
  async call(origin, method, url, body) {
    const headers = { origin, 'x-auth-csrf': '1', ...(body && { 'content-type': 'application/json' }) };
    const reply = await this.send(url, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    return { status: reply.status, body: await reply.json() };
  }
}
