// What is asked of people who are not signed in.
import type { CodeDelivery, Pool, SignInFlow, SignInRequest, SignUpResult, Step } from 'cognito-identity-wasm';
import { deliveryText } from '../src/ui/delivery.js';
import { custodyInAddress } from './custody.js';
import { codeField, type Field, type Question } from './question.js';

/** What one form hands to the next: too private for the address. */
export interface Draft {
  username?: string;
  password?: string;
  delivery?: CodeDelivery | undefined;
  message?: string;
}

const username = (value?: string): Field => ({ name: 'username', label: 'User name', autocomplete: 'username', value });

export function signIn(pool: Pool, draft: Draft): Question<Step> {
  return {
    title: 'Sign in',
    lead: 'Your password is proven, not sent.',
    fields: [
      username(draft.username),
      {
        name: 'password',
        label: 'Password',
        type: 'password',
        autocomplete: 'current-password',
        // Some ways to sign in do without; the package says so where it is missing.
        optional: true,
      },
      {
        name: 'flow',
        label: 'Way to sign in',
        options: [
          { value: 'srp', label: 'Password, by SRP' },
          // A proxy takes no passwords unless its configuration says so.
          ...(custodyInAddress() ? [] : [{ value: 'password', label: 'Password, over TLS' }]),
          { value: 'user-auth', label: 'Let me choose' },
          { value: 'custom', label: 'The pool’s own challenge' },
          { value: 'custom-srp', label: 'Password, then the pool’s own challenge' },
        ],
      },
    ],
    submit: 'Sign in',
    answer({ username: name = '', password, flow }) {
      const request: SignInRequest = { username: name, flow: flow as SignInFlow };
      if (password) request.password = password;
      return pool.signIn(request);
    },
  };
}

export function signUp(pool: Pool): Question<{ draft: Draft; result: SignUpResult }> {
  return {
    title: 'Create an account',
    lead: 'A code will come to your e-mail address.',
    fields: [
      username(),
      { name: 'email', label: 'E-mail', type: 'email', autocomplete: 'email' },
      { name: 'name', label: 'Name', autocomplete: 'name' },
      { name: 'password', label: 'Password', type: 'password', autocomplete: 'new-password' },
    ],
    submit: 'Create the account',
    async answer({ username: name = '', password = '', ...attributes }) {
      const result = await pool.signUp({ username: name, password, attributes });
      return { draft: { username: name, password, delivery: result.delivery }, result };
    },
  };
}

/** Gives the first step of a sign-in when the password is still known, nothing otherwise. */
export function confirm(pool: Pool, draft: Draft): Question<Step | undefined> {
  return {
    title: 'Confirm your account',
    lead: draft.delivery ? deliveryText(draft.delivery) : 'Type the code that was sent to you.',
    fields: [username(draft.username), codeField],
    submit: 'Confirm',
    async answer({ username: name = '', code = '' }) {
      await pool.confirmSignUp({ username: name, code });
      const { password } = draft;
      return password !== undefined && name === draft.username ? pool.signIn({ username: name, password }) : undefined;
    },
  };
}

export function forgotPassword(pool: Pool): Question<Draft> {
  return {
    title: 'Reset your password',
    lead: 'We send a code to the address that you confirmed.',
    fields: [username()],
    submit: 'Send the code',
    answer: async ({ username: name = '' }) => ({
      username: name,
      delivery: await pool.forgotPassword({ username: name }),
    }),
  };
}

export function confirmForgotPassword(pool: Pool, draft: Draft): Question<Draft> {
  const name = draft.username ?? '';
  return {
    title: 'Choose a new password',
    lead: deliveryText(draft.delivery),
    fields: [codeField, { name: 'newPassword', label: 'New password', type: 'password', autocomplete: 'new-password' }],
    submit: 'Set the password',
    async answer({ code = '', newPassword = '' }) {
      await pool.confirmForgotPassword({ username: name, code, newPassword });
      return { username: name, message: 'Your password was changed. Sign in with the new one.' };
    },
  };
}
