// The app of the tests in React: one page that shows what the hooks give, in StrictMode and Suspense.
import { AuthProvider, RequireAuth, useAuth, useStep } from 'cognito-identity-wasm/react';
import { createElement as h, lazy, StrictMode, Suspense, useState } from 'react';

const Later = lazy(async () => {
  await new Promise((resolve) => setTimeout(resolve, 20));
  return { default: () => h('p', { id: 'later' }, useAuth().status) };
});

function Status() {
  const { status, user } = useAuth();
  globalThis.drawn = (globalThis.drawn ?? 0) + 1;
  return h('p', { id: 'status' }, status, user ? ` ${user.username}` : '');
}

function Form({ pool }) {
  const { busy, cancel, error, step, submit } = useStep();
  const value = (id) => document.getElementById(id).value;
  const signIn = () => submit(() => pool.signIn({ username: value('name'), password: value('password') }));
  const answer = () => submit(() => step.respond({ code: value('code') }));
  return h(
    'form',
    { onSubmit: (event) => event.preventDefault() },
    h('p', { id: 'step' }, step?.status ?? 'none'),
    h('p', { id: 'busy' }, String(busy)),
    h('p', { id: 'error' }, error?.code ?? 'none'),
    h('input', { id: 'name' }),
    h('input', { id: 'password' }),
    h('input', { id: 'code' }),
    h('button', { type: 'button', id: 'sign-in', onClick: signIn }, 'Sign in'),
    h('button', { type: 'button', id: 'answer', onClick: answer }, 'Answer'),
    h('button', { type: 'button', id: 'cancel', onClick: cancel }, 'Cancel'),
  );
}

function Page({ pool }) {
  const [isShown, show] = useState(true);
  return h(
    'main',
    null,
    h(Status),
    h(
      RequireAuth,
      { fallback: h('p', { id: 'guard' }, 'strangers'), loading: h('p', { id: 'guard' }, 'wait') },
      h('p', { id: 'guard' }, 'members'),
    ),
    isShown && h(Form, { pool }),
    h('button', { type: 'button', id: 'unmount', onClick: () => show(!isShown) }, 'Unmount'),
    h(Suspense, { fallback: null }, h(Later)),
  );
}

export const makeApp = (pool) => h(StrictMode, null, h(AuthProvider, { pool }, h(Page, { pool })));
