/// <reference types="node" />
// Lets a request through for whom it is: a middleware for node:http and Express, for Fastify and Hono, and around handlers of fetch.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequireUserOptions } from '../../types/server.js';
import { AuthError } from '../errors.js';
import { checked, type Nobody, type Person, type Source } from './reader.js';

/** What each framework brings, as far as it is used here. */
interface FastifyReply {
  header(name: string, value: string | string[]): unknown;
  code(status: number): { send(body: unknown): unknown };
}
interface HonoContext {
  req: { raw: Request };
  set(name: string, value: unknown): void;
  get res(): Response;
  set res(response: Response | undefined);
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

/** Who a request is from; frameworks have several objects for one request. */
type Find = (sources: readonly [Source, ...object[]]) => Promise<Person | Nobody>;

/** `find` gives the person of a request, or rejects with an `AuthError`; `kind` says by what people are known there. */
export function requireUser(
  find: Find,
  options: RequireUserOptions = {},
  names: readonly string[] = ['groups', 'scopes', 'clientId'],
  kind: 'bearer' | 'cookie' = 'bearer',
): Guard {
  const { groups, scopes } = read(options, names);

  /** The person, or the answer for whoever is none that may pass. */
  const judge = async (...sources: [Source, ...object[]]): Promise<Person | Refusal> => {
    try {
      const person = await find(sources);
      if (!person.user) return refusal(nobody(), kind, { cookies: person.headers.getSetCookie() });
      const { claims } = person.user;
      const isIn = has(groups, (claims as { 'cognito:groups'?: readonly string[] })['cognito:groups']);
      const may = has(scopes, (claims as { scope?: string }).scope?.split(' '));
      return isIn && may ? person : refusal(notAllowed(), kind, { scopes: isIn ? scopes : undefined });
    } catch (error) {
      if (!(error instanceof AuthError) || error.code === 'Closed') throw error;
      // A request that cannot be read is its sender's fault; a configuration is not.
      if (error.code !== 'InvalidArgument' || error.cause) return refusal(error, kind);
      throw error;
    }
  };

  const guard = async (request: IncomingMessage, response: ServerResponse, next?: Next): Promise<void> => {
    try {
      const person = await judge(request);
      if (isRefusal(person)) return answer(response, person);
      for (const cookie of person.headers.getSetCookie()) response.appendHeader('Set-Cookie', cookie);
      Object.assign(request, { user: person.user });
    } catch (error) {
      // Express and its like take an error. A plain function would take it for a way in.
      if (next && next.length > 0) return next(error);
      answer(response, refusal(failed(), kind));
      throw error;
    }
    next?.();
  };

  return Object.assign(guard, {
    async fastify(request: { raw: IncomingMessage }, reply: FastifyReply) {
      const person = await judge(request.raw, request);
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
      const response = withCookies(context.res, person.headers.getSetCookie());
      if (response === context.res) return undefined;
      // Otherwise Hono puts the headers of the one into the other.
      context.res = undefined;
      context.res = response;
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
  if (!cookies.length || response.type === 'error') return response;
  const copy = new Response(response.body, response);
  for (const cookie of cookies) copy.headers.append('Set-Cookie', cookie);
  return copy;
}

const has = (wanted: readonly string[] | undefined, found: readonly string[] = []): boolean =>
  wanted === undefined || wanted.some((one) => found.includes(one));

function answer(response: ServerResponse, { body, headers, status }: Refusal): void {
  response.statusCode = status;
  for (const [name, value] of headers) response.appendHeader(name, value);
  response.end(body);
}

const nobody = (): AuthError =>
  new AuthError('NotSignedIn', 'Nobody is signed in, or the session has ended: sign in again.');

const failed = (): AuthError => new AuthError('Internal', 'This server failed: tell its operator.');

const notAllowed = (): AuthError => new AuthError('NotAvailable', 'This person may not do this.');

/** RFC 6750 tells what a refused bearer is told. Whoever has a cookie is told by the body alone. */
function refusal(
  error: AuthError,
  kind: 'bearer' | 'cookie',
  { cookies = [], scopes }: { cookies?: readonly string[]; scopes?: readonly string[] | undefined } = {},
): Refusal {
  const { code, message, retryable } = error;
  const status = statusOf(error);
  const headers: [string, string][] = [
    ['Content-Type', 'application/json'],
    ['Cache-Control', 'no-store'],
  ];
  headers.push(...cookies.map((cookie): [string, string] => ['Set-Cookie', cookie]));
  if (kind === 'bearer') headers.push(...challenge(status, code, scopes));
  return { status, headers, body: JSON.stringify({ error: { code, message, retryable } }) };
}

function statusOf({ code, kind, retryable }: AuthError): number {
  if (code === 'NotSignedIn' || code === 'TokenRefused') return 401;
  if (code === 'InvalidArgument') return 400;
  if (code === 'Internal') return 500;
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
function read(options: RequireUserOptions, names: readonly string[]) {
  const { groups, scopes } = checked(options, names);
  return { groups: listOf('groups', groups, options, NAME), scopes: listOf('scopes', scopes, options, SCOPE) };
}

/** As Amazon Cognito takes them: CreateGroup. */
const NAME = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u;
/** RFC 6749, appendix A.4. */
const SCOPE = /^[!#-[\]-~]+$/;

function listOf(name: string, given: string | readonly string[] | undefined, options: object, form: RegExp) {
  if (given === undefined) {
    // A variable that is not set must open no door.
    if (Object.hasOwn(options, name)) throw invalid(`\`${name}\` is undefined: leave it out to ask for none.`);
    return undefined;
  }
  const list = typeof given === 'string' ? [given] : given;
  const isGood =
    Array.isArray(list) && list.length > 0 && list.every((one) => typeof one === 'string' && form.test(one));
  if (!isGood) throw invalid(`\`${name}\` must be a name or a list of at least one name.`);
  return [...list] as readonly string[];
}

const invalid = (message: string): AuthError => new AuthError('InvalidArgument', message);
