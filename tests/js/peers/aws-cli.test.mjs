// PyPI's AWS CLI, as administrators use it, with the local Cognito.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startLocal } from '../local/server-process.mjs';
import { python, run } from './python.mjs';

let server;
let program;
before(async () => {
  [server, program] = await Promise.all([startLocal(), python(['awscli==1.42.50'], 'aws')]);
});
after(() => server?.stop());

const ENVIRONMENT = {
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
};

async function aws(command, ...more) {
  const args = ['--endpoint-url', server.endpoint, '--output', 'json', 'cognito-idp', ...command.split(' '), ...more];
  const printed = await run(program, args, { env: { ...process.env, ...ENVIRONMENT } });
  return printed === '' ? {} : JSON.parse(printed);
}

test('a pool, an app client and a user are made, listed and signed in', async () => {
  const { UserPool } = await aws('create-user-pool --pool-name cli --user-pool-tags team=blue');
  const pool = `--user-pool-id ${UserPool.Id}`;
  const flows = '--explicit-auth-flows ALLOW_ADMIN_USER_PASSWORD_AUTH ALLOW_REFRESH_TOKEN_AUTH';
  const login = '--callback-urls app://back --allowed-o-auth-flows code --allowed-o-auth-scopes openid';
  const { UserPoolClient } = await aws(`create-user-pool-client ${pool} --client-name cli ${flows} ${login}`);
  assert.deepEqual(UserPoolClient.CallbackURLs, ['app://back']);
  await aws(`create-user-pool-domain ${pool} --domain cli-people`);
  const { DomainDescription } = await aws('describe-user-pool-domain --domain cli-people');
  assert.equal(DomainDescription.UserPoolId, UserPool.Id);
  await aws(`admin-create-user ${pool} --username ada --user-attributes Name=email,Value=ada@example.com`);
  await aws(`admin-set-user-password ${pool} --username ada --password Correct-Horse-7 --permanent`);
  await aws(`create-group ${pool} --group-name team`);
  await aws(`admin-add-user-to-group ${pool} --username ada --group-name team`);
  const { Users } = await aws(`list-users ${pool} --filter`, 'email = "ada@example.com"');
  assert.deepEqual([Users[0].Username, Users[0].UserStatus], ['ada', 'CONFIRMED']);
  const parameters = 'USERNAME=ada,PASSWORD=Correct-Horse-7';
  const client = `--client-id ${UserPoolClient.ClientId}`;
  const flow = `--auth-flow ADMIN_USER_PASSWORD_AUTH --auth-parameters ${parameters}`;
  const { AuthenticationResult } = await aws(`admin-initiate-auth ${pool} ${client} ${flow}`);
  const { UserAttributes } = await aws(`get-user --access-token ${AuthenticationResult.AccessToken}`);
  assert.ok(UserAttributes.some(({ Name, Value }) => Name === 'email' && Value === 'ada@example.com'));
  const { Tags } = await aws(`list-tags-for-resource --resource-arn ${UserPool.Arn}`);
  assert.deepEqual(Tags, { team: 'blue' });
  await assert.rejects(aws(`admin-get-user ${pool} --username nobody`), /UserNotFoundException/);
});
