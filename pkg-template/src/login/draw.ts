// What a transaction draws: its state, the nonce, and the verifier with its digest.

import { toBase64Url } from '../base64url.js';
import { digest } from './digest.js';
import { draw } from './random.js';

export interface Drawn {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly code_challenge: string;
}

/** `mark` stands in front of a popup's state. */
export async function drawAll(mark: string): Promise<Drawn> {
  const verifier = draw();
  const code_challenge = toBase64Url(await digest(Uint8Array.from(verifier, (char) => char.charCodeAt(0))));
  return { state: mark + draw(), nonce: draw(), verifier, code_challenge };
}
