import { useCallback, useEffect, useState } from 'react';
import * as account from '../../shared/account.js';
import { passkeyName } from '../../shared/passkey.js';
import type { Question } from '../../shared/question.js';
import { Problem } from './Problem.js';
import { QuestionForm } from './QuestionForm.js';
import { useSessionStore } from './useSession.js';

/** Profile, second factors, password, passkeys, devices, and the end of the account. */
export function AccountView({ username }: { username: string }) {
  const store = useSessionStore();
  const [shown, setShown] = useState<{ account: account.Account; version: number }>();
  const [error, setError] = useState<unknown>();
  const [said, setSaid] = useState('');
  const [enrolment, setEnrolment] = useState<Question<string>>();

  const load = useCallback(async () => {
    try {
      const loaded = await account.load(store);
      setShown((last) => ({ account: loaded, version: (last?.version ?? 0) + 1 }));
    } catch (problem) {
      setError(problem);
    }
  }, [store]);
  useEffect(() => void load(), [load]);

  // The news comes with the account that it changed: forms that were drawn anew later would lose what is typed by then.
  const done = async (words: string) => {
    await load();
    setEnrolment(undefined);
    setSaid(words);
  };
  const run = async (work: () => Promise<void>) => {
    setError(undefined);
    try {
      await work();
    } catch (problem) {
      setError(problem);
    }
  };
  const section = (question: Question<string>) => (
    <section className="card" key={`${question.title} ${shown?.version}`}>
      <h2>{question.title}</h2>
      <QuestionForm question={question} done={done} />
    </section>
  );

  return (
    <>
      <section className="card page">
        <h1 tabIndex={-1}>Your account</h1>
        <p role="status">{said}</p>
        {error !== undefined && <Problem error={error} />}
        {!shown && error === undefined && <p>Loading…</p>}
      </section>
      {shown && (
        <>
          {section(account.profile(store, shown.account))}
          {account.unverified(shown.account).map((name) => (
            <section className="card" key={name}>
              <h2>{account.confirmAttribute(store, name).title}</h2>
              <QuestionForm question={account.confirmAttribute(store, name)} done={done}>
                <button
                  type="button"
                  className="link"
                  onClick={() => run(async () => setSaid(await account.sendAttributeCode(store, name)))}
                >
                  Send a code
                </button>
              </QuestionForm>
            </section>
          ))}
          {section(account.secondFactors(store, shown.account))}
          {enrolment ? (
            section(enrolment)
          ) : (
            <section className="card">
              <h2>Authenticator</h2>
              <button
                type="button"
                className="button quiet-button"
                onClick={() => run(async () => setEnrolment(await account.authenticator(store)))}
              >
                Set up an authenticator
              </button>
            </section>
          )}
          {section(account.changePassword(store))}
          {shown.account.passkeys && (
            <section className="card">
              <h2>Passkeys</h2>
              <ul className="devices">
                {shown.account.passkeys.map((passkey) => (
                  <li key={passkey.id}>
                    <span className="device-text">{passkeyName(passkey)}</span>
                    <button
                      type="button"
                      className="link"
                      onClick={() => run(async () => done(await account.deletePasskey(store, passkey)))}
                    >
                      Delete
                    </button>
                  </li>
                ))}
              </ul>
              <button
                type="button"
                className="button quiet-button"
                onClick={() => run(async () => done(await account.newPasskey(store)))}
              >
                Add a passkey
              </button>
            </section>
          )}
          <section className="card">
            <h2>Devices</h2>
            {shown.account.devices.length === 0 && <p className="quiet">The pool remembers none of yours.</p>}
            <ul className="devices">
              {shown.account.devices.map((device) => (
                <li key={device.key}>
                  <span className="device-text">{account.deviceName(device)}</span>
                  <button
                    type="button"
                    className="button quiet-button"
                    onClick={() => run(async () => done(await account.rememberDevice(store, device)))}
                  >
                    Remember
                  </button>
                  <button
                    type="button"
                    className="link"
                    onClick={() => run(async () => done(await account.forgetDevice(store, device)))}
                  >
                    Forget
                  </button>
                </li>
              ))}
            </ul>
          </section>
          <section className="card">
            <h2>Delete the account</h2>
            <QuestionForm question={account.deletion(store, username)} done={() => {}} />
          </section>
        </>
      )}
    </>
  );
}
