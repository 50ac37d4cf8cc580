// The pool that is there when nobody configures one: self sign-up, an e-mail code, every way to sign in without extras, and managed
// login for apps on the ports that development servers take.
import type { LocalConfig } from '../../types/local.js';

const PORTS = [3000, 4200, 5173, 8000, 8080];
const PATHS = ['', '/', '/callback', '/auth/callback'];
const ADDRESSES = PORTS.flatMap((port) => PATHS.map((path) => `http://localhost:${port}${path}`));

export const DEFAULT_CONFIG: LocalConfig = {
  pools: [
    {
      pool: { PoolName: 'local', AutoVerifiedAttributes: ['email'] },
      login: {
        domain: 'local',
        CallbackURLs: ADDRESSES,
        LogoutURLs: ADDRESSES,
        identityProviders: ['Google', 'Facebook'],
      },
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
