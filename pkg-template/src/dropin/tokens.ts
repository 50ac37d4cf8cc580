// The three tokens. Claims are read here, not in the engine: a stored session must be readable before and without it.
import type {
  CognitoAccessToken as Access,
  CognitoIdToken as Id,
  CognitoJwtToken as Jwt,
  CognitoRefreshToken as Refresh,
} from '../../types/dropin-tokens.js';
import { classOf } from './class.js';
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
  function ({ IdToken }: { IdToken?: string } = {}) {
    CognitoJwtToken.call(this, IdToken || '');
  },
  [],
  CognitoJwtToken,
);

/** What the person may do. */
export const CognitoAccessToken = /*#__PURE__*/ classOf<typeof Access, Access>(
  'CognitoAccessToken',
  function ({ AccessToken }: { AccessToken?: string } = {}) {
    CognitoJwtToken.call(this, AccessToken || '');
  },
  [],
  CognitoJwtToken,
);

/** What new tokens are asked for with; opaque. */
export const CognitoRefreshToken = /*#__PURE__*/ classOf<typeof Refresh, { token: string }>(
  'CognitoRefreshToken',
  function ({ RefreshToken }: { RefreshToken?: string } = {}) {
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
