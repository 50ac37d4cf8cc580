// An administrator signs in as everybody does, through the proxy.
import type { Challenge, Step } from 'cognito-identity-wasm';
import { type ChallengeQuestion, isStep, questionOf } from '../../shared/challenges.js';
import type { Question } from '../../shared/question.js';
import type { SessionStore } from '../../shared/session-store.js';
import { page } from '../../src/ui/card.js';
import { h } from '../../src/ui/dom.js';
import { note } from '../../src/ui/notice.js';
import { questionForm } from './question-form.js';

export function signInView(store: SessionStore, message: string | undefined): HTMLElement {
  const question: Question<Step> = {
    title: 'Sign in',
    fields: [
      { name: 'username', label: 'User name', autocomplete: 'username' },
      { name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password' },
    ],
    submit: 'Sign in',
    answer: ({ username = '', password = '' }) => store.pool.signIn({ username, password }),
  };
  return page(
    { title: question.title, icon: 'key', lead: 'This page is for administrators.' },
    message && note(message),
    questionForm(question, (step) => store.follow(step)),
  );
}

export function challengeView(store: SessionStore, challenge: Challenge): HTMLElement {
  const place = h('div', { 'data-status': challenge.status });
  const ask = (question: ChallengeQuestion, further: boolean) => {
    const follow = (result: Step | ChallengeQuestion) => (isStep(result) ? store.follow(result) : ask(result, true));
    const over = h('button', { type: 'button', class: 'link', on: { click: () => store.abandon() } }, 'Start over');
    const { title } = question;
    place.replaceChildren(page({ title, icon: 'shield' }, questionForm(question, follow, over)));
    if (further) place.querySelector('h1')?.focus();
  };
  ask(questionOf(challenge), false);
  return place;
}
