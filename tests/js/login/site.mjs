// An app with managed login, on an origin of its own: a page at every path, which completes what comes back when it is loaded.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { build } from 'esbuild';
import { PACKAGE } from '../local/server-process.mjs';

/**
 * The script of a page that completes what comes back when it is loaded: from these entries of the package, with what `pool` makes a pool of
 * and `step` shows of a step, both as source.
 */
export const scriptOf = ({ client, login, options, step }) => `
import { Pool } from '${PACKAGE}/dist/${client}.js';
import * as login from '${PACKAGE}/dist/${login}.js';
const shown = (promise) => promise.then(
  (done) => done && { status: done.status, username: done.user?.username, state: done.state, identities: done.user?.identities?.length, ...${step} },
  ({ code, message, state, reason, name }) => ({ code, message, state, reason, name }),
);
globalThis.app = {
  ...login,
  Pool,
  pool: new Pool(${options}),
  shown,
  complete: (address = location.href) => shown(login.completeRedirect(app.pool, address)),
  user: () => app.pool.currentUser()?.username ?? null,
};
// React's StrictMode runs an effect, its end, and the effect again.
if (!sessionStorage.manual) {
  const first = login.completeRedirect(app.pool, location.href);
  const second = login.completeRedirect(app.pool, location.href);
  app.same = first === second;
  app.done = shown(second);
}
document.querySelector('#popup').onclick = () => {
  app.popup = shown(login.signInWithPopup(app.pool, { state: 'popup' }));
};
document.title = 'ready';
`;

const PAGE = scriptOf({ client: 'index', login: 'login', options: 'globalThis.options', step: '{}' });

/** The script, with what it imports. */
export async function bundleScript(contents, resolveDir = PACKAGE) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    external: ['node:*'],
    logLevel: 'error',
  });
  return outputFiles[0].text;
}

/** Serves it, or another script with what it imports; `options`, of the pool for ours, once the provider is known. */
export async function serveApp(contents = PAGE, resolveDir = PACKAGE) {
  const script = await bundleScript(contents, resolveDir);
  const app = { options: undefined, headers: {} };
  const server = createServer((request, response) => {
    if (request.url === '/app.js') return response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(script);
    const html = `<!doctype html><meta charset="utf-8"><title>…</title><link rel="icon" href="data:,">
<button id="popup">Sign in</button><script>globalThis.options = ${JSON.stringify(app.options)}</script>
<script type="module" src="/app.js"></script>`;
    return response.writeHead(200, { 'Content-Type': 'text/html', ...app.headers }).end(html);
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  app.origin = `http://localhost:${server.address().port}`;
  app.stop = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return app;
}
