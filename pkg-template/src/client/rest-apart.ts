// The auth proxy's wire in a file apart, for the main entry: pages that ask Cognito itself never load it.
import type { Transport } from './http.js';

export const rest = (base: string): Transport =>
  ({ load: async () => (await import('./rest.js')).rest(base) }) as Partial<Transport> as Transport;
