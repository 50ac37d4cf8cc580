// What the blocks of the documents take for granted.
import type * as all from 'cognito-identity-wasm';

declare global {
  const pool: all.Pool;
  const user: all.User;
  const storage: all.ICognitoStorage;
  const username: string;
  const password: string;
  const email: string;
  function ask(what: string): Promise<string>;
  function show(uri: string, secretCode: string): Promise<void>;
}
