// Triggers behind an address: the event is posted as JSON, and comes back as JSON, as AWS's Lambda runtimes invoke a function.
import type { TriggerEvent, TriggerHandlers, TriggerName } from '../../types/local.js';
import { AuthError } from '../errors.js';

/** What came of an invocation. */
export type Invoked = { event: unknown } | { error: string } | { failed: string };

/** Posts the event. A function that throws is answered with `errorMessage`, whatever the status. */
export async function invoke(address: string, event: TriggerEvent, signal: AbortSignal): Promise<Invoked> {
  // Without what may be a secret in it.
  const { origin, pathname } = new URL(address);
  const where = origin + pathname;
  let text: string;
  let status: number;
  let threw: boolean;
  try {
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(event),
      signal,
    };
    const reply = await fetch(address, { ...init, redirect: 'error' });
    ({ status } = reply);
    threw = reply.headers.has('x-amz-function-error');
    text = await reply.text();
  } catch (error) {
    const { message, cause } = error as Error & { cause?: { code?: unknown } };
    return { failed: `${where} cannot be reached: ${String(cause?.code ?? message)}` };
  }
  const answer = parsed(text);
  const message = answer?.errorMessage;
  if (answer && typeof message === 'string' && (threw || !('response' in answer))) return { error: message };
  if (status !== 200) return { failed: `${where} answered with the status ${status}` };
  if (answer === undefined) return { failed: `the answer of ${where} is not a JSON object` };
  return { event: answer };
}

function parsed(text: string): (Record<string, unknown> & { errorMessage?: unknown }) | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** The members of LambdaConfig that name a function in a member of their own. */
const NESTED: Readonly<Record<string, TriggerName>> = {
  PreTokenGenerationConfig: 'preTokenGeneration',
  CustomSMSSender: 'customSMSSender',
  CustomEmailSender: 'customEmailSender',
};

const PLAIN: Readonly<Record<string, TriggerName>> = {
  PreSignUp: 'preSignUp',
  CustomMessage: 'customMessage',
  PostConfirmation: 'postConfirmation',
  PreAuthentication: 'preAuthentication',
  PostAuthentication: 'postAuthentication',
  DefineAuthChallenge: 'defineAuthChallenge',
  CreateAuthChallenge: 'createAuthChallenge',
  VerifyAuthChallengeResponse: 'verifyAuthChallengeResponse',
  PreTokenGeneration: 'preTokenGeneration',
  UserMigration: 'userMigration',
};

/** A handler for each function of a pool's LambdaConfig, behind what serves them at `endpoint`. */
export function lambdaHandlers(endpoint: unknown, config: unknown, where: string): TriggerHandlers {
  if (typeof endpoint !== 'string' || !/^https?:\/\//.test(endpoint) || !URL.canParse(endpoint))
    throw new AuthError('InvalidArgument', `${where}.lambdaEndpoint must be an http or https address.`);
  const base = endpoint.replace(/\/+$/, '');
  const handlers: TriggerHandlers = {};
  for (const [member, value] of Object.entries((config ?? {}) as Record<string, unknown>)) {
    const nested = NESTED[member];
    const trigger = nested ?? PLAIN[member];
    const arn = nested ? (value as { LambdaArn?: unknown } | null)?.LambdaArn : value;
    if (trigger === undefined || typeof arn !== 'string') continue;
    handlers[trigger] = `${base}/2015-03-31/functions/${encodeURIComponent(functionName(arn))}/invocations`;
  }
  if (Object.keys(handlers).length === 0)
    throw new AuthError('InvalidArgument', `${where}.lambdaEndpoint needs functions in ${where}.pool.LambdaConfig.`);
  return handlers;
}

/** `arn:aws:lambda:region:account:function:name[:alias]`, or a name by itself. */
function functionName(arn: string): string {
  return /^arn:[^:]*:lambda:[^:]*:[^:]*:function:([^:]+)/.exec(arn)?.[1] ?? arn;
}
