// Where the traces may differ. Each entry names its heading in DEVIATIONS.md, the scenarios and the lines.
// An entry that no line needs fails the run. `always`: also when `configure({ deviations: false })` was called.

const any = /./;
const always = true;

export const allowances = [
  {
    heading: 'Refresh and revocation retry only what can succeed',
    scenario:
      /^(refreshSession|revokeTokens|signOut): |^session: (a refresh fails|a refresh succeeds at last|the refresh of|the pool wraps|refreshed by hand)|^end: signOut (whose|with a callback, of a session that cannot)|refused a refresh|the refresh is refused/,
    line: /^[-+] (setTimeout|… \d+ ms|fetch .*(InitiateAuth|RevokeToken)|client\.request|callback\(|localStorage\.|localStorage has|user\.|user is a|through the wrapper|getCurrentUser)/,
    always,
  },
  {
    heading: 'Concurrent refreshes share one request',
    scenario: /^session: five at once$/,
    line: /^[-+] (fetch|localStorage\.|callback|user\.signInUserSession|localStorage has)/,
  },
  {
    heading: 'An answer without tokens stores nothing',
    scenario:
      /(, then (SMS|SOFTWARE|SELECT|MFA_SETUP|CUSTOM|NEW_PASSWORD|EMAIL|WEB|PASSWORD|a challenge|neither|an ID)|empty body|unreadable body|the proof is followed by a challenge|answers at once|a refresh that answers|synchronous|MFA_SETUP|the parameters)/,
    line: /^[-+] (localStorage|on[FS]|\w+\(|user\.|user is a|unhandled)/,
    always,
  },
  {
    heading: 'The right Session goes to DEVICE_SRP_AUTH',
    scenario: /^device: a remembered one after a code$/,
    line: /^[-+] (fetch .*DEVICE_SRP_AUTH|user\.Session)/,
  },
  {
    heading: 'A new device is confirmed after the set-up of an authenticator',
    scenario: /^TOTP is set up where devices are tracked$/,
    line: /^[-+] (fetch .*ConfirmDevice|localStorage(\.setItem| has) .*(device|random)|user(\.| is a).*|user\.randomPassword)/,
  },
  {
    heading: 'A device that cannot prove itself is forgotten',
    scenario: /^device: the proof is refused$/,
    line: any,
  },
  {
    heading: 'A callback that throws runs once',
    scenario:
      /the callback throws|a callback throws|the callback is missing|no callback at all|which has no callback|one that throws|fetch/,
    line: /^[-+] (on[FS]|\w+\(|unhandled|callback|getSession throws|\w+ throws|localStorage|setTimeout|fetch|… )/,
    always,
  },
  {
    heading: 'The platform is not changed',
    scenario: /^seam: there is no fetch$/,
    line: /^\+ resend → undefined$/,
    always,
  },
  {
    heading: 'Each pool has its own memory',
    scenario: /^storage: (memory|two pools)|^SRP: without a page$/,
    line: /^[-+] (getCurrentUser|(user|pool)\.storage)/,
  },
  {
    heading: 'CookieStorage.clear removes our cookies only',
    scenario: /^storage: cookies, all cleared$/,
    line: /theirs|left/,
  },
  {
    heading: 'A refresh keeps to its user',
    scenario:
      /^session: refreshed where somebody else was here last$|^end: signOut with a callback, of a session that is over/,
    line: any,
  },
  {
    heading: 'China',
    scenario: /^pool: made with China$/,
    line: /amazonaws\.com/,
  },
  {
    heading: 'GlobalSignOut ends the session in memory',
    scenario: /^globalSignOut|^end: globalSignOut, then getSession$/,
    line: /^[-+] (user\.signInUserSession|callback|localStorage\.getItem)/,
  },
  {
    heading: 'A drift of the clock that Amplify v6 may have stored',
    scenario: /^session: expiry at .* in ms/,
    line: any,
  },
  {
    heading: 'SELECT_MFA_TYPE with another answer',
    scenario: /^sendMFASelectionAnswer, EMAIL_OTP/,
    line: any,
  },
  {
    heading: 'signOut with a callback always cleans up',
    scenario: /^end: signOut with a callback, of|^signOut: /,
    line: /^[-+] localStorage/,
  },
  {
    heading: 'Another challenge in place of PASSWORD_VERIFIER',
    scenario: /^SRP: (another challenge|tokens) comes? first$/,
    line: any,
  },
  {
    heading: 'An SRP challenge without its numbers',
    scenario:
      /^SRP: (B is missing|the secret block is missing|the parameters are empty|tokens come first|another challenge comes first)$|^device: proof asked for, but none is stored$/,
    line: any,
    always,
  },
  {
    heading: 'Cookies that nobody set',
    scenario: /^storage: cookies (that others wrote|without a page)$/,
    line: /^[-+] (getItem (toString|__proto__)|clear)/,
    always,
  },
  {
    heading: 'BigInteger holds a bigint',
    scenario: /^helper: big integers$/,
    line: /modPow, even/,
    always,
  },
];
