// HTTP/2 by hand: Node's `fetch` speaks HTTP/1.1 alone.

/** A `fetch` of texts over a session of `node:http2`, to that host. */
export function overHttp2(session, authority) {
  return (url, { method = 'GET', headers, body } = {}) =>
    new Promise((resolve, reject) => {
      const { pathname, search } = partsOf(url);
      const pseudo = { ':method': method, ':path': pathname + search, ':authority': authority };
      const stream = session.request({ ...pseudo, ...Object.fromEntries(new Headers(headers)) });
      const answer = new Headers();
      let status;
      stream.on('response', (given) => {
        status = given[':status'];
        for (const [name, value] of Object.entries(given))
          if (name[0] !== ':') for (const one of [value].flat()) answer.append(name, one);
      });
      let text = '';
      stream.setEncoding('utf8').on('data', (part) => {
        text += part;
      });
      stream.on('end', () => resolve(new Response(status === 204 ? null : text, { status, headers: answer })));
      stream.on('error', reject);
      stream.end(body);
    });
}

/** Without `URL`, which resolves dots. */
function partsOf(url) {
  const [, pathname, search = ''] = /^https?:\/\/[^/]+([^?]*)(\?.*)?$/.exec(url);
  return { pathname, search };
}
