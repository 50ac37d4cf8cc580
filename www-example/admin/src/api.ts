// The proxy's admin surface: AWS's admin operations under neutral names. Written to be copied.
import { AuthError, type User } from 'cognito-identity-wasm';
import type { SessionStore } from '../../shared/session-store.js';

export interface Attribute {
  name: string;
  value: string;
}

/** Somebody in the user pool. */
export interface Person {
  username: string;
  enabled: boolean;
  userStatus: string;
  userCreateDate: string;
  /** In lists. */
  attributes?: Attribute[];
  /** Of one person alone. */
  userAttributes?: Attribute[];
  mfaSettingList?: string[];
}

export interface Group {
  groupName: string;
  description?: string;
}

export interface Page {
  users: Person[];
  paginationToken?: string;
}

type Query = Record<string, string | number | undefined>;

export class AdminApi {
  constructor(
    private readonly store: SessionStore,
    private readonly base: string,
  ) {}

  list(filter: string, token: string | undefined, limit: number): Promise<Page> {
    return this.get('/users', { limit, filter: filter || undefined, paginationToken: token });
  }

  /** Creates somebody, and sends the invitation with the temporary password; the service makes one where none is given. */
  invite(username: string, userAttributes: Attribute[], temporaryPassword?: string): Promise<{ user: Person }> {
    const password = temporaryPassword ? { temporaryPassword } : {};
    return this.send('POST', '/users', { username, userAttributes, desiredDeliveryMediums: ['EMAIL'], ...password });
  }

  inviteAgain(username: string): Promise<unknown> {
    return this.send('POST', '/users', { username, messageAction: 'RESEND', desiredDeliveryMediums: ['EMAIL'] });
  }

  person(username: string): Promise<Person> {
    return this.get(of(username));
  }

  async update(username: string, changed: Attribute[], deleted: string[]): Promise<void> {
    if (changed.length > 0) await this.send('PATCH', `${of(username)}/attributes`, { userAttributes: changed });
    if (deleted.length > 0)
      await this.send('POST', `${of(username)}/attributes/delete`, { userAttributeNames: deleted });
  }

  /** `enable`, `disable`, `confirm`, `password/reset` (sends a code) or `sign-out` (ends every session). */
  act(username: string, act: 'enable' | 'disable' | 'confirm' | 'password/reset' | 'sign-out'): Promise<unknown> {
    return this.send('POST', `${of(username)}/${act}`, {});
  }

  setPassword(username: string, password: string, permanent: boolean): Promise<unknown> {
    return this.send('PUT', `${of(username)}/password`, { password, permanent });
  }

  delete(username: string): Promise<unknown> {
    return this.send('DELETE', of(username));
  }

  async groups(): Promise<Group[]> {
    return (await this.get<{ groups: Group[] }>('/groups', { limit: 60 })).groups;
  }

  async groupsOf(username: string): Promise<Group[]> {
    return (await this.get<{ groups: Group[] }>(`${of(username)}/groups`, { limit: 60 })).groups;
  }

  setMember(username: string, group: string, member: boolean): Promise<unknown> {
    const path = `${of(username)}/groups/${encodeURIComponent(group)}`;
    return member ? this.send('PUT', path, {}) : this.send('DELETE', path);
  }

  private get<Result>(path: string, query: Query = {}): Promise<Result> {
    const given = Object.entries(query)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => `${name}=${encodeURIComponent(`${value}`)}`);
    return this.send('GET', given.length > 0 ? `${path}?${given.join('&')}` : path);
  }

  /** One request as the administrator, with tokens that hold for a while. */
  private send<Result>(method: string, path: string, body?: object): Promise<Result> {
    return this.store.run(async (user) => {
      const headers = { ...(await proof(user)), ...(body ? { 'Content-Type': 'application/json' } : {}) };
      const reply = await fetch(`${this.base}/admin${path}`, {
        method,
        headers,
        credentials: 'same-origin',
        ...(body ? { body: JSON.stringify(body) } : {}),
      }).catch((cause: unknown) => {
        throw new AuthError('NetworkError', 'No answer arrived.', { kind: 'network', retryable: true, cause });
      });
      const answer = await reply.json();
      if (!reply.ok) throw refusal(reply.status, answer);
      return answer as Result;
    });
  }
}

const of = (username: string) => `/users/${encodeURIComponent(username)}`;

/**
 * What proves who asks: the access token where the page has it; else the browser adds the cookies, and the page says by
 * a header that no other site's form can send that it is the page. `X-Auth-Subject` says for whom it speaks.
 */
async function proof(user: User): Promise<Record<string, string>> {
  const { accessToken } = await user.session({ minValiditySeconds: 30 });
  const jwt: string | undefined = accessToken.jwt;
  return {
    'X-Auth-Csrf': '1',
    ...(jwt ? { Authorization: `Bearer ${jwt}` } : { 'X-Auth-Subject': accessToken.claims.sub }),
  };
}

function refusal(
  status: number,
  { error }: { error: { code: string; message: string; requestId: string } },
): AuthError {
  return new AuthError(error.code, error.message, { kind: 'service', status, requestId: error.requestId });
}
