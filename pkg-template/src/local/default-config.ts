// The pool that is there when nobody configures one: self sign-up, an e-mail code, every way to sign in without extras.
import type { LocalConfig } from '../../types/local.js';

export const DEFAULT_CONFIG: LocalConfig = {
  pools: [
    {
      pool: { PoolName: 'local', AutoVerifiedAttributes: ['email'] },
      clients: [
        {
          ClientName: 'app',
          ExplicitAuthFlows: [
            'ALLOW_USER_SRP_AUTH',
            'ALLOW_USER_PASSWORD_AUTH',
            'ALLOW_CUSTOM_AUTH',
            'ALLOW_USER_AUTH',
            'ALLOW_REFRESH_TOKEN_AUTH',
          ],
        },
      ],
    },
  ],
};
