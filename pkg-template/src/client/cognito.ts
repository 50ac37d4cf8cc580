// A pool that is reached directly. Amazon Cognito's wire: AWS JSON 1.1 over one endpoint.
// Source: Amazon Cognito user pools API Reference, "Making API requests" and "Common Errors".
import type { Transport } from './http.js';
import { invalid } from './input.js';
import { type Given, isUrl, type Service } from './service.js';

const text = (...values: unknown[]): string =>
  (values.find((value) => value && typeof value === 'string') as string | undefined) ?? '';

interface Collector {
  getData(username: string, userPoolId: string, clientId: string): unknown;
}

const transport = (url: string, userPoolId: string, clientId: string): Transport => ({
  context(username) {
    const { AmazonCognitoAdvancedSecurityData: collector } = globalThis as {
      AmazonCognitoAdvancedSecurityData?: Collector;
    };
    try {
      const encodedData = collector?.getData(username, userPoolId, clientId);
      return encodedData ? { encodedData } : undefined;
    } catch {
      // Whatever fails there, people must be able to sign in.
      return undefined;
    }
  },
  requestId: 'x-amzn-RequestId',
  request: (operation, body) => ({
    url,
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.1',
      'X-Amz-Target': `AWSCognitoIdentityProviderService.${operation}`,
      'Cache-Control': 'no-store',
    },
    body,
  }),
  read: (body, headers) => ({
    body,
    // `ns#NameException:http://…` without what stands around the name.
    code: text(body?.['__type'], body?.['code'], headers.get('x-amzn-ErrorType'))
      .replace(/:.*/s, '')
      .replace(/.*#/s, '')
      .trim(),
    message: text(body?.['message'], body?.['Message']),
  }),
});

/** The domains of the partitions, by the beginning of the region: src/wire/cognito/mod.rs has the same. */
const DOMAINS = {
  'cn-': 'amazonaws.com.cn',
  'us-isob-': 'sc2s.sgov.gov',
  'us-isof-': 'csp.hci.ic.gov',
  'us-iso-': 'c2s.ic.gov',
  'eu-isoe-': 'cloud.adc-e.uk',
  'eusc-': 'amazonaws.eu',
  '': 'amazonaws.com',
};

export function serviceOf({ clientId, clientSecret, endpoint, userPoolId }: Given): Service {
  for (const [name, value] of Object.entries({ userPoolId, clientId }))
    if (!value) throw invalid(`\`${name}\` must be given.`);
  const [, region, poolName] = /^([a-z\d-]+)_([a-z\d]+)$/i.exec(userPoolId as string) ?? [];
  if (!region || (userPoolId as string).length > 55)
    throw invalid('`userPoolId` must look like eu-central-1_AbCdEf123: copy it from the console.');
  if (!/^[\w+]{1,128}$/.test(clientId as string))
    throw invalid('`clientId` must be the id of an app client: letters and digits.');
  if (endpoint && !isUrl(endpoint)) throw invalid('`endpoint` must be an http or https URL.');
  const [, domain] = Object.entries(DOMAINS).find(([prefix]) => region.startsWith(prefix)) as [string, string];
  return {
    transport: transport(
      endpoint ?? `https://cognito-idp.${region}.${domain}/`,
      userPoolId as string,
      clientId as string,
    ),
    ids: { userPoolId, clientId },
    prefix: `CognitoIdentityServiceProvider.${clientId}.`,
    settings: { clientId, clientSecret, poolName },
  };
}
