import {
  AuthenticationDetails,
  CognitoRefreshToken,
  CognitoUser,
  CognitoUserSession,
  GetSessionOptions,
  IAuthenticationCallback,
  NodeCallback,
} from 'amazon-cognito-identity-js';

export class Mine extends CognitoUser {
  getSession(
    callback: ((error: Error, session: null) => void) | ((error: null, session: CognitoUserSession) => void),
    options?: GetSessionOptions,
  ): void {
    super.getSession(callback, options);
  }
  authenticateUser(details: AuthenticationDetails, callbacks: IAuthenticationCallback): void {
    super.authenticateUser(details, callbacks);
  }
  changePassword(before: string, after: string, callback: (error?: Error, result?: 'SUCCESS') => void): void {
    super.changePassword(before, after, callback);
  }
  globalSignOut(callbacks: { onSuccess: (message: string) => void; onFailure: (error: Error) => void }): void {
    super.globalSignOut(callbacks);
  }
  refreshSession(token: CognitoRefreshToken, callback: NodeCallback<any, any>): void {
    super.refreshSession(token, callback);
  }
  deleteUser(callback: NodeCallback<Error, string>): void {
    super.deleteUser(callback);
  }
  getDevice(callbacks: { onSuccess: (success: string) => void; onFailure: (error: Error) => void }): any {
    return super.getDevice(callbacks);
  }
}
export const signIn = (user: CognitoUser, details: AuthenticationDetails): Promise<CognitoUserSession> =>
  new Promise((onSuccess, onFailure) => user.authenticateUser(details, { onSuccess, onFailure }));
export const session = (user: CognitoUser): Promise<CognitoUserSession | null> =>
  new Promise((resolve, reject) =>
    user.getSession((error: Error | null, found: CognitoUserSession | null) =>
      error ? reject(error) : resolve(found),
    ),
  );
