// Programs for the builds without WebAssembly; nothing here runs.
import { type AsyncStorageLike, type CognitoUserPool, Pool, type User } from 'cognito-identity-wasm/no-wasm';

export async function aStorageMayAnswerLater(storage: AsyncStorageLike): Promise<User | null> {
  const pool: Pool = new Pool({ userPoolId: 'eu-central-1_A', clientId: 'c', storage });
  const kept = new Pool({ proxy: 'https://x.example/auth', custody: 'cookie', storage });
  const nothing: undefined = (await kept.load()) ? (await kept.currentUser()?.session())?.accessToken.jwt : undefined;
  // @ts-expect-error it holds texts
  new Pool({ userPoolId: 'eu-central-1_A', clientId: 'c', storage: { ...storage, getItem: async () => 7 } });
  // @ts-expect-error the client id is missing
  new Pool({ userPoolId: 'eu-central-1_A', storage });
  return nothing ?? pool.load();
}

export function storagesThatAnswerAtOnceAreTakenToo(storage: Storage): Pool[] {
  return [
    new Pool({ userPoolId: 'eu-central-1_A', clientId: 'c', storage }),
    new Pool({ userPoolId: 'eu-central-1_A', clientId: 'c', storage: 'memory' }),
  ];
}

export const theDropInIsThere = (pool: CognitoUserPool): string => pool.getUserPoolName();
