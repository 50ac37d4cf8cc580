// The typings that people read say the same of a configuration as the types in Rust, which `engine-types.ts` is written from: member by
// member, with what is optional.
import type { AuthProxyConfig, TokenVerifierOptions } from 'cognito-identity-wasm/server';
import type { Config, Options } from '../../pkg-template/src/server/engine-types.js';

/** Without what only TypeScript tells apart: `undefined` beside an optional member, `readonly`. */
type Bare<T> = T extends readonly (infer Item)[]
  ? Bare<Item>[]
  : T extends object
    ? { -readonly [Name in keyof T]: Bare<Exclude<T[Name], undefined>> }
    : T;
type Same<One, Other> =
  (<T>() => T extends Bare<One> ? 1 : 2) extends <T>() => T extends Bare<Other> ? 1 : 2 ? true : false;
type Plain<T> = Omit<T, 'jwks' | 'denyList' | 'check' | 'fetch'>;

export const configuration: Same<AuthProxyConfig, Config> = true;
export const options: Same<Plain<TokenVerifierOptions>, Plain<Options>> = true;
// What is compared would be found to differ.
export const other: Same<AuthProxyConfig, Omit<Config, 'sessions'>> = false;
export const required: Same<AuthProxyConfig, Config & { custody: 'token' }> = false;
