import type { Session } from 'cognito-identity-wasm';
import { useEffect, useState } from 'react';
import { factsOf } from '../../shared/custody.js';
import { inFigures } from '../../src/ui/countdown.js';
import { Problem } from './Problem.js';
import { Facts } from './QuestionForm.js';
import { useSessionStore } from './useSession.js';

/** What the tokens say, how long they live, and new ones on demand. */
export function SessionView({ session }: { session: Session }) {
  const store = useSessionStore();
  const [error, setError] = useState<unknown>();
  const [said, setSaid] = useState('');
  const { idToken, accessToken } = session;
  async function refresh() {
    setError(undefined);
    try {
      await store.refresh({ forceRefresh: true });
      setSaid('You have new tokens.');
    } catch (problem) {
      setError(problem);
    }
  }
  return (
    <>
      <section className="card page">
        <h1 tabIndex={-1}>Your session</h1>
        {error !== undefined && <Problem error={error} />}
        <p>
          The access token ends in <Countdown end={accessToken.expiresAt} />.
        </p>
        <Facts facts={factsOf(session)} />
        <button type="button" className="button" onClick={refresh}>
          Refresh now
        </button>
        <p role="status">{said}</p>
      </section>
      <Claims title="ID token" claims={idToken.claims} />
      <Claims title="Access token" claims={accessToken.claims} />
    </>
  );
}

function Countdown({ end }: { end: number }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <span role="timer" aria-label="Access token">
      {inFigures(Math.max(0, end - now))}
    </span>
  );
}

function Claims({ title, claims }: { title: string; claims: object }) {
  return (
    <section className="card">
      <h2>{title}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section tabIndex={0} aria-label={`Claims of the ${title}`}>
        <pre className="claims">{JSON.stringify(claims, null, 2)}</pre>
      </section>
    </section>
  );
}
