import * as library from 'cognito-identity-wasm';
import * as local from 'cognito-identity-wasm/local';
import { expect, test, vi } from 'vitest';
import { journey } from './journey.cjs';

test('the journey', async () => {
  const outcome = await journey({ library, local, timers: vi });
  expect(outcome).toBeTruthy();
  console.log(JSON.stringify(outcome));
});
