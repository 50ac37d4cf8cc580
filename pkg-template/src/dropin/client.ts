// The one way to the service: an operation as a POST, and its answer as a callback.
import type { Client as Transport } from '../../types/dropin.js';
import { type Answer, deliver, type Failure, type Reply } from './callbacks.js';
import { classOf, type Methods } from './class.js';
import { deviations } from './settings.js';
import { getAmplifyUserAgent } from './user-agent.js';

const MAX_DELAY_MS = 5000;
/** Errors of the service that pass; those of the connection and of gateways show by their status. */
const PASSING =
  /^(?:NetworkError|TooManyRequestsException|ThrottlingException|InternalErrorException|InternalFailure|ServiceUnavailable(?:Exception)?)$/;

/** The HTTP status behind an error, 0 when no answer came. The errors themselves show what the incumbent's do. */
const statuses = /*#__PURE__*/ new WeakMap<object, number>();

function remember(error: unknown, status: number | undefined): void {
  if (typeof error === 'object' && error && status !== undefined) statuses.set(error, status);
}

/** Whether the same request can succeed later. */
function passes(error: Failure): boolean {
  const status = statuses.get(error) ?? error.statusCode;
  if (status !== undefined && (status === 0 || status === 429 || status >= 500)) return true;
  return PASSING.test(String(error.code));
}

/** What the service's refusal says; a body that says nothing gives its own error, or what the headers say. */
function refusal(response: Response, data: Answer): unknown {
  try {
    const code = (data.__type || data.code).split('#').pop();
    return named(new Error(data.message || data.Message || null), code);
  } catch (error) {
    return fromHeaders(response, error);
  }
}

function fromHeaders(response: Response, error: unknown): unknown {
  try {
    const type = response.headers?.get('x-amzn-errortype');
    if (!type) return error;
    const failure = new Error(response.status ? response.status.toString() : undefined) as Failure;
    const code = type.split(':')[0] as string;
    Object.assign(failure, { code, name: code });
    failure.statusCode = response.status;
    return failure;
  } catch {
    return error;
  }
}

function named(error: Error, code: string): Failure {
  return Object.assign(error, { name: code, code });
}

function failed(error: unknown): Failure {
  if (!(error instanceof TypeError)) return error as Failure;
  return Object.assign(new Error('Network error'), { code: 'NetworkError' });
}

/** A refusal as a promise gives it; named by its key, which no minifier renames. */
const CognitoError = /*#__PURE__*/ (() => {
  const named = {
    CognitoError: class extends Error {
      constructor({ message, code, name, statusCode }: Failure) {
        super(message);
        Object.assign(this, { code, name, statusCode });
      }
    },
  };
  return named.CognitoError;
})();

interface Fields extends Transport {
  endpoint: string;
  fetchOptions: { credentials?: RequestCredentials };
}

const methods: Methods<Fields> = {
  promisifyRequest(operation: string, params: object) {
    return new Promise((resolve, reject) => {
      this.request(operation, params, (error: Failure | null, data: unknown) => {
        if (!error) return resolve(data);
        return reject(new CognitoError(error));
      });
    });
  },
  requestWithRetry(operation: string, params: object, callback: Reply) {
    const attempt = (count: number): Promise<unknown> =>
      new Promise((resolve, reject) => {
        this.request(operation, params, (error: Failure | null, data: unknown) =>
          error ? reject(error) : resolve(data),
        );
      }).catch((error: Failure) => {
        const delay = 2 ** count * 100 + 100 * Math.random();
        if (delay > MAX_DELAY_MS || !passes(error)) throw error;
        return new Promise((done) => setTimeout(done, delay)).then(() => attempt(count + 1));
      });
    attempt(1).then(
      (data) => deliver(callback, null, data),
      (error) => deliver(callback, error),
    );
  },
  request(operation: string, params: object, callback: Reply) {
    const options = {
      ...this.fetchOptions,
      headers: {
        'Content-Type': 'application/x-amz-json-1.1',
        'X-Amz-Target': `AWSCognitoIdentityProviderService.${operation}`,
        'X-Amz-User-Agent': getAmplifyUserAgent(),
        'Cache-Control': 'no-store',
      },
      method: 'POST',
      mode: 'cors' as const,
      body: JSON.stringify(params),
    };
    let response: Response | undefined;
    // Looked up at each call, so that a page or a test may replace it.
    fetch(this.endpoint, options)
      .then(
        (reply) => {
          response = reply;
          return reply.json().catch(() => ({}));
        },
        (error) => {
          const failure = failed(error);
          remember(failure, 0);
          throw failure;
        },
      )
      .then(
        (data) => {
          if (response?.ok) return deliver(callback, null, data);
          const error = refusal(response as Response, data) as Failure;
          remember(error, response?.status);
          return deliver(callback, error);
        },
        (error) => {
          remember(error, response?.status);
          return deliver(callback, response ? (fromHeaders(response, error) as Failure) : error);
        },
      );
  },
};

/** The connection of a pool. */
export const Client = /*#__PURE__*/ classOf<typeof Transport, Fields>(
  'Client',
  function (region: string, endpoint?: string, fetchOptions?: { credentials?: RequestCredentials }) {
    const china = deviations() && /^cn-/.test(region) ? '.cn' : '';
    this.endpoint = endpoint || `https://cognito-idp.${region}.amazonaws.com${china}/`;
    const { credentials } = fetchOptions || {};
    this.fetchOptions = credentials ? { credentials } : {};
  },
  [methods],
);
export default Client;

/** Whether requests go out as this package sends them: an application may have put its own transport in place. */
export const isOurs = (client: object): boolean =>
  ['request', 'requestWithRetry'].every((name) => (client as typeof methods)[name] === methods[name]);
