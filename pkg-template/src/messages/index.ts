// What people are told when something fails, by the code of the error and by what was being done.

import type { Catalogue } from '../../types/messages.js';
import { isAuthError } from '../errors.js';

export { de } from './de.js';
export { en } from './en.js';

/** The texts of these catalogues, the last one first: `operation:code`, then `code`, then the kind of the error. */
export function messages(...catalogues: readonly Catalogue[]): (error: unknown, operation?: string) => string {
  const all: Catalogue = Object.assign(Object.create(null), ...catalogues);
  return (error, operation) => {
    const { code = '', kind = 'internal', reason } = isAuthError(error) ? error : {};
    const text = all[`${operation}:${code}`] ?? all[code] ?? all[`kind:${kind}`] ?? '';
    return text.replace('{reason}', reason ?? '').trim();
  };
}
