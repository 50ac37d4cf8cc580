// Verifies a token as an API does for each request, and prints its claims. It comes on stdin.
//
//   node verify-token.mjs --pool eu-central-1_AbCdEf123 --client 1h57kf5cpq17m0eml12EXAMPLE --use access < token
//
// `--group` wants the person to be in a group. `--endpoint` names a local Cognito.
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { isAuthError, TokenVerifier } from 'cognito-identity-wasm/server';

const { values: options } = parseArgs({
  options: {
    pool: { type: 'string' },
    client: { type: 'string' },
    endpoint: { type: 'string' },
    use: { type: 'string' },
    group: { type: 'string' },
  },
});

try {
  // Null accepts any, which is what leaving a flag out means here.
  const { pool: userPoolId, client: clientId = null, use: tokenUse = null, group: groups, endpoint } = options;
  // AWS's issuer and keys follow from the pool's id; a local Cognito has its own.
  const local = endpoint && new URL(userPoolId, endpoint).href;
  const elsewhere = local ? { issuer: local, jwksUri: `${local}/.well-known/jwks.json` } : {};
  const verifier = new TokenVerifier({ userPoolId, clientId, tokenUse, groups, ...elsewhere });
  const claims = await verifier.verify((await text(process.stdin)).trim());
  console.log(JSON.stringify(claims, null, 2));
} catch (error) {
  console.error(isAuthError(error) ? `${error.code}: ${error.message}` : error);
  process.exitCode = 1;
}
