// A browser for the pages of the local Cognito's managed login: cookies, forms, redirects. It runs no scripts.

import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocal } from '../server-process.mjs';

export const APP = 'http://localhost:3000/callback';
export const PASSWORD = 'Passw0rd!';

/** A local Cognito with one pool, the user ada, and managed login. */
export async function startLogin({ login = {}, clients, pool = {}, ...rest } = {}, args = []) {
  const folder = await mkdtemp(join(tmpdir(), 'ciw-login-'));
  const file = join(folder, 'config.json');
  const config = {
    pools: [
      {
        pool: { Id: 'us-east-1_Login0001', PoolName: 'Example', AutoVerifiedAttributes: ['email'], ...pool },
        clients: clients ?? [{ ClientId: 'app', ClientName: 'app' }],
        login: { CallbackURLs: [APP], LogoutURLs: ['http://localhost:3000/'], ...login },
        users: [
          { Username: 'ada', Password: PASSWORD, Attributes: { email: 'ada@example.com', email_verified: 'true' } },
        ],
        ...rest,
      },
    ],
  };
  await writeFile(file, JSON.stringify(config));
  const server = await startLocal(['--config', file, ...args]);
  return { ...server, issuer: `${server.endpoint}us-east-1_Login0001` };
}

/** Cookies are kept for one host; redirects are followed as long as they stay there. */
export class Browser {
  #cookies = new Map();
  #fetch;

  constructor(fetch = globalThis.fetch) {
    this.#fetch = fetch;
  }

  async #send(url, init = {}) {
    const headers = { ...init.headers, cookie: [...this.#cookies].map((pair) => pair.join('=')).join('; ') };
    const reply = await this.#fetch(url, { ...init, headers, redirect: 'manual' });
    for (const cookie of reply.headers.getSetCookie()) {
      const [name, value] = cookie.split(';')[0].split('=');
      if (/Max-Age=0;/.test(cookie)) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return reply;
  }

  /** The page at which redirects end, `{ url, html }`, or the address of the app, `{ url }`. */
  async open(url, init) {
    let reply = await this.#send(url, init);
    let at = new URL(url);
    while (reply.headers.has('location')) {
      const next = new URL(reply.headers.get('location'), at);
      if (next.origin !== at.origin) return { url: next };
      at = next;
      reply = await this.#send(at);
    }
    return { url: at, status: reply.status, html: await reply.text() };
  }

  /** Sends the form that has all of these fields. */
  submit({ url, html }, fields = {}) {
    const forms = html.split('<form ').slice(1);
    const form = forms.find((text) => Object.keys(fields).every((name) => text.includes(`name="${name}"`)));
    const plain = (text) => text.replaceAll('&amp;', '&').replaceAll('&#39;', "'").replaceAll('&quot;', '"');
    const hidden = [...form.split('</form>')[0].matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)];
    const body = new URLSearchParams(hidden.map(([, name, value]) => [name, plain(value)]));
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    const action = plain(/action="([^"]*)"/.exec(form)[1]);
    return this.open(new URL(action, url), { method: 'POST', body, headers: { origin: url.origin } });
  }

  /** From an app's request to the address to which the person comes back. */
  async signIn(url, username = 'ada', password = PASSWORD) {
    const page = await this.open(url);
    const done = await this.submit(page, { username, password });
    if (done.html !== undefined) throw new Error(`still on the pages: ${done.html}`);
    return done.url;
  }
}
