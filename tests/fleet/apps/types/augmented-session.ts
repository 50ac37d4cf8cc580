import { CognitoUserSession } from 'amazon-cognito-identity-js';

declare module 'amazon-cognito-identity-js' {
  interface CognitoUserSession {
    accessToken: { jwtToken: string; payload: { [claim: string]: any } };
    idToken: { jwtToken: string; payload: { sub: string } };
    refreshToken: { token: string };
    clockDrift: number;
  }
}
export const token = (session: CognitoUserSession): string => session.accessToken.jwtToken;
