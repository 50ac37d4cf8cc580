// A passkey: the browser's authenticator makes it, the pool keeps its public half.
import { isAuthError, type Passkey, type User } from 'cognito-identity-wasm';

/** The person's passkeys; nothing where they are not on offer. Whether a pool takes new ones shows when one is added. */
export async function passkeysOf(user: User): Promise<readonly Passkey[] | undefined> {
  try {
    return (await user.passkeys.list({ limit: 20 })).passkeys;
  } catch (error) {
    if (isAuthError(error) && error.code === 'OperationNotEnabledException') return undefined;
    throw error;
  }
}

export async function addPasskey(user: User): Promise<void> {
  if (typeof PublicKeyCredential === 'undefined' || !('parseCreationOptionsFromJSON' in PublicKeyCredential)) {
    throw new Error('This browser cannot read the pool’s request for a passkey.');
  }
  const json = (await user.passkeys.start()) as unknown as PublicKeyCredentialCreationOptionsJSON;
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(json);
  const credential = await navigator.credentials.create({ publicKey });
  if (!credential) throw new Error('The browser made no passkey.');
  await user.passkeys.complete({ credential });
}

export function passkeyName({ name, attachment, createdAt }: Passkey): string {
  const where = attachment === 'cross-platform' ? 'on a key that you carry' : 'on a device of yours';
  const when = createdAt ? `, since ${new Date(createdAt).toLocaleDateString()}` : '';
  return `${name ?? 'Passkey'} ${where}${when}`;
}
