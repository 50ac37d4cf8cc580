// `cognito-identity-wasm local` in the runtimes beside Node: it answers, keeps connections, and ends in order.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { must, startLocal } from '../js/local/server-process.mjs';
import { RUNTIMES } from './others.mjs';

for (const [name, program] of Object.entries(RUNTIMES)) {
  test(`${name} runs the local Cognito and ends it in order`, async (t) => {
    const local = await startLocal([], program);
    t.after(() => local.child.kill('SIGKILL'));
    const reply = await fetch(`${local.endpoint}_local/outbox?username=ada`);
    assert.deepEqual([reply.status, reply.headers.get('keep-alive'), await reply.json()], [200, 'timeout=75', []]);
    await must(local.endpoint, 'DescribeUserPool', { UserPoolId: local.userPoolId });
    const { code, stderr } = await local.stop();
    assert.deepEqual([code, stderr], [0, '']);
  });
}
