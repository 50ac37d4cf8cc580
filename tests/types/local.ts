// The local Cognito's types: what fits together compiles, what does not is refused.
import { Pool } from 'cognito-identity-wasm';
import { LocalCognito, type LocalConfig } from 'cognito-identity-wasm/local';

const config = {
  pools: [
    {
      pool: { Id: 'us-east-1_Local0001', PoolName: 'test', MfaConfiguration: 'OPTIONAL' },
      clients: [{ ClientName: 'app', ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] }],
      groups: ['admins', { GroupName: 'editors', Precedence: 2 }],
      users: [
        { Username: 'ada', Password: 'Correct-Horse-7', Attributes: { email: 'ada@example.com' }, Groups: ['admins'] },
        { Username: 'ben', TemporaryPassword: 'Correct-Horse-7', mfa: { sms: true, preferred: 'sms' } },
      ],
      handlers: {
        preSignUp(event) {
          event.response.autoConfirmUser = event.userName.startsWith('test');
          return event;
        },
        preTokenGeneration: async (event) => event,
      },
    },
  ],
  faults: { latencyMs: 20, throttle: { operation: 'InitiateAuth', times: 1 } },
} satisfies LocalConfig;

const local = new LocalCognito(config, { snapshot: '{}' });
const [first] = local.pools;
if (first) {
  const [clientId = ''] = first.clientIds;
  new Pool({ userPoolId: first.userPoolId, clientId, endpoint: 'http://local/', fetch: local.fetch });
}
export const code: string | undefined = local.outbox.at(-1)?.code;
export const reply: Promise<Response> = local.fetch(new Request('http://local/'));

// @ts-expect-error There is no such trigger.
new LocalCognito({ pools: [{ handlers: { beforeSignUp: (event) => event } }] });
// @ts-expect-error A handler returns the event.
new LocalCognito({ pools: [{ handlers: { preSignUp: () => true } }] });
// @ts-expect-error There is no such fault.
new LocalCognito({ faults: { earthquake: true } });
// @ts-expect-error What was sent cannot be changed.
local.outbox.push();
