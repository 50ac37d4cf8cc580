// What the windows of Node's test runners may lack of the platform: esbuild puts these in the place of the globals of their names, in the
// CommonJS builds. No global is patched, and what a window has is used, looked up at each call.
//
// Jest's jsdom has no `fetch`, in older versions no `crypto`, and in none `crypto.subtle`.
import { platformCrypto } from '../platform-crypto.js';

export { platformCrypto, platformCrypto as crypto };

/** Sends by XMLHttpRequest, which is the one way out of a window without `fetch`; gives of a response what the drop-in API reads. */
function send(url: string, { method, headers, body, credentials }: RequestInit): Promise<Partial<Response>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method as string, url);
    request.withCredentials = credentials === 'include';
    for (const [name, value] of Object.entries(headers as Record<string, string>))
      request.setRequestHeader(name, value);
    request.onload = () => {
      const { status, responseText } = request;
      resolve({
        ok: status >= 200 && status < 300,
        status,
        headers: { get: (name: string) => request.getResponseHeader(name) } as Headers,
        json: async () => JSON.parse(responseText),
      });
    };
    request.onerror = () => reject(new TypeError('Failed to fetch'));
    request.send(body as string);
  });
}

/** The window's `fetch`, and XMLHttpRequest where there is none. */
export function platformFetch(url: string, init: RequestInit): Promise<Partial<Response>> {
  if (typeof globalThis.fetch === 'function') return globalThis.fetch(url, init);
  if (typeof XMLHttpRequest === 'function') return send(url, init);
  const message = 'There is no `fetch` here: let the environment of the test have one.';
  return Promise.reject(Object.assign(new Error(message), { code: 'NotAvailable' }));
}

export { platformFetch as fetch };
