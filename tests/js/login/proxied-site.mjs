// An app behind the proxy, which is at /auth of its own origin: a page at every other path, which completes what comes back when it is loaded.
import { bundleScript, scriptOf } from './site.mjs';

const PAGE = scriptOf({
  client: 'proxy',
  login: 'proxy-login',
  options: "{ proxy: '/auth', custody: globalThis.custody }",
  step: '{ jwt: typeof done.session?.accessToken?.jwt }',
});

/** What serves the page; `state.custody` is that of the proxy behind it. */
export async function pageOf(state) {
  const script = await bundleScript(PAGE);
  return (request, response) => {
    if (request.url === '/app.js') return response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(script);
    const html = `<!doctype html><meta charset="utf-8"><title>…</title><link rel="icon" href="data:,">
<button id="popup">Sign in</button><a id="out" href="/auth/sign-out?return=/home">Sign out</a>
<script>globalThis.custody = ${JSON.stringify(state.custody)}</script><script type="module" src="/app.js"></script>`;
    return response.writeHead(200, { 'Content-Type': 'text/html' }).end(html);
  };
}
