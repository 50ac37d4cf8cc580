// Addresses: what is asked of the proxy in one, and what an answer in one says.

/** An address with a query; what is not there is left out. */
export function withQuery(address: string, members: Record<string, unknown>): string {
  const pairs = Object.entries(members).filter(([, value]) => value !== undefined);
  const query = String(new URLSearchParams(pairs as [string, string][])).replace(/\+/g, '%20');
  return query ? `${address}?${query}` : address;
}

/** What the proxy says of a sign-in: it is done, or refused by a code. */
export interface Answer {
  readonly login: 'done' | 'refused';
  /** Why it is refused; or what the tokens are redeemed by, where the app holds them. */
  readonly code?: string;
  /** None where the proxy does not know the sign-in. */
  readonly state?: string;
}

/** The parts of an answer in an address, and the address without them. Nothing where a part stands there twice, as the proxy never says it. */
function split(address: string): [answer: Record<string, string> | undefined, rest: string] {
  const [, before = '', query = '', hash = ''] = /^([^?#]*)\??([^#]*)(.*)$/s.exec(address) ?? [];
  let answer: Record<string, string> | undefined = {};
  const rest: string[] = [];
  for (const pair of query.split('&')) {
    const [, name = '', value = ''] = /^(login|login_code|login_state)=([\w-]*)$/.exec(pair) ?? [];
    if (name) answer = answer && !(name in answer) ? { ...answer, [name]: value } : undefined;
    else if (pair) rest.push(pair);
  }
  return [answer, before + (rest.length ? `?${rest.join('&')}` : '') + hash];
}

/** The answer in an address, and the address without it. */
export function answerIn(address: string): [answer: Answer, rest: string] | undefined {
  const [answer, rest] = split(address);
  const { login, login_code: code, login_state: state } = answer ?? {};
  if (login !== 'done' && login !== 'refused') return undefined;
  const isUnknown = login === 'refused' && state === undefined;
  if (!(isUnknown || /^p?[\w-]{43}$/.test(state ?? '')) || (login === 'refused' && !code)) return undefined;
  return [{ login, ...(code && { code }), ...(state && { state }) }, rest];
}

/** An address without a former answer, and without what no address to come back to has. */
export const withoutAnswer = (address: string): string => split(address.replace(/#.*/s, ''))[1];
