// What only a local Cognito has: seeded people, and the messages that it would have sent.
import type { Person, Served, Settings } from '../settings.js';
import { Authenticator } from './authenticator.js';

/** A message in the local Cognito's outbox. */
export interface Sent {
  username: string;
  userPoolId: string;
  kind: string;
  medium: string;
  destination: string;
  code: string;
}

export interface Demo {
  people: readonly Person[];
  authenticator: Authenticator;
  /** The messages so far, newest last. */
  outbox(username?: string): Promise<Sent[]>;
}

/** The demo, if the endpoint of the settings is a local Cognito. */
export async function findDemo({ endpoint, userPoolId }: Settings, served: Served): Promise<Demo | null> {
  if (!/^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:|\/|$)/.test(endpoint)) return null;
  const outbox = async (username?: string): Promise<Sent[]> => {
    const url = new URL('/_local/outbox', endpoint);
    if (username) url.searchParams.set('username', username);
    const reply = await fetch(url);
    if (!reply.ok) throw new Error(`The outbox answered ${reply.status}.`);
    const messages: Sent[] = await reply.json();
    return messages.filter((message) => message.userPoolId === userPoolId);
  };
  try {
    await outbox();
  } catch {
    return null;
  }
  const seeded = served.people.flatMap((person) =>
    person.totpSecret && person.userPoolId === userPoolId ? [[person.username, person.totpSecret] as const] : [],
  );
  return { people: served.people, authenticator: new Authenticator(userPoolId, new Map(seeded)), outbox };
}
