/** A JSON Web Token whose claims are read; nobody checks its signature here. */
export declare class CognitoJwtToken {
  constructor(token: string);
  jwtToken: string;
  // biome-ignore lint/suspicious/noExplicitAny: claims can be anything
  payload: { [claim: string]: any };
  /** The token as it is sent. */
  getJwtToken(): string;
  /** When it ends, in seconds since the epoch. */
  getExpiration(): number;
  /** When it was issued, in seconds since the epoch. */
  getIssuedAt(): number;
  /** The claims, read anew; none when the token cannot be read. */
  // biome-ignore lint/suspicious/noExplicitAny: claims can be anything
  decodePayload(): { [claim: string]: any };
}

/** Who the person is. */
export declare class CognitoIdToken {
  /** Reads the claims; what is no token has none. */
  constructor();
  /** Takes the token as the service gave it. */
  constructor({ IdToken }: { IdToken: string });
  // biome-ignore lint/suspicious/noExplicitAny: claims can be anything
  payload: { [claim: string]: any };
  /** The token as it is sent. */
  getJwtToken(): string;
  /** When it ends, in seconds since the epoch. */
  getExpiration(): number;
  /** When it was issued, in seconds since the epoch. */
  getIssuedAt(): number;
  /** The claims, read anew; none when the token cannot be read. */
  // biome-ignore lint/suspicious/noExplicitAny: claims can be anything
  decodePayload(): { [claim: string]: any };
}

/** What the person may do. */
export declare class CognitoAccessToken {
  /** Reads the claims; what is no token has none. */
  constructor();
  /** Takes the token as the service gave it. */
  constructor({ AccessToken }: { AccessToken: string });
  // biome-ignore lint/suspicious/noExplicitAny: claims can be anything
  payload: { [claim: string]: any };
  /** The token as it is sent. */
  getJwtToken(): string;
  /** When it ends, in seconds since the epoch. */
  getExpiration(): number;
  /** When it was issued, in seconds since the epoch. */
  getIssuedAt(): number;
  /** The claims, read anew; none when the token cannot be read. */
  // biome-ignore lint/suspicious/noExplicitAny: claims can be anything
  decodePayload(): { [claim: string]: any };
}

/** What new tokens are asked for with; opaque. */
export declare class CognitoRefreshToken {
  /** Without a token it is empty. */
  constructor();
  /** Takes the token as the service gave it. */
  constructor({ RefreshToken }: { RefreshToken: string });
  /** The token as it is sent. */
  getToken(): string;
}

/** What a session is made of. */
export interface ICognitoUserSessionData {
  IdToken: CognitoIdToken;
  AccessToken: CognitoAccessToken;
  RefreshToken?: CognitoRefreshToken;
}

/** The three tokens of a person who is signed in. */
export declare class CognitoUserSession {
  /** @throws {Error} without an ID token or an access token. */
  constructor(data: ICognitoUserSessionData);
  /** Who the person is. */
  getIdToken(): CognitoIdToken;
  /** What new tokens are asked for with. */
  getRefreshToken(): CognitoRefreshToken;
  /** What the person may do. */
  getAccessToken(): CognitoAccessToken;
  /** Whether ID and access token are still good by this clock, its drift taken off. */
  isValid(): boolean;
}
