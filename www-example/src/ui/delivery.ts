// Where a code went, in words.
import type { CodeDelivery } from 'cognito-identity-wasm';

export function deliveryText(delivery: CodeDelivery | undefined): string {
  const to = delivery?.destination ? ` to ${delivery.destination}` : '';
  if (delivery?.medium === 'SMS') return `A code was sent by SMS${to}.`;
  if (delivery?.medium === 'EMAIL') return `A code was sent by e-mail${to}.`;
  return `A code was sent${to}.`;
}
