// Runs the handlers that stand for a pool's Lambda functions.
import type { LocalPoolConfig, TriggerHandler, TriggerHandlers, TriggerName } from '../../types/local.js';
import { AuthError } from '../errors.js';
import type { Invocation } from './engine-types.js';

const NAMES: readonly TriggerName[] = [
  'preSignUp',
  'postConfirmation',
  'preAuthentication',
  'postAuthentication',
  'preTokenGeneration',
  'defineAuthChallenge',
  'createAuthChallenge',
  'verifyAuthChallengeResponse',
];

/** A pool's configuration as the engine reads it: names in place of functions. */
export function withNames(config: LocalPoolConfig, where: string): Record<string, unknown> {
  const { handlers, ...rest } = config;
  return handlers === undefined ? rest : { ...rest, triggers: Object.keys(checked(handlers, where)) };
}

/** The functions, when they are functions of triggers that exist. */
export function checked(handlers: unknown, where: string): TriggerHandlers {
  if (typeof handlers === 'string') {
    throw new AuthError(
      'InvalidArgument',
      `${where}.handlers is a path, which only the command line loads: import the module and give its functions.`,
    );
  }
  if (typeof handlers !== 'object' || handlers === null) {
    throw new AuthError('InvalidArgument', `${where}.handlers must be an object of functions.`);
  }
  for (const [name, handler] of Object.entries(handlers)) {
    if (!NAMES.includes(name as TriggerName)) {
      throw new AuthError(
        'InvalidArgument',
        `${where}.handlers.${name} is no trigger. There are: ${NAMES.join(', ')}.`,
      );
    }
    if (typeof handler !== 'function')
      throw new AuthError('InvalidArgument', `${where}.handlers.${name} must be a function.`);
  }
  return handlers as TriggerHandlers;
}

/** What the handler answers, as the engine reads it: `{ event }` or `{ error }`. */
export async function run(handler: TriggerHandler | undefined, { trigger, event }: Invocation): Promise<string> {
  try {
    const answer: unknown = await handler?.(event);
    // AWS refuses such an answer, too; to accept it would hide a bug until deployment.
    if (typeof answer !== 'object' || answer === null || !('response' in answer)) {
      return JSON.stringify({ error: `the handler ${trigger} must return the event` });
    }
    return JSON.stringify({ event: answer });
  } catch (error) {
    return JSON.stringify({ error: error instanceof Error ? error.message : String(error) });
  }
}
