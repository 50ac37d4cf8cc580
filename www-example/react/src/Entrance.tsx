import { useEffect, useMemo, useState } from 'react';
import { confirm, confirmForgotPassword, type Draft, forgotPassword, signIn, signUp } from '../../shared/entrance.js';
import { arrive, type Route } from '../../shared/routes.js';
import type { Login } from '../../src/login.js';
import { Problem } from './Problem.js';
import { QuestionForm } from './QuestionForm.js';
import { useSessionStore } from './useSession.js';

/** The views of people who are not signed in; the draft wanders from one to the next. */
export function Entrance({ route, message }: { route: Route; message: string | undefined }) {
  const store = useSessionStore();
  const { pool } = store;
  const [draft, setDraft] = useState<Draft>({});
  const go = (to: string, next: Draft = {}) => {
    setDraft(next);
    location.hash = `#/${to}`;
  };
  const questions = useMemo(
    () => ({
      signIn: signIn(pool, draft),
      signUp: signUp(pool),
      confirm: confirm(pool, draft),
      forgot: forgotPassword(pool),
      reset: confirmForgotPassword(pool, draft),
    }),
    [pool, draft],
  );
  useEffect(() => {
    if (draft.username) arrive(false);
  }, [draft]);
  const said = draft.message ?? message;

  switch (route) {
    case 'sign-up':
      return (
        <section className="card page" key={route}>
          <h1 tabIndex={-1}>{questions.signUp.title}</h1>
          <QuestionForm
            question={questions.signUp}
            done={({ draft: next, result }) => go(result.status === 'confirmed' ? 'sign-in' : 'confirm', next)}
          />
          <p className="foot">
            You have one already? <a href="#/sign-in">Sign in</a>
          </p>
        </section>
      );
    case 'confirm':
      return (
        <section className="card page" key={route}>
          <h1 tabIndex={-1}>{questions.confirm.title}</h1>
          <QuestionForm
            question={questions.confirm}
            done={(step) =>
              step ? store.follow(step) : go('sign-in', { message: 'Your account is confirmed. Sign in.' })
            }
          />
        </section>
      );
    case 'forgot':
      return (
        <section className="card page" key={route}>
          <h1 tabIndex={-1}>{(draft.username ? questions.reset : questions.forgot).title}</h1>
          {draft.username ? (
            <QuestionForm key="reset" question={questions.reset} done={(next) => go('sign-in', next)} />
          ) : (
            <QuestionForm key="forgot" question={questions.forgot} done={setDraft} />
          )}
          <p className="foot">
            <a href="#/sign-in">Back to sign-in</a>
          </p>
        </section>
      );
    default:
      return (
        <section className="card page" key="sign-in">
          <h1 tabIndex={-1}>{questions.signIn.title}</h1>
          {said && (
            <p className="note" role="status">
              {said}
            </p>
          )}
          <QuestionForm question={questions.signIn} done={(step) => store.follow(step)}>
            <a href="#/forgot">Forgot your password?</a>
          </QuestionForm>
          {store.login && <Providers login={store.login} />}
          <p className="foot">
            New here? <a href="#/sign-up">Create an account</a> or <a href="#/confirm">confirm one</a>
          </p>
        </section>
      );
  }
}

/** The ways over the pages of the pool, and over identity providers: they leave this app. */
function Providers({ login }: { login: Login }) {
  const [error, setError] = useState<unknown>();
  return (
    <div className="providers">
      {error !== undefined && <Problem error={error} />}
      {login.providers.map((provider) => (
        <button
          type="button"
          className="button quiet-button"
          key={provider.name}
          onClick={() => login.signIn(provider).catch(setError)}
        >
          Sign in with {provider.label}
        </button>
      ))}
    </div>
  );
}
