// Managed login at the local Cognito: addresses and identity providers are registered by whoever has them, as somebody with AWS credentials
// would do at a real pool.

/** What people see of providers by whose names they would not know them. */
const LABELS = { SignInWithApple: 'Apple', Company: 'Example Company', COGNITO: 'the pool’s own pages' };

/** An operation of the local Cognito, which asks for no signature. */
export async function call(cognito, operation, input) {
  const reply = await fetch(cognito, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.1',
      'X-Amz-Target': `AWSCognitoIdentityProviderService.${operation}`,
    },
    body: JSON.stringify(input),
  });
  const body = await reply.json();
  if (!reply.ok) throw new Error(`${operation}: ${body.message}`);
  return body;
}

const describe = async (cognito, UserPoolId, ClientId) =>
  (await call(cognito, 'DescribeUserPoolClient', { UserPoolId, ClientId })).UserPoolClient;

/** Adds to lists of an app client. UpdateUserPoolClient resets what it is not sent, so all the rest is sent, too. */
export async function register(cognito, pool, client, lists) {
  const { ClientSecret, CreationDate, LastModifiedDate, ...known } = await describe(cognito, pool, client);
  for (const [name, more] of Object.entries(lists)) known[name] = [...new Set([...(known[name] ?? []), ...more])];
  await call(cognito, 'UpdateUserPoolClient', known);
}

/** Where the login pages are: passkeys belong to `localhost`. */
export const domainOf = (cognito) => new URL(cognito).origin.replace('127.0.0.1', 'localhost');

/** What the pages are told: the domain, and the ways to sign in there; nothing where the app client has none. */
export async function loginOf(cognito, pool, client) {
  const { SupportedIdentityProviders: names = [], CallbackURLs = [] } = await describe(cognito, pool, client);
  if (CallbackURLs.length === 0) return null;
  const ordered = [...names.filter((name) => name !== 'COGNITO'), ...names.filter((name) => name === 'COGNITO')];
  return { domain: domainOf(cognito), providers: ordered.map((name) => ({ name, label: LABELS[name] ?? name })) };
}
