/// <reference types="node" />
// Lets a request through for whom it is: a middleware for node:http and Express, for Fastify and Hono, and around handlers of fetch.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequireUserOptions } from '../../types/server.js';
import { AuthError } from '../errors.js';
import type { Person, Source } from './reader.js';

/** What each framework brings, as far as it is used here. */
interface FastifyReply {
  header(name: string, value: string | string[]): unknown;
  code(status: number): { send(body: unknown): unknown };
}
interface HonoContext {
  req: { raw: Request };
  set(name: string, value: unknown): void;
  res: Response;
}
type Next = (error?: unknown) => void;

export interface Guard {
  (request: IncomingMessage, response: ServerResponse, next?: Next): Promise<void>;
  fastify(request: { raw: IncomingMessage }, reply: FastifyReply): Promise<unknown>;
  hono(context: HonoContext, next: () => Promise<void>): Promise<Response | undefined>;
  fetch<Rest extends unknown[]>(
    handler: (request: Request & { user: Person['user'] }, ...rest: Rest) => Response | Promise<Response>,
  ): (request: Request, ...rest: Rest) => Promise<Response>;
}

/** A refusal as an HTTP answer. */
interface Refusal {
  status: number;
  headers: [string, string][];
  body: string;
}

const OPTIONS = ['groups', 'scopes'];

/** `find` gives the person of a request, or rejects with an `AuthError`; `kind` says by what people are known there. */
export function requireUser(
  find: (request: Source) => Promise<Person>,
  options: RequireUserOptions = {},
  kind: 'bearer' | 'cookie' = 'bearer',
): Guard {
  const { groups, scopes } = read(options);

  /** The person, or the answer for whoever is none that may pass. */
  const judge = async (request: Source): Promise<Person | Refusal> => {
    try {
      const person = await find(request);
      const { claims } = person.user;
      const isIn = has(groups, (claims as { 'cognito:groups'?: readonly string[] })['cognito:groups']);
      const may = has(scopes, (claims as { scope?: string }).scope?.split(' '));
      return isIn && may ? person : refusal(notAllowed(), kind, isIn ? scopes : undefined);
    } catch (error) {
      if (error instanceof AuthError && error.code !== 'InvalidArgument' && error.code !== 'Closed')
        return refusal(error, kind);
      throw error;
    }
  };

  const guard = async (request: IncomingMessage, response: ServerResponse, next?: Next): Promise<void> => {
    try {
      const person = await judge(request);
      if (isRefusal(person)) {
        response.writeHead(person.status, Object.fromEntries(person.headers));
        response.end(person.body);
        return;
      }
      for (const cookie of person.headers.getSetCookie()) response.appendHeader('Set-Cookie', cookie);
      Object.assign(request, { user: person.user });
    } catch (error) {
      // Express and its like have a handler of errors; node:http has who awaits.
      if (!next) throw error;
      return next(error);
    }
    next?.();
  };

  return Object.assign(guard, {
    async fastify(request: { raw: IncomingMessage }, reply: FastifyReply) {
      const person = await judge(request.raw);
      if (isRefusal(person)) {
        for (const [name, value] of person.headers) reply.header(name, value);
        return reply.code(person.status).send(person.body);
      }
      for (const cookie of person.headers.getSetCookie()) reply.header('Set-Cookie', cookie);
      Object.assign(request, { user: person.user });
      return undefined;
    },
    async hono(context: HonoContext, next: () => Promise<void>) {
      const person = await judge(context.req.raw);
      if (isRefusal(person)) return responseOf(person);
      context.set('user', person.user);
      await next();
      for (const cookie of person.headers.getSetCookie()) context.res.headers.append('Set-Cookie', cookie);
      return undefined;
    },
    fetch:
      <Rest extends unknown[]>(
        handler: (request: Request & { user: Person['user'] }, ...rest: Rest) => Response | Promise<Response>,
      ) =>
      async (request: Request, ...rest: Rest) => {
        const person = await judge(request);
        if (isRefusal(person)) return responseOf(person);
        const response = await handler(Object.assign(request, { user: person.user }), ...rest);
        return withCookies(response, person.headers.getSetCookie());
      },
  }) as Guard;
}

const isRefusal = (found: Person | Refusal): found is Refusal => 'status' in found;

const responseOf = ({ body, headers, status }: Refusal): Response => new Response(body, { status, headers });

/** The same answer, with cookies: what comes from `fetch` or `Response.redirect` cannot be changed. */
function withCookies(response: Response, cookies: readonly string[]): Response {
  if (!cookies.length) return response;
  const copy = new Response(response.body, response);
  for (const cookie of cookies) copy.headers.append('Set-Cookie', cookie);
  return copy;
}

const has = (wanted: readonly string[] | undefined, found: readonly string[] = []): boolean =>
  wanted === undefined || wanted.some((one) => found.includes(one));

const notAllowed = (): AuthError => new AuthError('NotAvailable', 'This person may not do this.');

/** RFC 6750 tells what a refused bearer is told. Whoever has a cookie is told by the body alone. */
function refusal(error: AuthError, kind: 'bearer' | 'cookie', scopes?: readonly string[]): Refusal {
  const { code, message, retryable } = error;
  const status = statusOf(error);
  const headers: [string, string][] = [
    ['Content-Type', 'application/json'],
    ['Cache-Control', 'no-store'],
  ];
  if (kind === 'bearer') headers.push(...challenge(status, code, scopes));
  return { status, headers, body: JSON.stringify({ error: { code, message, retryable } }) };
}

function statusOf({ code, kind, retryable }: AuthError): number {
  if (code === 'NotSignedIn' || code === 'TokenRefused') return 401;
  return retryable || kind === 'network' ? 503 : 403;
}

function challenge(status: number, code: string, scopes?: readonly string[]): [string, string][] {
  const name = 'WWW-Authenticate';
  if (status === 401) return [[name, code === 'NotSignedIn' ? 'Bearer' : 'Bearer error="invalid_token"']];
  if (status !== 403) return [];
  const scope = scopes ? `, scope="${scopes.join(' ')}"` : '';
  return [[name, `Bearer error="insufficient_scope"${scope}`]];
}

/** An empty list would let nobody pass, or everybody: neither is meant. */
function read(options: RequireUserOptions) {
  if (typeof options !== 'object' || options === null) throw invalid('The options must be an object.');
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name));
  if (unknown !== undefined)
    throw invalid(`\`${unknown}\` is not an option of \`requireUser\`: pass \`groups\`, \`scopes\`, or both.`);
  return { groups: listOf(options.groups, 'groups'), scopes: listOf(options.scopes, 'scopes') };
}

function listOf(given: string | readonly string[] | undefined, name: string): readonly string[] | undefined {
  if (given === undefined) return undefined;
  const list = typeof given === 'string' ? [given] : given;
  const isGood =
    Array.isArray(list) && list.length > 0 && list.every((one) => typeof one === 'string' && /^[!#-[\]-~]+$/.test(one));
  if (!isGood) throw invalid(`\`${name}\` must be a name or a list of at least one name, without spaces or quotes.`);
  return list;
}

const invalid = (message: string): AuthError => new AuthError('InvalidArgument', message);
