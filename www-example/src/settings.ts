// The three settings: given in the address, else kept in this browser, else told by the server of this page.

export interface Settings {
  userPoolId: string;
  clientId: string;
  /** Empty: AWS's own endpoint for the pool's region. */
  endpoint: string;
}

/** What `serve.mjs` tells about the service it was started for. */
export interface Served {
  settings: Settings | null;
  people: Person[];
  /** The paths of the auth proxies on this origin, by who holds the tokens. */
  proxy: Record<Custody, string> | null;
  /** The login pages of the pool, where it has them. */
  login: ServedLogin | null;
}

export interface ServedLogin {
  domain: string;
  /** `COGNITO` stands for the pool's own users. */
  providers: readonly Provider[];
}

export interface Provider {
  name: string;
  label: string;
}

export type Custody = 'token' | 'cookie';

/** Somebody who is in the local Cognito from the start. */
export interface Person {
  username: string;
  password: string;
  about: string;
  flow?: string;
  totpSecret?: string;
  userPoolId: string;
  clientId: string;
}

const KEY = 'cognito-example.settings';

export async function readServed(): Promise<Served> {
  try {
    // On a plain file host there is no such file, or a page in its place.
    const reply = await fetch('served.json');
    if (reply.ok && reply.headers.get('content-type')?.includes('json')) return await reply.json();
  } catch {}
  return { settings: null, people: [], proxy: null, login: null };
}

export function readSettings(served: Served): Settings | null {
  const query = new URLSearchParams(location.search);
  const given = {
    userPoolId: query.get('userPoolId') ?? '',
    clientId: query.get('clientId') ?? '',
    endpoint: query.get('endpoint') ?? '',
  };
  if (given.userPoolId && given.clientId) return given;
  return stored() ?? served.settings;
}

/** Keeps the settings in this browser, and opens the page with them; with the server's own for `null`. */
export function useSettings(settings: Settings | null): void {
  if (settings) localStorage.setItem(KEY, JSON.stringify(settings));
  else localStorage.removeItem(KEY);
  sessionStorage.clear();
  openWith(settings);
}

/** Opens the page anew with the settings in its address: there the server reads which host the page may talk to. */
export function openWith(settings: Settings | null): void {
  location.assign(addressOf(settings));
}

function addressOf(settings: Settings | null): string {
  if (!settings) return location.pathname;
  const query = new URLSearchParams({ userPoolId: settings.userPoolId, clientId: settings.clientId });
  if (settings.endpoint) query.set('endpoint', settings.endpoint);
  return `${location.pathname}?${query}`;
}

function stored(): Settings | null {
  try {
    const value = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    return value?.userPoolId && value?.clientId ? { endpoint: '', ...value } : null;
  } catch {
    return null;
  }
}
