import { useEffect, useRef, useSyncExternalStore } from 'react';
import { CUSTODIES, custodyInAddress } from '../../shared/custody.js';
import { arrive, PROTECTED, routeOf, subscribeHash } from '../../shared/routes.js';
import { AccountView } from './AccountView.js';
import { ChallengeView } from './ChallengeView.js';
import { Entrance } from './Entrance.js';
import { Problem } from './Problem.js';
import { SessionView } from './SessionView.js';
import { useSession, useSessionStore } from './useSession.js';

export function App() {
  const store = useSessionStore();
  const state = useSession();
  const hash = useSyncExternalStore(subscribeHash, () => location.hash);
  const route = routeOf(hash, state);
  const first = useRef(true);
  // Another route is the reason to go to its heading.
  useEffect(() => {
    arrive(first.current);
    first.current = false;
  }, [route]);

  return (
    <>
      <header className="top">
        <a className="brand" href="#/">
          cognito-identity-wasm with React
        </a>
        <nav className="custodies" aria-label="Where the tokens are">
          {CUSTODIES.map(({ custody, href, label }) => (
            <a key={label} href={href} aria-current={custody === custodyInAddress() ? 'page' : undefined}>
              {label}
            </a>
          ))}
        </nav>
      </header>
      <div className="layout">
        <main>
          {state.status === 'failed' && (
            <section className="card page">
              <h1 tabIndex={-1}>Your session</h1>
              <Problem error={state.error} />
              <button type="button" className="button" onClick={() => store.restore()}>
                Try again
              </button>
            </section>
          )}
          {state.status === 'signedOut' && <Entrance route={route} message={state.message} />}
          {state.status === 'challenge' && (
            <ChallengeView key={state.challenge.challengeSession} challenge={state.challenge} />
          )}
          {state.status === 'signedIn' && (
            <div className="account">
              <div className="who">
                <div className="who-name">
                  <span className="quiet">Signed in as</span> <strong data-username="">{state.user.username}</strong>
                </div>
                <div className="who-actions">
                  <button type="button" className="button quiet-button" onClick={() => store.signOut()}>
                    Sign out
                  </button>
                  <button type="button" className="link" onClick={() => store.signOut(true)}>
                    Sign out everywhere
                  </button>
                </div>
              </div>
              <nav className="places" aria-label="Account">
                {Object.entries(PROTECTED).map(([name, label]) => (
                  <a key={name} href={`#/${name}`} aria-current={name === route ? 'page' : undefined}>
                    {label}
                  </a>
                ))}
              </nav>
              {route === 'session' && <SessionView session={state.session} />}
              {route === 'account' && <AccountView username={state.user.username} />}
              {route === 'members' && (
                <section className="card page">
                  <h1 tabIndex={-1}>Members only</h1>
                  <p>Only a person who is signed in sees this: welcome, {state.user.username}.</p>
                </section>
              )}
            </div>
          )}
        </main>
      </div>
    </>
  );
}
