/**
 * For servers: the auth proxy, which stands between apps and a user pool, and the verifier of tokens.
 *
 * @example
 * ```ts
 * import { AuthProxy } from 'cognito-identity-wasm/server';
 *
 * const proxy = new AuthProxy({
 *   pools: [{ userPoolId: 'eu-central-1_AbCdEf123', clientId: 'abc', clientSecrets: ['the app client’s secret'] }],
 *   custody: 'cookie',
 *   keys: [{ id: '2026-11', secret: 'base64url of 32 random bytes' }],
 *   origins: ['https://app.example.com'],
 * });
 * export default { fetch: (request: Request) => proxy.fetch(request) };
 * ```
 * @module
 */

export type { AuditEntry, AuthProxyOptions, LogRecord, ProxyCheck, ProxySession } from './auth-proxy.js';
export { AuthProxy, toNodeHandler } from './auth-proxy.js';
export type { DenialBefore, DenyList, TokenHolder } from './deny-list.js';
export { MemoryDenyList } from './deny-list.js';
export type { AuthErrorCode, AuthErrorDetails, AuthErrorJson, AuthErrorKind } from './errors.js';
export { AuthError, isAuthError } from './errors.js';
export type {
  AuthProxyConfig,
  ProxyLimits,
  ProxyLogin,
  ProxyPool,
  Rate,
  RateLimitOptions,
  RedisStore,
} from './proxy-config.js';
export type {
  HonoLike,
  ProxyRequest,
  ProxyRequireUserOptions,
  RequireUser,
  RequireUserOptions,
  SignedInUser,
  VerifiedUser,
} from './require-user.js';
export type { JsonWebKeySet, TokenUse, TokenVerifierOptions, VerifiedClaims } from './token-verifier.js';
export { TokenVerifier } from './token-verifier.js';
export type { AccessTokenClaims, CommonClaims, IdTokenClaims } from './tokens.js';
