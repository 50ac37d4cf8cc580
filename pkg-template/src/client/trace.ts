// What was asked and answered, for a bug report: no secret, no name and no address of a person is in it.
import type { Host } from './host.js';
import type { Json } from './json.js';

/** Members whose texts are the protocol's own, and no caller's or person's. */
const PLAIN = /^(AuthFlow|Challenge(Name)?|AttributeName|DeliveryMedium|DeviceRememberedStatus|Name|TokenType)$/;

/** A copy in which every other text is an ellipsis. */
const redacted = (value: unknown): unknown =>
  value &&
  JSON.parse(JSON.stringify(value, (name, inner) => (typeof inner === 'string' && !PLAIN.test(name) ? '…' : inner)));

/** Hands a request and its answer to the caller's function, whose errors are its own. */
export function report(
  { trace }: Pick<Host, 'trace'>,
  begun: number,
  operation: string,
  request: Json,
  { body, code, requestId, status }: Json,
): void {
  const entry = {
    at: new Date(begun).toISOString(),
    ms: Date.now() - begun,
    operation,
    request: redacted(request),
    ...(status === undefined ? {} : { status, requestId, answer: redacted(body) }),
    ...(code ? { code } : {}),
  };
  try {
    trace?.(Object.freeze(entry));
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
