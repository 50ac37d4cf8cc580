// Amazon Cognito's wire: AWS JSON 1.1 over one endpoint.
// Source: Amazon Cognito user pools API Reference, "Making API requests" and "Common Errors".
import type { Transport } from './http.js';

const text = (...values: unknown[]): string =>
  (values.find((value) => value && typeof value === 'string') as string | undefined) ?? '';

export const cognito = (url: string): Transport => ({
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
