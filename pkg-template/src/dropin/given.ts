import { AuthError } from '../errors.js';

/** What a function of the engine gave; it gives nothing for numbers that cannot be worked with. */
export function given<T>(value: T | undefined): T {
  if (value === undefined) {
    throw new AuthError('InvalidArgument', 'A number of the SRP exchange has the wrong size: check the endpoint.');
  }
  return value;
}
