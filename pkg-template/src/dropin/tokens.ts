// The three tokens. Claims are read here, not in the engine: a stored session must be readable before and without it.
import type {
  CognitoAccessToken as Access,
  CognitoIdToken as Id,
  CognitoJwtToken as Jwt,
  CognitoRefreshToken as Refresh,
} from '../../types/dropin-tokens.js';
import { classOf, orNothing } from './class.js';
import { textFromBase64 } from './encoding.js';

/** A JSON Web Token whose claims are read, not checked: the service checks its signature. */
export const CognitoJwtToken = /*#__PURE__*/ classOf<typeof Jwt, Jwt>(
  'CognitoJwtToken',
  function (token: string) {
    this.jwtToken = token || '';
    this.payload = this.decodePayload();
  },
  [
    {
      getJwtToken() {
        return this.jwtToken;
      },
      getExpiration() {
        return this.payload['exp'];
      },
      getIssuedAt() {
        return this.payload['iat'];
      },
      decodePayload() {
        const payload = this.jwtToken.split('.')[1];
        try {
          return JSON.parse(textFromBase64(payload as string));
        } catch {
          return {};
        }
      },
    },
  ],
);

/** Who the person is. */
export const CognitoIdToken = /*#__PURE__*/ classOf<typeof Id, Id>(
  'CognitoIdToken',
  function (data?: { IdToken?: string }) {
    const { IdToken } = orNothing(data);
    CognitoJwtToken.call(this, IdToken || '');
  },
  [],
  CognitoJwtToken,
);

/** What the person may do. */
export const CognitoAccessToken = /*#__PURE__*/ classOf<typeof Access, Access>(
  'CognitoAccessToken',
  function (data?: { AccessToken?: string }) {
    const { AccessToken } = orNothing(data);
    CognitoJwtToken.call(this, AccessToken || '');
  },
  [],
  CognitoJwtToken,
);

/** What new tokens are asked for with; opaque. */
export const CognitoRefreshToken = /*#__PURE__*/ classOf<typeof Refresh, { token: string }>(
  'CognitoRefreshToken',
  function (data?: { RefreshToken?: string }) {
    const { RefreshToken } = orNothing(data);
    this.token = RefreshToken || '';
  },
  [
    {
      getToken() {
        return this.token;
      },
    },
  ],
);
