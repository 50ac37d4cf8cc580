// A remembered device whose entries in the storage were lost or altered: the right password signs in all the same. And answers without a challenge.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { packageFile } from '../local/server-process.mjs';

const { AuthenticationDetails, CognitoUser, CognitoUserPool, configure } = await import(packageFile('dist/dropin.js'));
const { LocalCognito } = await import(packageFile('dist/local.node.mjs'));

const PASSWORD = 'Correct-Horse-7';
const IDS = { UserPoolId: 'us-east-1_Devices01', ClientId: 'devices' };

class Memory {
  entries = new Map();
  getItem = (key) => this.entries.get(key) ?? null;
  setItem = (key, value) => this.entries.set(key, value);
  removeItem = (key) => this.entries.delete(key);
  clear = () => this.entries.clear();
  nameOf = (end) => [...this.entries.keys()].find((key) => key.endsWith(end));
}

function world(t) {
  const local = new LocalCognito({
    pools: [
      {
        pool: {
          Id: IDS.UserPoolId,
          DeviceConfiguration: { ChallengeRequiredOnNewDevice: false, DeviceOnlyRememberedOnUserPrompt: false },
        },
        clients: [{ ClientId: IDS.ClientId, ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_USER_PASSWORD_AUTH'] }],
        users: [{ Username: 'mia', Password: PASSWORD }],
      },
    ],
  });
  const w = { sent: [], storage: new Memory(), script: undefined };
  t.mock.method(globalThis, 'fetch', async (url, init) => {
    const operation = new Headers(init.headers).get('x-amz-target').split('.')[1];
    w.sent.push(operation);
    return w.script?.(operation) ?? local.fetch(url, init);
  });
  w.signIn = (flow = 'USER_SRP_AUTH') => {
    const Pool = new CognitoUserPool({ ...IDS, endpoint: 'http://local/', Storage: w.storage });
    const user = new CognitoUser({ Username: 'mia', Pool, Storage: w.storage });
    user.setAuthenticationFlowType(flow);
    const details = new AuthenticationDetails({ Username: 'mia', Password: PASSWORD });
    return new Promise((onSuccess, onFailure) => user.authenticateUser(details, { onSuccess, onFailure }));
  };
  return w;
}

for (const flow of ['USER_SRP_AUTH', 'USER_PASSWORD_AUTH'])
  for (const [lost, change] of [
    ['.deviceKey', undefined],
    ['.deviceGroupKey', undefined],
    ['.randomPasswordKey', undefined],
    ['.randomPasswordKey', 'altered'],
    ['.deviceGroupKey', '-altered'],
  ])
    test(`${lost} ${change ?? 'lost'}: the right password signs in (${flow})`, async (t) => {
      const w = world(t);
      await w.signIn(flow);
      const name = w.storage.nameOf(lost);
      if (change) w.storage.setItem(name, change);
      else w.storage.removeItem(name);
      assert.ok((await w.signIn(flow)).isValid());
      // The new device is remembered, and proves itself.
      w.sent.length = 0;
      assert.ok((await w.signIn(flow)).isValid());
      assert.equal(w.sent.filter((operation) => operation === 'ConfirmDevice').length, 0);
    });

test('a wrong proof is told as it is with the old behaviour', async (t) => {
  t.after(() => configure({ deviations: true }));
  const w = world(t);
  await w.signIn();
  w.storage.setItem(w.storage.nameOf('.randomPasswordKey'), 'altered');
  await configure({ deviations: false });
  await assert.rejects(w.signIn(), { code: 'NotAuthorizedException' });
});

test('a service that asks for a device again and again ends the sign-in', async (t) => {
  const w = world(t);
  w.script = (operation) => {
    const challenge = {
      ChallengeName: 'DEVICE_SRP_AUTH',
      ChallengeParameters: { DEVICE_KEY: 'x' },
      Session: 's'.repeat(20),
    };
    if (operation === 'InitiateAuth') return Response.json(challenge);
    return Response.json({ __type: 'ResourceNotFoundException', message: 'Device does not exist.' }, { status: 400 });
  };
  await assert.rejects(w.signIn('USER_PASSWORD_AUTH'), { code: 'ResourceNotFoundException' });
  assert.equal(w.sent.filter((operation) => operation === 'InitiateAuth').length, 2);
});

for (const [name, answer] of [
  ['{}', () => Response.json({})],
  ['HTML', () => new Response('<html>')],
  ['an empty 202', () => new Response('', { status: 202 })],
])
  for (const flow of ['USER_SRP_AUTH', 'USER_PASSWORD_AUTH', 'CUSTOM_AUTH'])
    test(`${name} is no answer to a sign-in (${flow})`, async (t) => {
      const w = world(t);
      w.script = answer;
      await assert.rejects(w.signIn(flow), { code: 'UnexpectedAnswer' });
      assert.equal(w.storage.entries.size, 0);
    });
