// What the modules of CognitoUser share: its shape, and what each of them does.
import type { CognitoUserPool, CognitoUserSession, CognitoUser as Typed } from '../../../types/dropin.js';
import { type Answer, type Callbacks, handler, type NodeCallback, tell, tellNode } from '../callbacks.js';

type Method = (...args: never[]) => unknown;
type MethodsOf<T> = { [Name in keyof T]-?: NonNullable<T[Name]> extends Method ? Name : never }[keyof T];
/** The methods that the incumbent calls private. */
type Hidden =
  | 'authenticateUserDefaultAuth'
  | 'authenticateUserPlainUsernamePassword'
  | 'authenticateUserInternal'
  | 'getDeviceResponse'
  | 'createGetUserRequest'
  | 'refreshSessionIfPossible'
  | 'isFetchUserDataAndTokenRequired'
  | 'isSessionRevocable'
  | 'revokeToken';

/** A user as its own methods see it: every field there, callbacks of any shape, because they are the application's. */
export type User = Omit<Required<Typed>, MethodsOf<Typed> | 'pool'> & { pool: Required<CognitoUserPool> } & Record<
    MethodsOf<Typed> | Hidden,
    (...args: Answer[]) => Answer
  >;

export const keyPrefix = (user: User): string => `CognitoIdentityServiceProvider.${user.pool.getClientId()}`;

/** The session of a user who is known to be signed in. */
export const sessionOf = (user: User): Required<CognitoUserSession> =>
  user.signInUserSession as Required<CognitoUserSession>;

export const accessToken = (user: User): string => sessionOf(user).getAccessToken().getJwtToken();

export const isAuthenticated = (user: User): boolean => Boolean(user.signInUserSession?.isValid());

export const NOT_AUTHENTICATED = 'User is not authenticated';
export const NOTHING_STORED = 'Local storage is missing an ID Token, Please authenticate';

/** Adds what advanced security collected; asked twice, as apps that count it see. */
export function withContext(user: User, input: Answer): Answer {
  if (user.getUserContextData()) input.UserContextData = user.getUserContextData();
  return input;
}

/** Where the outcome of a request goes. */
export interface Outcome {
  fail(error: Answer): unknown;
  done(data: Answer): unknown;
}

/** Sends a request and gives its outcome away. */
export function send(user: User, operation: string, input: object, { fail, done }: Outcome): undefined {
  user.client.request(
    operation,
    input,
    handler((error, data) => (error ? fail(error) : done(data))),
  );
}

/** Sends a request of the signed-in person. */
export function sendSigned(user: User, operation: string, input: (token: string) => object, outcome: Outcome): unknown {
  if (!isAuthenticated(user)) return outcome.fail(new Error(NOT_AUTHENTICATED));
  return send(user, operation, input(accessToken(user)), outcome);
}

/** The outcome of a request as `(error, result)`; the result is SUCCESS unless the answer says more. */
export function node(callback: NodeCallback, result: (data: Answer) => unknown = () => 'SUCCESS'): Outcome {
  return {
    fail: (error) => tellNode(callback, error, null),
    done: (data) => tellNode(callback, null, result(data)),
  };
}

/** The outcome of a request as onFailure or onSuccess. */
export function object(callback: Callbacks, result: (data: Answer) => unknown = () => 'SUCCESS'): Outcome {
  return {
    fail: (error) => tell(callback, 'onFailure', error),
    done: (data) => tell(callback, 'onSuccess', result(data)),
  };
}
