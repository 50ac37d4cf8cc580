// A `fetch` on node:http, for where WebAssembly is taken away: Node's own parses HTTP in WebAssembly.
import { request } from 'node:http';
import { request as secure } from 'node:https';

/** What the scenarios send: a text as the body, a signal, and no redirects. */
export function httpFetch(input, init = {}) {
  const { method = input.method ?? 'GET', redirect = 'follow', signal } = init;
  const url = new URL(input.url ?? input);
  const headers = Object.fromEntries(new Headers(init.headers ?? input.headers));
  return new Promise((resolve, reject) => {
    const failed = (cause) => reject(Object.assign(new TypeError('fetch failed'), { cause }));
    const abort = () => {
      reject(signal.reason);
      sent.destroy();
    };
    const sent = (url.protocol === 'https:' ? secure : request)(url, { method, headers }, (reply) => {
      const parts = [];
      reply.on('data', (part) => parts.push(part));
      reply.on('error', failed);
      reply.on('end', () => {
        signal?.removeEventListener('abort', abort);
        const { statusCode: status, headersDistinct } = reply;
        if (status >= 300 && status < 400 && redirect === 'error') return failed(new Error('a redirect'));
        const pairs = Object.entries(headersDistinct).flatMap(([name, all]) => all.map((value) => [name, value]));
        const isEmpty = status === 204 || status === 304;
        return resolve(new Response(isEmpty ? null : Buffer.concat(parts), { status, headers: pairs }));
      });
    });
    sent.on('error', failed);
    if (signal?.aborted) return abort();
    signal?.addEventListener('abort', abort);
    return sent.end(init.body ?? undefined);
  });
}
