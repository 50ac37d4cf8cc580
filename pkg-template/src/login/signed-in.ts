// What a sign-in comes to.
import { freeze } from '../client/token.js';

type User = import('../../types/user.js').User;

/** The person, with the accounts at providers, and what the app gave on the way out. */
export async function signedIn(user: User, state: unknown): Promise<object> {
  const session = await user.session();
  const { identities } = session.idToken.claims;
  Object.defineProperty(user, 'identities', {
    value: freeze(Array.isArray(identities) ? identities : []),
    configurable: true,
  });
  return Object.freeze({ status: 'signedIn', user, session, state });
}
