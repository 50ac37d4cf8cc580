// What is drawn, from the platform's CSPRNG and never from anything else.
import { toBase64Url } from '../base64url.js';
import { AuthError } from '../errors.js';

/** 32 random bytes. */
export function draw(): string {
  const bytes = new Uint8Array(32);
  try {
    crypto.getRandomValues(bytes);
  } catch (cause) {
    throw new AuthError('EngineUnavailable', 'crypto.getRandomValues is not available here.', {
      kind: 'internal',
      cause,
    });
  }
  return toBase64Url(bytes);
}
