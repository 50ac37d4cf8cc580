import { CognitoUserPool } from 'amazon-cognito-identity-js';

declare module 'amazon-cognito-identity-js' {
  interface CognitoUserPool {
    client: {
      endpoint: string;
      request(operation: string, input: object, done: (error: any, data: any) => void): void;
    };
    storage: any;
    userPoolId: string;
    clientId: string;
  }
  interface ICognitoUserPoolData {
    fetchOptions?: { credentials?: string };
  }
  interface IAuthenticationDetailsData {
    AuthParameters?: Map<string, string>;
  }
}
export const endpoint = (pool: CognitoUserPool): string => pool.client.endpoint;
