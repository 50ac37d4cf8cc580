// Where the app holds the tokens: they are redeemed at the proxy by a code of its own, once.
import { Deadline } from '../client/deadline.js';
import { fetchOf, fetchWith } from '../client/host.js';
import { textOf } from '../client/http.js';
import { timeoutMs } from '../client/input.js';
import type { Json } from '../client/json.js';
import { AuthError } from '../errors.js';
import type { Login } from './pool.js';

export interface Tokens {
  readonly accessToken: string;
  readonly idToken: string;
  readonly refreshToken?: string;
}

function read(text: string): Json {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

export async function redeem({ host, proxy }: Login, code: string, options: unknown): Promise<Tokens> {
  const deadline = new Deadline(options, timeoutMs(options, host.timeoutMs));
  try {
    deadline.check();
    const headers = { 'Content-Type': 'application/json', 'X-Auth-Csrf': '1' };
    const init: RequestInit = {
      method: 'POST',
      headers,
      body: JSON.stringify({ code }),
      credentials: 'include',
      signal: deadline.signal,
    };
    let reply: Response;
    let text: string;
    try {
      reply = await deadline.race(fetchWith(fetchOf(host), `${proxy}/login/redeem`, init));
      text = await deadline.race(textOf(reply));
    } catch (cause) {
      deadline.check();
      const message = 'No answer arrived: check the connection, and `origins` of the proxy. Then begin again.';
      throw new AuthError('NetworkError', message, { kind: 'network', cause });
    }
    const { error, tokens } = read(text) as { error?: Json; tokens?: Tokens };
    if (reply.ok && tokens?.accessToken && tokens.idToken) return tokens;
    const { code: name = 'Internal', message = 'Not an answer of the proxy: check `proxy`.', requestId } = error ?? {};
    throw new AuthError(name as string, message as string, {
      kind: reply.status < 500 ? 'service' : 'server',
      status: reply.status,
      ...((requestId as string) && { requestId: requestId as string }),
    });
  } finally {
    deadline.close();
  }
}
