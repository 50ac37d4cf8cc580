/**
 * The claims that Amazon Cognito puts into every token. Times are seconds since the epoch, as in the token.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc7519#section-4.1}
 */
export interface CommonClaims {
  readonly sub: string;
  readonly iss: string;
  readonly exp: number;
  readonly iat: number;
  readonly auth_time?: number;
  readonly jti?: string;
  readonly origin_jti?: string;
  readonly event_id?: string;
  readonly 'cognito:groups'?: readonly string[];
  /** The authentication level that the sign-in reached, such as `urn:cognito:loa:2`. */
  readonly acr?: string;
  /** How the person authenticated, such as `pwd`, `otp` and `mfa`. */
  readonly amr?: readonly string[];
  readonly [claim: string]: unknown;
}

/**
 * The claims of an ID token: who the person is.
 *
 * @see {@link https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html}
 */
export interface IdTokenClaims extends CommonClaims {
  readonly token_use: 'id';
  readonly aud: string;
  readonly 'cognito:username': string;
  readonly 'cognito:roles'?: readonly string[];
  readonly 'cognito:preferred_role'?: string;
  readonly email?: string;
  readonly email_verified?: boolean;
  readonly phone_number?: string;
  readonly phone_number_verified?: boolean;
  readonly name?: string;
  readonly given_name?: string;
  readonly family_name?: string;
  readonly preferred_username?: string;
  readonly locale?: string;
  readonly picture?: string;
}

/**
 * The claims of an access token: what the person may do.
 *
 * @see {@link https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html}
 */
export interface AccessTokenClaims extends CommonClaims {
  readonly token_use: 'access';
  readonly client_id: string;
  readonly username: string;
  readonly scope?: string;
  readonly device_key?: string;
  readonly version?: number;
}

/**
 * A decoded token. Frozen, and made once: the same object for as long as the session lives.
 *
 * Decoded is not verified: a server checks the signature before it believes a claim.
 */
export interface Token<Claims, Jwt extends string | undefined = string> {
  /** The token as it travels; `undefined` where an auth proxy keeps it. */
  readonly jwt: Jwt;
  /** What it says. */
  readonly claims: Claims;
  /** When it ends, in milliseconds since the epoch. */
  readonly expiresAt: number;
  /** When it was made, in milliseconds since the epoch. */
  readonly issuedAt: number;
}

/** A decoded ID token. */
export type IdToken<Jwt extends string | undefined = string> = Token<IdTokenClaims, Jwt>;
/** A decoded access token. */
export type AccessToken<Jwt extends string | undefined = string> = Token<AccessTokenClaims, Jwt>;
