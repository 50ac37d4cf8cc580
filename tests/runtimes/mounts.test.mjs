// The auth proxy mounted in servers that people have: each is asked over real HTTP, and the client's address reaches the log.
// `documented-mounts.test.mjs` runs them as the documentation prints them, and Deno and Bun, too.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { packageFile } from '../js/local/server-process.mjs';
import { behind, localCognito } from '../js/server/processes.mjs';
import { ORIGIN, Page } from '../js/server/world.mjs';
import { below, journey } from './journey.mjs';

const installed = fileURLToPath(new URL('./node_modules', import.meta.url));
const framework = createRequire(join(installed, 'x.js'));
const { AuthProxy, toNodeHandler } = await import(packageFile('dist/server.node.mjs'));
const PATH = '/auth';

let local;
let configuration;
const log = [];
before(async (t) => {
  local = await localCognito(t);
  configuration = below(PATH, behind(local, 'cookie', { trustedHops: ['127.0.0.0/8'] }));
});

const makeProxy = () => new AuthProxy(configuration, { log: (record) => log.push(record) });
const addressOf = (server) => `http://127.0.0.1:${server.address().port}`;

async function listening(t, server) {
  await new Promise((settle) => server.listen(0, '127.0.0.1', settle));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return addressOf(server);
}

/** The address that a trusted hop tells is the one in the log. */
async function seesTheClient(base) {
  log.length = 0;
  const headers = { 'x-forwarded-for': '203.0.113.9', 'x-auth-csrf': '1', origin: ORIGIN };
  await fetch(`${base}/user`, { headers });
  assert.equal(log[0].ip, '203.0.113.9');
}

test('node:http', async (t) => {
  const base = (await listening(t, createServer(toNodeHandler(makeProxy())))) + PATH;
  await journey(base);
  await seesTheClient(base);
});

test('Express, beside other routes', async (t) => {
  const express = framework('express');
  const app = express();
  app.use(PATH, toNodeHandler(makeProxy()));
  app.get('/', (_, response) => response.send('home'));
  const origin = await listening(t, createServer(app));
  await journey(origin + PATH);
  await seesTheClient(origin + PATH);
  assert.equal(await (await fetch(origin)).text(), 'home');
});

test('Express, behind a parser of bodies', async (t) => {
  const express = framework('express');
  const app = express();
  app.use(express.json());
  app.use(PATH, toNodeHandler(makeProxy()));
  const base = (await listening(t, createServer(app))) + PATH;
  const page = new Page((url, { remoteAddress, ...init }) => fetch(url, init), base);
  assert.equal((await page.signIn()).status, 200);
  assert.equal((await page.send('POST', '/sign-out', {})).status, 200);
});

test('Fastify', async (t) => {
  const app = framework('fastify')();
  const handle = toNodeHandler(makeProxy());
  // Fastify's own parsers stay away from these routes: the proxy reads the body itself.
  app.register(
    async (routes) => {
      routes.removeAllContentTypeParsers();
      routes.addContentTypeParser('*', (_request, _payload, done) => done(null));
      routes.all('/*', (request, reply) => {
        reply.hijack();
        handle(request.raw, reply.raw);
      });
    },
    { prefix: PATH },
  );
  await app.listen({ host: '127.0.0.1', port: 0 });
  t.after(() => app.close());
  await journey(addressOf(app.server) + PATH);
  await seesTheClient(addressOf(app.server) + PATH);
});

test('Hono', async (t) => {
  const { Hono } = framework('hono');
  const { serve } = framework('@hono/node-server');
  const proxy = makeProxy();
  const app = new Hono();
  app.all(`${PATH}/*`, (context) => {
    const { remoteAddress } = context.env.incoming.socket;
    return proxy.fetch(context.req.raw, { remoteAddress });
  });
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 });
  t.after(() => server.close());
  await new Promise((settle) => server.once('listening', settle));
  await journey(addressOf(server) + PATH);
  await seesTheClient(addressOf(server) + PATH);
});
