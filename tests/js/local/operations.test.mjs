// Every operation that AWS's SDK knows is answered, or is said to exist at AWS alone: nobody is told that a name is wrong that is right.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as sdk from '@aws-sdk/client-cognito-identity-provider';
import { packageFile } from './server-process.mjs';

const { LocalCognito } = await import(packageFile('dist/local.node.mjs'));

test('each operation of the SDK is known', async (t) => {
  const local = new LocalCognito();
  const names = Object.keys(sdk).filter((name) => /^[A-Z].*Command$/.test(name));
  assert.ok(names.length > 130, `${names.length} commands`);
  const unsupported = [];
  for (const command of names) {
    const operation = command.slice(0, -'Command'.length);
    const headers = {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
    };
    const reply = await local.fetch('http://local/', { method: 'POST', headers, body: '{}' });
    const { __type, message } = await reply.json();
    assert.notEqual(__type, 'UnknownOperationException', operation);
    if (__type !== 'UnsupportedOperationException') continue;
    assert.match(message, /\blocal Cognito\b/i, operation);
    unsupported.push(operation);
  }
  t.diagnostic(`${names.length - unsupported.length} of ${names.length} are answered`);
  const headers = { 'x-amz-target': 'AWSCognitoIdentityProviderService.SignUpp' };
  const reply = await local.fetch('http://local/', { method: 'POST', headers, body: '{}' });
  assert.equal((await reply.json()).__type, 'UnknownOperationException');
});
