// An app behind the proxy, which is at /auth of its own origin: a page at every other path, which completes what comes back when it is loaded.
import { build } from 'esbuild';
import { PACKAGE } from '../local/server-process.mjs';

const PAGE = `
import { Pool } from '${PACKAGE}/dist/proxy.js';
import * as login from '${PACKAGE}/dist/proxy-login.js';
const shown = (promise) => promise.then(
  (done) => done && { status: done.status, username: done.user?.username, state: done.state, identities: done.user?.identities?.length, jwt: typeof done.session?.accessToken?.jwt },
  ({ code, message, state, name }) => ({ code, message, state, name }),
);
globalThis.app = {
  ...login,
  pool: new Pool({ proxy: '/auth', custody: globalThis.custody }),
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

/** What serves the page; `state.custody` is that of the proxy behind it. */
export async function pageOf(state) {
  const { outputFiles } = await build({
    stdin: { contents: PAGE, resolveDir: PACKAGE },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    external: ['node:*'],
    logLevel: 'error',
  });
  return (request, response) => {
    if (request.url === '/app.js')
      return response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(outputFiles[0].text);
    const html = `<!doctype html><meta charset="utf-8"><title>…</title><link rel="icon" href="data:,">
<button id="popup">Sign in</button><a id="out" href="/auth/sign-out?return=/home">Sign out</a>
<script>globalThis.custody = ${JSON.stringify(state.custody)}</script><script type="module" src="/app.js"></script>`;
    return response.writeHead(200, { 'Content-Type': 'text/html' }).end(html);
  };
}
