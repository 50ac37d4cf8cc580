/**
 * What an authenticator must make: the DOM library's `PublicKeyCredentialCreationOptionsJSON`; without it,
 * {@link PasskeyCreationOptionsLike}.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#dictdef-publickeycredentialcreationoptionsjson}
 */
export type PasskeyCreationOptions = typeof globalThis extends {
  PublicKeyCredential: {
    /** The static method of that name. */
    parseCreationOptionsFromJSON(options: infer T): unknown;
  };
}
  ? T
  : PasskeyCreationOptionsLike;

/**
 * What an authenticator must prove: the DOM library's `PublicKeyCredentialRequestOptionsJSON`; without it,
 * {@link PasskeyRequestOptionsLike}.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#dictdef-publickeycredentialrequestoptionsjson}
 */
export type PasskeyRequestOptions = typeof globalThis extends {
  PublicKeyCredential: {
    /** The static method of that name. */
    parseRequestOptionsFromJSON(options: infer T): unknown;
  };
}
  ? T
  : PasskeyRequestOptionsLike;

/** A credential that the authenticator may know. */
export interface PasskeyDescriptor {
  /** In base64url. */
  id: string;
  type: string;
  transports?: string[];
}

/** The members of {@link PasskeyCreationOptions}. */
export interface PasskeyCreationOptionsLike {
  /** In base64url. */
  challenge: string;
  rp: { name: string; id?: string };
  /** `id` in base64url. */
  user: { id: string; name: string; displayName: string };
  /** The signature algorithms, by their COSE numbers, the favourite first. */
  pubKeyCredParams: { alg: number; type: 'public-key' }[];
  /** In milliseconds. */
  timeout?: number;
  /** What the person has registered already. */
  excludeCredentials?: PasskeyDescriptor[];
  authenticatorSelection?: {
    authenticatorAttachment?: 'platform' | 'cross-platform';
    requireResidentKey?: boolean;
    residentKey?: 'discouraged' | 'preferred' | 'required';
    userVerification?: 'discouraged' | 'preferred' | 'required';
  };
  attestation?: string;
  hints?: string[];
  extensions?: object;
}

/** The members of {@link PasskeyRequestOptions}. */
export interface PasskeyRequestOptionsLike {
  /** In base64url. */
  challenge: string;
  /** In milliseconds. */
  timeout?: number;
  rpId?: string;
  /** The passkeys that are accepted; any of the site when absent. */
  allowCredentials?: PasskeyDescriptor[];
  userVerification?: string;
  hints?: string[];
  extensions?: object;
}
