// The page's half of a passkey: what the service asks goes to the authenticator, and what it made comes back as JSON.
// Source: Web Authentication Level 3, sections 5.1 and 14.
import { fromBase64Url, toBase64Url } from '../base64url.js';
import { AuthError } from '../errors.js';
import type { Json } from './json.js';
import type { Whole } from './parts.js';

/** What a page is told, by the name of the DOMException. */
const REFUSALS: Record<string, readonly [code: string, message: string]> = {
  AbortError: ['Aborted', 'The call was stopped by its signal.'],
  ConstraintError: ['NotAvailable', 'This authenticator cannot do what the pool requires: try another one.'],
  InvalidStateError: ['PasskeyExists', 'This authenticator already has a passkey for the account.'],
  NotAllowedError: ['PasskeyNotAllowed', 'The person cancelled, or the time ran out: ask again when they click.'],
  NotSupportedError: ['NotAvailable', 'This authenticator supports none of the algorithms: try another one.'],
  SecurityError: ['PasskeyWrongSite', "The pool's relying party must be this page's domain, or one above it."],
  TimeoutError: ['PasskeyNotAllowed', 'The time ran out: ask again when the person clicks.'],
};

/** The members of a credential's response that are bytes, or give them. */
const BYTES = ['attestationObject', 'authenticatorData', 'clientDataJSON', 'signature', 'userHandle'];

const bytesOf = (text: unknown): Uint8Array<ArrayBuffer> => fromBase64Url(text as string);

/** The options as the authenticator takes them; by hand where the browser has no function for it (Chrome 114, Safari 16.4). */
function parsed(kind: 'Creation' | 'Request', options: Json): PublicKeyCredentialCreationOptions {
  const parse = (PublicKeyCredential as unknown as Record<string, unknown>)[`parse${kind}OptionsFromJSON`];
  if (typeof parse === 'function') return parse.call(PublicKeyCredential, options);
  const { user } = options as { user?: Json };
  const descriptors = (list: unknown): unknown =>
    (list as Json[] | undefined)?.map((one) => ({ ...one, id: bytesOf(one['id']) }));
  const { allowCredentials, challenge, excludeCredentials } = options;
  return {
    ...options,
    challenge: bytesOf(challenge),
    ...(user && { user: { ...user, id: bytesOf(user['id']) } }),
    ...(!!excludeCredentials && { excludeCredentials: descriptors(excludeCredentials) }),
    ...(!!allowCredentials && { allowCredentials: descriptors(allowCredentials) }),
  } as unknown as PublicKeyCredentialCreationOptions;
}

/** The credential as JSON, as its own `toJSON` writes it where there is one. */
function written(credential: PublicKeyCredential): Json {
  if (typeof credential.toJSON === 'function') return credential.toJSON() as unknown as Json;
  const { authenticatorAttachment, id, response, type } = credential as PublicKeyCredential & { response: Json };
  const fields = Object.fromEntries(
    BYTES.filter((name) => response[name]).map((name) => [
      name,
      toBase64Url(new Uint8Array(response[name] as ArrayBuffer)),
    ]),
  );
  const transports = (response as { getTransports?(): string[] }).getTransports?.();
  return {
    id,
    rawId: id,
    type,
    ...(authenticatorAttachment && { authenticatorAttachment }),
    response: { ...fields, ...(transports && { transports }) },
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

/** Has the authenticator make a passkey (`Creation`), or prove that it has one (`Request`). */
async function askAuthenticator(
  kind: 'Creation' | 'Request',
  options: Json,
  more: { readonly signal?: AbortSignal | undefined; readonly mediation?: string | undefined },
): Promise<Json> {
  const { credentials } = globalThis.navigator ?? {};
  if (typeof PublicKeyCredential !== 'function' || !credentials)
    throw new AuthError(
      'NotAvailable',
      'Passkeys need a browser that has them, and a page over https or on localhost.',
    );
  const { mediation, signal } = more;
  try {
    const publicKey = parsed(kind, options);
    const request = {
      publicKey,
      ...(signal && { signal }),
      ...(mediation && { mediation }),
    } as CredentialRequestOptions;
    const credential = await (kind === 'Creation'
      ? credentials.create(request as CredentialCreationOptions)
      : credentials.get(request));
    if (credential) return written(credential as PublicKeyCredential);
  } catch (cause) {
    // A signal may give any reason.
    const name = signal?.aborted ? 'AbortError' : (cause as Error | undefined)?.name;
    const [code, message] = REFUSALS[name ?? ''] ?? ['PasskeyFailed', 'The authenticator failed: see `cause`.'];
    throw new AuthError(code, message, { kind: code === 'Aborted' ? 'network' : 'caller', cause });
  }
  throw new AuthError('PasskeyFailed', 'The authenticator gave no passkey: ask again when the person clicks.');
}

interface Options {
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

/** Starts a registration, has the authenticator make a passkey, and completes it. */
export async function addPasskey(user: Whole, given?: Options): Promise<object> {
  const options = (await user.call('passkeys.start', given)) as Json;
  const credential = await askAuthenticator('Creation', options, { signal: given?.signal });
  await user.call('passkeys.complete', { ...given, credential });
  return Object.freeze({ id: credential['id'] });
}

/** Has the authenticator answer the challenge. With `mediation: 'conditional'` it waits until the person chooses in the form. */
export async function signInWithPasskey(
  step: { readonly credentialRequestOptions: Json; respond(answer: object): Promise<object> },
  given: Options & { readonly mediation?: string } = {},
): Promise<object> {
  const { mediation, ...options } = given;
  const asked = { mediation, signal: options.signal };
  const credential = await askAuthenticator('Request', step.credentialRequestOptions, asked);
  return step.respond({ ...options, credential });
}
