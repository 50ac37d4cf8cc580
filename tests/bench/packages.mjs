// The packages as Node loads them, each with the program of clients.mjs that it is driven by. Ours come first.
import { packageFile } from '../js/local/server-process.mjs';
import * as clients from './clients.mjs';

const ours = () => import(packageFile('dist/node.mjs'));

export const PACKAGES = {
  'cognito-identity-wasm, modern': { open: clients.modern, load: ours },
  'cognito-identity-wasm, drop-in': { open: clients.classic, load: ours },
  'amazon-cognito-identity-js': { open: clients.classic, load: () => import('amazon-cognito-identity-js') },
  '@aws-amplify/auth': {
    open: clients.amplify,
    load: async () => ({
      auth: await import('@aws-amplify/auth'),
      cognito: await import('@aws-amplify/auth/cognito'),
      core: await import('@aws-amplify/core'),
    }),
  },
  'cognito-srp-helper, requests by hand': { open: clients.helper, load: () => import('cognito-srp-helper') },
};
