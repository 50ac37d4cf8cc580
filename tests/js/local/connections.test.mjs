// The connections of `cognito-identity-wasm local`.
import { connectionTests } from '../connections.mjs';
import { startLocal } from './server-process.mjs';

connectionTests(async (t) => {
  const local = await startLocal();
  t.after(() => local.child.kill('SIGKILL') && local.ended);
  return {
    ...local,
    url: `${local.endpoint}_local/outbox?username=ada`,
    slowDown: () => local.faults({ latencyMs: 400 }),
    slow: {
      url: local.endpoint,
      method: 'POST',
      headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.DescribeUserPool' },
      body: JSON.stringify({ UserPoolId: local.userPoolId }),
    },
  };
});
