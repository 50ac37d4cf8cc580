// What an error means to the person in front of the page.
import { isAuthError } from 'cognito-identity-wasm';

export interface Message {
  title: string;
  advice?: string;
  /** For whoever looks into it: the stable code, and the request id. */
  details?: string;
}

/** By code; where the service's own sentence says more, `title` is left to it. */
const KNOWN: Record<string, Partial<Message>> = {
  AccessDenied: { title: 'You did not sign in there.' },
  CodeMismatchException: {
    title: 'That code is not right.',
    advice: 'Look at the newest message again, or have another code sent.',
  },
  EnableSoftwareTokenMFAException: {
    title: 'That code is not right.',
    advice: 'Type the six digits that the authenticator shows now.',
  },
  ExpiredCodeException: { title: 'That code has ended.', advice: 'Have another one sent.' },
  UserNotConfirmedException: {
    title: 'This account is not confirmed yet.',
    advice: 'Confirm it with the code that was sent.',
  },
  PasswordResetRequiredException: {
    title: 'The password has to be reset first.',
    advice: 'Use “Forgot your password?”.',
  },
  UsernameExistsException: { title: 'That name is taken.', advice: 'Choose another one, or sign in.' },
  UserNotFoundException: { title: 'There is no such account.' },
  LimitExceededException: { title: 'That was tried too often.', advice: 'Wait a while before the next attempt.' },
  TooManyRequestsException: { title: 'The service is busy.', advice: 'Try again in a moment.' },
  TooManyFailedAttemptsException: {
    title: 'That was tried too often.',
    advice: 'Wait a while before the next attempt.',
  },
  NetworkError: {
    title: 'The service cannot be reached.',
    advice: 'Check the connection and the endpoint in the settings.',
  },
  Timeout: { title: 'The service took too long to answer.', advice: 'Try again.' },
  NotSignedIn: { title: 'Your session has ended.', advice: 'Sign in again.' },
  EngineUnavailable: { advice: 'This page needs a browser with WebAssembly.' },
  WebAuthnNotEnabledException: { title: 'This pool does not offer passkeys.' },
};

export function messageOf(error: unknown): Message {
  if (isAuthError(error)) {
    const known = KNOWN[error.code] ?? {};
    const details = error.requestId ? `${error.code} · request ${error.requestId}` : error.code;
    const advice =
      error.message === 'Incorrect username or password.' ? { advice: 'Check both, or reset the password.' } : {};
    return { title: error.message, ...advice, ...known, details };
  }
  if (error instanceof DOMException && error.name === 'NotAllowedError') {
    return { title: 'No passkey was used.', advice: 'It was cancelled, or took too long.' };
  }
  return { title: error instanceof Error ? error.message : 'Something went wrong.' };
}
