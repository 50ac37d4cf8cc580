import { CognitoUser, CognitoUserPool, CognitoUserSession, ICognitoStorage } from 'amazon-cognito-identity-js';

// Casts, intersections and interfaces for fields that the typings lack.
type Full = CognitoUser & {
  challengeParam: any;
  signInUserSession: { idToken: { jwtToken: string } };
  username: string;
};
interface Wide extends CognitoUser {
  username: string;
  Session: string;
  pool: any;
  signInUserSession: any;
  storage: Map<string, string>;
}
export const read = (user: CognitoUser): unknown[] => [(user as Full).username, (user as Wide).Session];
export class Named extends CognitoUser {
  username = 'x';
  Session = '';
  private client: any;
  private storage = new Map<string, string>();
  getUsername(): string {
    return this.username + this.storage.size + this.client;
  }
}
export class Place extends CognitoUserPool {
  private client: any;
  protected storage: ICognitoStorage | undefined;
  private getUserContextData(): number {
    return this.client ? 1 : 2;
  }
  public context = (): number => this.getUserContextData();
}
export class Kept extends CognitoUserSession {
  private clockDrift = 1;
  private calculateClockDrift(): string {
    return String(this.clockDrift);
  }
  public drift = (): string => this.calculateClockDrift();
}
