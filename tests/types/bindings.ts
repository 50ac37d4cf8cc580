// The entries for React and Vue, storages and texts: what their sources export is what their typings say.
import { Pool, type User } from 'cognito-identity-wasm';
import type * as messages from 'cognito-identity-wasm/messages';
import type * as react from 'cognito-identity-wasm/react';
import { type AuthState, useAuth, useStep } from 'cognito-identity-wasm/react';
import type * as storage from 'cognito-identity-wasm/storage';
import { indexedDbStorage } from 'cognito-identity-wasm/storage';
import type * as vue from 'cognito-identity-wasm/vue';
import type * as ofReact from '../../pkg-template/src/frameworks/react.js';
import type * as ofVue from '../../pkg-template/src/frameworks/vue.js';
import type * as ofMessages from '../../pkg-template/src/messages/index.js';
import type * as ofStorage from '../../pkg-template/src/storage/index.js';

declare const sources: {
  react: typeof ofReact;
  vue: typeof ofVue;
  messages: typeof ofMessages;
  storage: typeof ofStorage;
};
export const declared: {
  react: typeof react;
  vue: typeof vue;
  messages: typeof messages;
  storage: typeof storage;
} = sources;

export function aStateIsToldApartByItsStatus(): void {
  const state: AuthState = useAuth();
  if (state.status === 'signedIn') state.user.keepFresh({ signal: new AbortController().signal })();
  if (state.status === 'failed') state.retry().then(() => state.error);
  if (state.status === 'step') state.step.challengeName.trim();
  // @ts-expect-error whoever is signed out has no user
  if (state.status === 'signedOut') state.user.username.trim();
  const { step, submit } = useStep();
  if (step?.status === 'webAuthn') submit(() => step.signInWithPasskey({ mediation: 'conditional' }));
  // @ts-expect-error there is no such mediation
  if (step?.status === 'webAuthn') submit(() => step.signInWithPasskey({ mediation: 'always' }));
}

export function anEventNamesItsUser(): void {
  const pool = new Pool({ userPoolId: 'eu-central-1_A', clientId: 'c', storage: indexedDbStorage({ name: 'x' }) });
  pool.subscribe(({ elsewhere, type, user }) => {
    const one: User = user;
    if (elsewhere && type !== 'ended') one.username.trim();
    // @ts-expect-error there is no such event
    if (type === 'signIn') one.username.trim();
  });
  pool.subscribe(() => {});
  // @ts-expect-error a trace is a function
  new Pool({ userPoolId: 'eu-central-1_A', clientId: 'c', trace: console });
}
