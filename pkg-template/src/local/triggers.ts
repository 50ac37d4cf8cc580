// Runs the handlers that stand for a pool's Lambda functions: functions, or addresses that answer like one.
import type { LocalPoolConfig, TriggerHandler, TriggerHandlers, TriggerName } from '../../types/local.js';
import { AuthError } from '../errors.js';
import type { Invocation } from './engine-types.js';
import { type Invoked, invoke, lambdaHandlers } from './lambda.js';
import { didYouMean } from './nearest.js';

/** The triggers that a handler can answer. */
export const TRIGGERS: readonly TriggerName[] = [
  'preSignUp',
  'postConfirmation',
  'preAuthentication',
  'postAuthentication',
  'preTokenGeneration',
  'defineAuthChallenge',
  'createAuthChallenge',
  'verifyAuthChallengeResponse',
  'userMigration',
  'customMessage',
  'customSMSSender',
  'customEmailSender',
];

/** The service's limit. */
const TIMEOUT_MS = 5000;

/** What answers the triggers of one pool, and in which time. */
export interface PoolHandlers {
  handlers: TriggerHandlers;
  timeoutMs: number;
}

/** A pool's configuration as the engine reads it: its handlers reduced to their names. */
export function withNames(config: LocalPoolConfig, where: string): Record<string, unknown> {
  const { handlers: _1, lambdaEndpoint: _2, handlerTimeoutMs: _3, ...rest } = config;
  const found = handlersOf(config, where);
  return found ? { ...rest, triggers: Object.keys(found.handlers) } : rest;
}

/** What answers a pool's triggers; handlers go before the functions of its LambdaConfig. */
export function handlersOf(config: LocalPoolConfig, where: string): PoolHandlers | undefined {
  const { handlers, lambdaEndpoint, handlerTimeoutMs: timeoutMs = TIMEOUT_MS, pool } = config;
  if (typeof timeoutMs !== 'number' || !(timeoutMs > 0))
    throw new AuthError('InvalidArgument', `${where}.handlerTimeoutMs must be a number of milliseconds.`);
  if (handlers === undefined && lambdaEndpoint === undefined) return undefined;
  const named = lambdaEndpoint === undefined ? {} : lambdaHandlers(lambdaEndpoint, pool?.LambdaConfig, where);
  return { handlers: { ...named, ...(handlers === undefined ? {} : checked(handlers, where)) }, timeoutMs };
}

/** The handlers, when they are those of triggers that exist. */
function checked(handlers: unknown, where: string): TriggerHandlers {
  if (typeof handlers === 'string') {
    throw new AuthError(
      'InvalidArgument',
      `${where}.handlers is a path, which only the command line can load: import the module and pass its functions.`,
    );
  }
  if (typeof handlers !== 'object' || handlers === null) {
    throw new AuthError('InvalidArgument', `${where}.handlers must be an object of functions or addresses.`);
  }
  for (const [name, handler] of Object.entries(handlers)) {
    if (!TRIGGERS.includes(name as TriggerName)) {
      throw new AuthError(
        'InvalidArgument',
        `${where}.handlers.${name} is not a trigger.${didYouMean(name, TRIGGERS)} Triggers: ${TRIGGERS.join(', ')}.`,
      );
    }
    if (typeof handler !== 'function' && !isAddress(handler))
      throw new AuthError('InvalidArgument', `${where}.handlers.${name} must be a function or an http address.`);
  }
  return handlers as TriggerHandlers;
}

function isAddress(handler: unknown): boolean {
  return typeof handler === 'string' && /^https?:\/\//.test(handler) && URL.canParse(handler);
}

/** What the handler answers, as the engine reads it: `{ event }`, `{ error }` where it refuses, `{ failed }` where it gives no answer. */
export async function run(found: PoolHandlers | undefined, { trigger, event }: Invocation): Promise<string> {
  const handler = found?.handlers[trigger];
  const stop = new AbortController();
  const timeoutMs = found?.timeoutMs ?? TIMEOUT_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<{ failed: string }>((resolve) => {
    timer = setTimeout(() => resolve({ failed: `no answer within ${timeoutMs / 1000} seconds` }), timeoutMs);
  });
  const asked = typeof handler === 'string' ? invoke(handler, event, stop.signal) : call(handler, event);
  const answer = await Promise.race([asked, late]);
  clearTimeout(timer);
  stop.abort();
  try {
    return JSON.stringify(answer);
  } catch (error) {
    // An event that JSON cannot hold.
    return JSON.stringify({ error: messageOf(error) });
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function call(handler: TriggerHandler | undefined, event: Invocation['event']): Promise<Invoked> {
  try {
    return { event: await handler?.(event) };
  } catch (error) {
    return { error: messageOf(error) };
  }
}
