// An app with managed login, on an origin of its own: a page at every path, which completes what comes back when it is loaded.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { build } from 'esbuild';
import { PACKAGE } from '../local/server-process.mjs';

const PAGE = `
import { Pool } from '${PACKAGE}/dist/index.js';
import * as login from '${PACKAGE}/dist/login.js';
const shown = (promise) => promise.then(
  (done) => done && { status: done.status, username: done.user?.username, state: done.state, identities: done.user?.identities?.length },
  ({ code, message, state, reason }) => ({ code, message, state, reason }),
);
globalThis.app = {
  ...login,
  Pool,
  pool: new Pool(globalThis.options),
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

/** Serves it, or another script with what it imports; `options`, of the pool for ours, once the provider is known. */
export async function serveApp(contents = PAGE, resolveDir = PACKAGE) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    external: ['node:*'],
    logLevel: 'error',
  });
  const app = { options: undefined, headers: {} };
  const server = createServer((request, response) => {
    if (request.url === '/app.js')
      return response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(outputFiles[0].text);
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
