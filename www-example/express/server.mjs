// An application's server on Express: the auth proxy under /auth, an API behind it, and a page. No session is kept here: the
// tokens are in cookies that no script reads, sealed with a key that the proxy alone has.
//
//   node server.mjs --pool eu-central-1_AbCdEf123 --client 1h57kf5cpq17m0eml12EXAMPLE --port 8081
//
// From the environment: SEAL_KEY (`node -p "crypto.randomBytes(32).toString('base64url')"`), and CLIENT_SECRET where the app
// client has one. `--cognito` names a local Cognito. `--origin` is the page's address where TLS ends in front of this server.
// `--login` is the domain of the user pool's login pages, for "Sign in with …": the app client then needs the page's address with
// /auth/callback behind it among its callback and sign-out URLs. A local Cognito has such pages, and gets these addresses from here.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { AuthProxy, toNodeHandler } from 'cognito-identity-wasm/server';
import express from 'express';
import { domainOf, register } from '../server/login.mjs';
import { startApi } from './api.mjs';

const { values: options } = parseArgs({
  options: {
    pool: { type: 'string' },
    client: { type: 'string' },
    cognito: { type: 'string' },
    login: { type: 'string' },
    origin: { type: 'string' },
    port: { type: 'string', default: '8081' },
  },
});
const { CLIENT_SECRET, SEAL_KEY } = process.env;
if (!SEAL_KEY) console.error('No SEAL_KEY: this start has a key of its own, and the next one signs everybody out.');

// It listens first: where it is reached is part of what the login pages are told.
const server = createServer().listen(Number(options.port), '127.0.0.1');
await new Promise((settle, fail) => server.once('listening', settle).once('error', fail));
const here = `http://localhost:${server.address().port}`;
const callback = `${options.origin ?? here}/auth/callback`;
const domain = options.login ?? (options.cognito && domainOf(options.cognito));
if (options.cognito) {
  const lists = { CallbackURLs: [callback], LogoutURLs: [callback] };
  await register(options.cognito, options.pool, options.client, lists);
}

const api = await startApi({ userPoolId: options.pool, clientId: options.client, endpoint: options.cognito });
const proxy = new AuthProxy({
  pools: [
    {
      userPoolId: options.pool,
      clientId: options.client,
      path: '/auth',
      ...(options.cognito ? { endpoint: options.cognito } : {}),
      ...(CLIENT_SECRET ? { clientSecrets: [CLIENT_SECRET] } : {}),
      ...(domain ? { login: { domain, redirectUri: callback, logoutUris: [callback] } } : {}),
    },
  ],
  custody: 'cookie',
  keys: [{ id: 'first', secret: SEAL_KEY ?? randomBytes(32).toString('base64url') }],
  ...(options.origin ? { origins: [options.origin] } : {}),
  // `session.fetch('api/me')` comes to /auth/api/me, and goes on from there with the access token of the cookie.
  upstreams: { '/api': api.origin },
});
await proxy.ready();

const folderOf = (name) => fileURLToPath(new URL(name, import.meta.url));
const packageFiles = path.dirname(fileURLToPath(import.meta.resolve('cognito-identity-wasm')));

const app = express();
app.disable('x-powered-by');
// Before every parser of bodies: the proxy reads them itself.
app.use('/auth', toNodeHandler(proxy));
app.use((_request, response, next) => {
  response.set({
    'Content-Security-Policy':
      "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
      "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  });
  next();
});
app.use('/package', express.static(packageFiles));
app.use('/styles', express.static(folderOf('../src/styles')));
app.use('/icon.svg', express.static(folderOf('../icon.svg')));
app.use(express.static(folderOf('public')));

server.on('request', app);
console.log(JSON.stringify({ url: `${here}/` }));

for (const signal of ['SIGTERM', 'SIGINT']) {
  process.once(signal, async () => {
    server.close();
    server.closeAllConnections();
    api.close();
    await proxy.close();
  });
}
