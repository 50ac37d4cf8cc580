/** An error of the service, of the network, or of the program. */
export interface CognitoServiceError extends Error {
  /** AWS's exception name, `NetworkError`, `UnsupportedChallenge`, `UnexpectedAnswer`, or one of {@link AuthErrorCode}. */
  code: string;
  /** The HTTP status, where only the headers said what was wrong. */
  statusCode?: number;
}

/** The connection of a pool: applications replace `endpoint`, and send operations that have no method. */
export declare class Client {
  constructor(
    region: string,
    endpoint?: string,
    fetchOptions?: { credentials?: 'omit' | 'same-origin' | 'include' | undefined },
  );
  endpoint: string;
  fetchOptions: { credentials?: 'omit' | 'same-origin' | 'include' | undefined };
  /** Sends an operation. */
  // biome-ignore lint/suspicious/noExplicitAny: the answer of any operation
  request(operation: string, params: object, callback: (error: any, data?: any) => unknown): void;
  /** Sends an operation, again too while the service or the network fails. */
  // biome-ignore lint/suspicious/noExplicitAny: the answer of any operation
  requestWithRetry(operation: string, params: object, callback: (error: any, data?: any) => unknown): void;
  /** Sends an operation for a promise. */
  // biome-ignore lint/suspicious/noExplicitAny: the answer of any operation
  promisifyRequest(operation: string, params: object): Promise<any>;
}
