import type { Challenge } from 'cognito-identity-wasm';
import { useEffect, useState } from 'react';
import { isStep, questionOf } from '../../shared/challenges.js';
import { arrive } from '../../shared/routes.js';
import { QuestionForm } from './QuestionForm.js';
import { useSessionStore } from './useSession.js';

/** A sign-in that wants more. */
export function ChallengeView({ challenge }: { challenge: Challenge }) {
  const store = useSessionStore();
  const [question, setQuestion] = useState(() => questionOf(challenge));
  // Each question is a view of its own.
  useEffect(() => arrive(false), [question]);
  return (
    <section className="card page" data-status={challenge.status}>
      <h1 tabIndex={-1}>{question.title}</h1>
      <QuestionForm
        key={question.title}
        question={question}
        done={(result) => (isStep(result) ? store.follow(result) : setQuestion(result))}
      />
      <p className="foot">
        Signing in as <strong>{challenge.username}</strong>.{' '}
        <button type="button" className="link" onClick={() => store.abandon()}>
          Start over
        </button>
      </p>
    </section>
  );
}
