// A program that has no typings of its platform: no DOM library, none of Node's.
import {
  type AbortSignalLike,
  isAuthError,
  type PasskeyCreationOptions,
  type PasskeyCreationOptionsLike,
  Pool,
  type ResponseLike,
  type Step,
  type StorageLike,
  type User,
  type WebAbortSignal,
  type WebResponse,
} from 'cognito-identity-wasm';
import { LocalCognito } from 'cognito-identity-wasm/local';
import { AuthProxy, TokenVerifier } from 'cognito-identity-wasm/server';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const sure = <T extends true>(_?: T): void => {};

sure<Equal<WebResponse, ResponseLike>>();
sure<Equal<WebAbortSignal, AbortSignalLike>>();
sure<Equal<PasskeyCreationOptions, PasskeyCreationOptionsLike>>();
// @ts-expect-error there are no typings of the platform
export type None = Response;

export async function everythingIsTypedAllTheSame(storage: StorageLike, signal: AbortSignalLike): Promise<void> {
  const local = new LocalCognito();
  const pool = new Pool({ userPoolId: 'eu-central-1_A', clientId: 'c', storage, fetch: local.fetch });
  const step = await pool.signIn({ username: 'mia', password: 'p', signal, timeoutMs: 5 });
  if (step.status !== 'signedIn') return;
  const reply = await step.user.fetch('https://api.example.com', { method: 'POST', body: new Uint8Array(1), signal });
  const body: unknown = await reply.json();
  if (reply.ok && reply.headers.has('etag')) console(body);
  // @ts-expect-error a status is a number
  reply.status.trim();
  // @ts-expect-error no signal
  await pool.load({ signal: 5 });
  // @ts-expect-error a URL is a string, or has one
  await step.session.fetch(5);
  await step.session.fetch({ href: 'https://api.example.com' });
}

export async function passkeysAreTyped(user: User, step: Step): Promise<string> {
  const { challenge, rp } = await user.passkeys.start();
  return step.status === 'webAuthn' ? step.credentialRequestOptions.challenge : challenge + rp.name;
}

export async function serversAreTyped(): Promise<string> {
  const proxy = new AuthProxy({ pools: [{ userPoolId: 'eu-central-1_A', clientId: 'c' }] });
  const { status } = await proxy.fetch('https://auth.example.com/health');
  const verifier = new TokenVerifier({ userPoolId: 'eu-central-1_A', clientId: 'c', tokenUse: 'id' });
  const { email } = await verifier.verify('token');
  return `${status} ${email}`;
}

declare function console(what: unknown): void;
export const failed = (error: unknown): boolean => isAuthError(error) && error.retryable;
