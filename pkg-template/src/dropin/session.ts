import type { ICognitoUserSessionData, CognitoUserSession as Session } from '../../types/dropin.js';
import { classOf, orNothing } from './class.js';

// biome-ignore lint/complexity/useDateNow: tests replace the constructor, as the incumbent calls it
const seconds = (): number => Math.floor(new Date().getTime() / 1000);

type Fields = Required<Session> & {
  idToken: ICognitoUserSessionData['IdToken'];
  refreshToken: ICognitoUserSessionData['RefreshToken'];
  accessToken: ICognitoUserSessionData['AccessToken'];
  clockDrift: number;
};

/** The three tokens of a person who is signed in, and how far this clock is off the service's, in seconds. */
export const CognitoUserSession = /*#__PURE__*/ classOf<typeof Session, Fields>(
  'CognitoUserSession',
  function (data?: Partial<ICognitoUserSessionData>) {
    const { IdToken, RefreshToken, AccessToken, ClockDrift } = orNothing(data);
    if (AccessToken == null || IdToken == null) {
      throw new Error('Id token and Access Token must be present.');
    }
    this.idToken = IdToken;
    this.refreshToken = RefreshToken;
    this.accessToken = AccessToken;
    this.clockDrift = ClockDrift === undefined ? this.calculateClockDrift() : ClockDrift;
  },
  [
    {
      getIdToken() {
        return this.idToken;
      },
      getRefreshToken() {
        return this.refreshToken;
      },
      getAccessToken() {
        return this.accessToken;
      },
      getClockDrift() {
        return this.clockDrift;
      },
      calculateClockDrift() {
        const now = seconds();
        return now - Math.min(this.accessToken.getIssuedAt(), this.idToken.getIssuedAt());
      },
      isValid() {
        const adjusted = seconds() - this.clockDrift;
        return adjusted < this.accessToken.getExpiration() && adjusted < this.idToken.getExpiration();
      },
    },
  ],
);
