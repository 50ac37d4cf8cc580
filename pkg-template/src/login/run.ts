// Performs the turns of a login's machine. It decides nothing.
import { LoginMachine } from 'login-glue';
import { Deadline } from '../client/deadline.js';
import type { Write } from '../client/effect.js';
import { DEFAULT_TIMEOUT_MS, fetchOf, fetchWith, type Host } from '../client/host.js';
import { textOf } from '../client/http.js';
import { timeoutMs } from '../client/input.js';
import type { Json } from '../client/json.js';
import { apply } from '../client/storage.js';
import { type Claims, decode } from '../client/token.js';
import { AuthError } from '../errors.js';
import { lastTurn } from './turn.js';

/** What of a token's claims Rust judges; nothing of one that cannot be read. */
function claimsOf(jwt: unknown): Claims | undefined {
  try {
    const { aud, auth_time, client_id, exp, iat, iss, nonce, sub, token_use } = decode(jwt as string);
    return { aud, auth_time, client_id, exp, iat, iss, nonce, sub, token_use };
  } catch {
    return undefined;
  }
}

function read(text: string | null): unknown {
  try {
    return JSON.parse(text as string) ?? undefined;
  } catch {
    return undefined;
  }
}

async function load({ prefix, store }: Host, state: string): Promise<Json> {
  const keys = [`${state}.login`, 'logins'].map((name) => prefix + name);
  await store.bring?.(keys);
  const [entry, index] = keys.map((key) => read(store.get(key)));
  return { entry, index };
}

/** What Rust asks to send: a form to the token endpoint, or a document to Cognito's API. */
export interface Post {
  readonly form?: Record<string, string>;
  readonly body?: object;
}

/** Where the requests of a call go, and by what. */
export interface Target {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly fetch: typeof fetch | undefined;
}

/** The answer for Rust; and what `fetch` said when none arrived. */
async function send(
  { body, form }: Post,
  { headers, url, ...target }: Target,
  deadline: Deadline,
): Promise<[answer: Json, below?: unknown]> {
  const fetch = fetchOf(target as Host);
  deadline.check();
  try {
    const text = form ? String(new URLSearchParams(form)) : JSON.stringify(body);
    // Followed to somewhere else, it would take the code along.
    const init: RequestInit = { method: 'POST', headers, body: text, redirect: 'error', signal: deadline.signal };
    const reply = await deadline.race(fetchWith(fetch, url, init));
    const document = read(await deadline.race(textOf(reply))) as Json | undefined;
    const { access_token, id_token } = document ?? {};
    const claims = { access: claimsOf(access_token), id: claimsOf(id_token) };
    return [{ status: reply.status, body: awsError(document), claims }];
  } catch (cause) {
    // The deadline's own end looks like a broken network.
    deadline.check();
    return [{ none: true }, cause];
  }
}

/** A refusal of Cognito's own API as OAuth has it. */
function awsError(document: Json | undefined): Json | undefined {
  if (typeof document?.['__type'] !== 'string') return document;
  return { error: document['__type'].replace(/.*#/s, ''), error_description: document['message'] };
}

/** Runs a call within what the options allow, and promises what it comes to. `host` is none where there is no pool. */
export async function run(host: Host | undefined, call: object, options?: unknown, target?: Target): Promise<unknown> {
  const deadline = new Deadline(options, timeoutMs(options, host?.timeoutMs ?? DEFAULT_TIMEOUT_MS));
  let machine: LoginMachine | undefined;
  let below: unknown;
  try {
    deadline.check();
    machine = new LoginMachine(JSON.stringify(call), Date.now());
    for (;;) {
      const [changes, effect, what] = lastTurn();
      if (host) {
        const writes = changes.map(([key, value]): Write => [key, value === null ? null : JSON.stringify(value)]);
        await apply(host, writes);
      }
      if (effect === 'value') return what;
      let answer: Json;
      if (effect === 'load') answer = await load(host as Host, what as string);
      else if (effect === 'send') [answer, below] = await send(what as Post, target as Target, deadline);
      else throw errorOf(what as ErrorText, below);
      machine.resume(JSON.stringify(answer), Date.now());
    }
  } finally {
    // Secrets end now, and not when the collector comes by.
    machine?.free();
    deadline.close();
  }
}

interface ErrorText {
  readonly code: string;
  readonly message: string;
}

/** OAuth's `access_denied` becomes `AccessDenied`. */
const codeOf = (name: string): string =>
  /^[a-z]+(_[a-z]+)*$/.test(name)
    ? name.replace(/(^|_)(.)/g, (_, __, first) => first.toUpperCase())
    : /^[A-Z]\w*$/.test(name)
      ? name
      : 'LoginRefused';

function errorOf({ code, message, ...details }: ErrorText, cause: unknown): AuthError {
  return new AuthError(codeOf(code), message, cause === undefined ? details : { ...details, cause });
}
