// A sign-in that wants more: one small form for each kind of challenge.
import type { Challenge } from 'cognito-identity-wasm';
import type { App } from '../app.js';
import { codeChallenge } from '../challenges/code.js';
import { customChallenge } from '../challenges/custom.js';
import { mfaSetup } from '../challenges/mfa-setup.js';
import { newPassword } from '../challenges/new-password.js';
import { otherChallenge } from '../challenges/other.js';
import { passwordChallenge } from '../challenges/password.js';
import { selectChallenge } from '../challenges/select.js';
import { webAuthn } from '../challenges/web-authn.js';
import { h } from '../ui/dom.js';

export function challengeView(app: App): HTMLElement {
  const challenge = app.challenge as Challenge;
  const view = viewOf(app, challenge);
  view.dataset.status = challenge.status;
  view.append(
    h(
      'p',
      { class: 'foot' },
      'Signing in as ',
      h('strong', null, challenge.username),
      '. ',
      h('button', { type: 'button', class: 'link', on: { click: () => startOver(app) } }, 'Start over'),
    ),
  );
  return view;
}

function viewOf(app: App, challenge: Challenge): HTMLElement {
  switch (challenge.status) {
    case 'smsMfa':
    case 'smsOtp':
    case 'emailOtp':
    case 'softwareTokenMfa':
      return codeChallenge(app, challenge);
    case 'newPasswordRequired':
      return newPassword(app, challenge);
    case 'selectMfaType':
    case 'selectChallenge':
      return selectChallenge(app, challenge);
    case 'mfaSetup':
      return mfaSetup(app, challenge);
    case 'customChallenge':
      return customChallenge(app, challenge);
    case 'password':
    case 'passwordSrp':
      return passwordChallenge(app, challenge);
    case 'webAuthn':
      return webAuthn(app, challenge);
    case 'other':
      return otherChallenge(app, challenge);
  }
}

function startOver(app: App): void {
  app.abandon();
  app.go('sign-in');
}
