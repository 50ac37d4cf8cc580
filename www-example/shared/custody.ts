// Where the tokens are: with Cognito's own client in this page, or behind the auth proxy, in this page or in its cookies.
import type { Session } from 'cognito-identity-wasm';
import type { Custody } from '../src/settings.js';

/** Who holds the tokens, when the address says that a proxy stands in front: `?custody=cookie` or `?custody=token`. */
export function custodyInAddress(): Custody | null {
  const given = new URLSearchParams(location.search).get('custody');
  return given === 'cookie' || given === 'token' ? given : null;
}

/** Each is an address of its own, and a session of its own. */
export const CUSTODIES: readonly { custody: Custody | null; href: string; label: string }[] = [
  { custody: null, href: '?', label: 'No proxy' },
  { custody: 'token', href: '?custody=token', label: 'Proxy, tokens here' },
  { custody: 'cookie', href: '?custody=cookie', label: 'Proxy, cookies' },
];

/** What a script of this page can get hold of. */
export function factsOf({ accessToken, groups, refreshToken }: Session): Record<string, string> {
  // The types of this app leave out that a proxy may keep it.
  const jwt: string | undefined = accessToken.jwt;
  const place = (token: string | undefined) =>
    token !== undefined ? 'held by this page' : jwt === undefined ? 'in a cookie that no script reads' : 'none';
  return {
    Groups: groups.join(', ') || 'none',
    'Access token': place(jwt),
    'Refresh token': place(refreshToken),
    'document.cookie': document.cookie || 'empty',
  };
}
