// An application's server on Express: the auth proxy under /auth, an API behind it, and a page. No session is kept here: the
// tokens are in cookies that no script reads, sealed with a key that the proxy alone has.
//
//   node server.mjs --pool eu-central-1_AbCdEf123 --client 1h57kf5cpq17m0eml12EXAMPLE --port 8081
//
// From the environment: SEAL_KEY (`node -p "crypto.randomBytes(32).toString('base64url')"`), and CLIENT_SECRET where the app
// client has one. `--cognito` names a local Cognito. `--origin` is the page's address where TLS ends in front of this server.
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { AuthProxy, toNodeHandler } from 'cognito-identity-wasm/server';
import express from 'express';
import { startApi } from './api.mjs';

const { values: options } = parseArgs({
  options: {
    pool: { type: 'string' },
    client: { type: 'string' },
    cognito: { type: 'string' },
    origin: { type: 'string' },
    port: { type: 'string', default: '8081' },
  },
});
const { CLIENT_SECRET, SEAL_KEY } = process.env;
if (!SEAL_KEY) console.error('No SEAL_KEY: this start has a key of its own, and the next one signs everybody out.');

const api = await startApi({ userPoolId: options.pool, clientId: options.client, endpoint: options.cognito });
const proxy = new AuthProxy({
  pools: [
    {
      userPoolId: options.pool,
      clientId: options.client,
      path: '/auth',
      ...(options.cognito ? { endpoint: options.cognito } : {}),
      ...(CLIENT_SECRET ? { clientSecrets: [CLIENT_SECRET] } : {}),
    },
  ],
  custody: 'cookie',
  keys: [{ id: 'first', secret: SEAL_KEY ?? randomBytes(32).toString('base64url') }],
  ...(options.origin ? { origins: [options.origin] } : {}),
  // `session.fetch('api/me')` comes to /auth/api/me, and goes on from there with the access token of the cookie.
  upstreams: { '/api': api.origin },
});
await proxy.ready();

const here = (folder) => fileURLToPath(new URL(folder, import.meta.url));
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
app.use('/styles', express.static(here('../src/styles')));
app.use('/icon.svg', express.static(here('../icon.svg')));
app.use(express.static(here('public')));

const server = app.listen(Number(options.port), '127.0.0.1', (error) => {
  if (error) throw error;
  console.log(JSON.stringify({ url: `http://localhost:${server.address().port}/` }));
});

for (const signal of ['SIGTERM', 'SIGINT']) {
  process.once(signal, async () => {
    server.close();
    server.closeAllConnections();
    api.close();
    await proxy.close();
  });
}
