// Amazon Cognito's wire: AWS JSON 1.1 over one endpoint.
// Source: Amazon Cognito user pools API Reference, "Making API requests" and "Common Errors".
import type { Transport } from './http.js';

const text = (...values: unknown[]): string =>
  (values.find((value) => value && typeof value === 'string') as string | undefined) ?? '';

interface Collector {
  getData(username: string, userPoolId: string, clientId: string): unknown;
}

export const cognito = (url: string, userPoolId: string, clientId: string): Transport => ({
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
