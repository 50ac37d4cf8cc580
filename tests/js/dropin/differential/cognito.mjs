// The service of the scripts: tokens and refusals. Its SRP server is `srp-server.mjs`.
import { EPOCH } from './epoch.mjs';

export { CLIENT, PASSWORD, POOL, PREFIX } from './names.mjs';
export { confirmDevice, deviceSrp, srp } from './srp-server.mjs';

const segment = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** An unsigned token: neither library looks at signatures. */
export const jwt = (claims) => `${segment({ alg: 'none' })}.${segment(claims)}.c2ln`;

/** An AuthenticationResult; `n` tells results apart. */
export function tokens({
  n = 1,
  iat = EPOCH / 1000,
  ttl = 3600,
  revocable = true,
  refresh = `refresh-${n}`,
  ...more
} = {}) {
  const times = { iat, exp: iat + ttl };
  return {
    AccessToken: jwt({ token_use: 'access', username: 'ada', n, ...(revocable && { origin_jti: 'o1' }), ...times }),
    ExpiresIn: ttl,
    IdToken: jwt({ token_use: 'id', 'cognito:username': 'ada', n, ...times }),
    ...(refresh !== null && { RefreshToken: refresh }),
    TokenType: 'Bearer',
    ...more,
  };
}

export const done = (result = tokens(), more = {}) => ({
  body: { AuthenticationResult: result, ChallengeParameters: {}, ...more },
});
export const challenge = (ChallengeName, ChallengeParameters = {}, more = {}) => ({
  body: { ChallengeName, ChallengeParameters, Session: `session-${ChallengeName}`, ...more },
});
export const newDevice = (n = 1) => ({ NewDeviceMetadata: { DeviceGroupKey: `group-${n}`, DeviceKey: `device-${n}` } });
export const refused = (name, message = `${name} was said`, status = 400) => ({
  status,
  body: { __type: `com.amazonaws.cognito#${name}`, message },
});

/** What can go wrong with one request, by name. */
export const failures = {
  'a service error': refused('CodeMismatchException', 'Invalid code provided, please request a code again.'),
  'a service error with Message': { status: 400, body: { __type: 'LimitExceededException', Message: 'Attempt limit' } },
  'a service error without a message': { status: 400, body: { __type: 'InternalErrorException' } },
  'an error named by `code`': { status: 400, body: { code: 'ns#FooException', message: 'foo' } },
  'an error named by its header': { status: 400, text: '', headers: { 'x-amzn-errortype': 'FooException:http://x' } },
  'a page of a proxy': { status: 503, text: '<html>' },
  'no network': { rejects: ({ TypeError: Failure }) => new Failure('fetch failed') },
  'a transport that fails otherwise': { rejects: ({ Error: Failure }) => new Failure('aborted') },
};
