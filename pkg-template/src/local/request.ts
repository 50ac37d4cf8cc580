// Between the platform's Request and Response and the plain ones that the engine knows.
//
// Nothing here needs the platform to have those classes: under jest's jsdom there is neither, and a caller hands over a
// URL, plain header names and a text.

import { TextDecoder } from '../engine/text.js';
import type { Request as PlainRequest, Response as PlainResponse } from './engine-types.js';

export type { PlainRequest, PlainResponse };

/** What `fetch` was given, with the signal that can end it. */
export async function read(
  input: unknown,
  init: RequestInit = {},
): Promise<{ request: PlainRequest; signal: AbortSignal | undefined }> {
  const given = isRequest(input) ? input : undefined;
  const url = new URL(given ? given.url : String(input), 'http://local/');
  const signal = init.signal ?? given?.signal ?? undefined;
  // Not by `throwIfAborted`, which jsdom's signals lack.
  if (signal?.aborted) throw signal.reason;
  const method = (init.method ?? given?.method ?? 'GET').toUpperCase();
  const headers = headerPairs(init.headers ?? given?.headers);
  const has = (wanted: string) => headers.some(([name]) => name === wanted);
  if (!has('host')) headers.push(['host', url.host]);
  // As the platform does for a form.
  if (init.body instanceof URLSearchParams && !has('content-type'))
    headers.push(['content-type', 'application/x-www-form-urlencoded;charset=UTF-8']);
  const body = init.body === undefined || init.body === null ? await given?.text() : await text(init.body);
  return { request: { method, path: url.pathname + url.search, headers, body: body ?? '' }, signal };
}

/** The platform's Response, or what a client needs of one. */
export function respond({ status, headers, body }: PlainResponse): Response {
  if (typeof Response === 'function') {
    // A body, even an empty one, is not allowed with these.
    return new Response(status === 204 || status === 304 ? null : body, { status, headers });
  }
  const values = new Map(headers.map(([name, value]) => [name.toLowerCase(), value]));
  return {
    ok: status >= 200 && status < 300,
    status,
    headers: { get: (name: string) => values.get(name.toLowerCase()) ?? null },
    text: async () => body,
    json: async () => JSON.parse(body),
  } as unknown as Response;
}

function isRequest(input: unknown): input is Request {
  // No `instanceof`: a Request of another window is one, too.
  return typeof input === 'object' && input !== null && typeof (input as Request).url === 'string';
}

function headerPairs(headers: RequestInit['headers']): [string, string][] {
  if (!headers) return [];
  const pairs = Symbol.iterator in headers ? [...(headers as Iterable<[string, string]>)] : Object.entries(headers);
  return pairs.map(([name, value]) => [String(name).toLowerCase(), String(value)]);
}

async function text(body: NonNullable<RequestInit['body']>): Promise<string> {
  if (typeof body === 'string') return body;
  if (body instanceof ArrayBuffer || ArrayBuffer.isView(body))
    return new (TextDecoder as typeof globalThis.TextDecoder)().decode(body);
  return await new Response(body).text();
}
