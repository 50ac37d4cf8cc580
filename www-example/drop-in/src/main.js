// A sample in the manner of amazon-cognito-identity-js: which package answers to that name is decided outside of it.
import '../../src/styles/main.css';
import { accountScreen } from './account.js';
import * as auth from './auth.js';
import { foot, form, link, note, show } from './screen.js';

const USERNAME = ['username', 'User name', 'text', 'username'];
const NEW_PASSWORD = ['password', 'New password', 'password', 'new-password'];
const CODE = ['code', 'Code', 'text', 'one-time-code'];
const FACTORS = { SMS_MFA: 'A code by SMS', EMAIL_OTP: 'A code by e-mail', SOFTWARE_TOKEN_MFA: 'My authenticator' };

/** Nobody is signed in. */
function signInScreen(message) {
  // Nobody needs a password where the pool asks a question of its own.
  const fields = [USERNAME, ['password', 'Password', 'password', 'current-password', true]];
  const signIn = form({ fields, submit: 'Sign in' }, ({ username, password }, failed) => {
    const started = performance.now();
    auth.signIn(username, password, screensOf(failed, started));
  });
  show(
    'Sign in',
    ...(message ? [note(message)] : []),
    signIn,
    foot(link('Create an account', signUpScreen), ' ', link('Forgot your password?', forgotScreen)),
  );
}

/** What is asked before somebody is in; a refused answer is told where it was given. */
function screensOf(onFailure, started) {
  let failed = onFailure;
  const ask = (title, options, answer) =>
    show(
      title,
      form(options, (values, refused) => {
        failed = refused;
        answer(values);
      }),
    );
  return {
    done(user, session) {
      accountScreen(user, session, signInScreen, `Signed in in ${Math.round(performance.now() - started)} ms.`);
    },
    failed: (error) => failed(error),
    code: (lead, answer) =>
      ask('One more step', { lead, fields: [CODE], submit: 'Continue' }, ({ code }) => answer(code)),
    choice(names, answer) {
      const choices = names.map((name) => link(FACTORS[name] ?? name, () => answer(name)));
      show('How do you want to prove it?', ...choices);
    },
    enrol(secret, answer) {
      const lead = `Put this key into your authenticator: ${secret}`;
      ask('Set up your authenticator', { lead, fields: [CODE], submit: 'Continue' }, ({ code }) => answer(code));
    },
    newPassword(required, answer) {
      const fields = [NEW_PASSWORD, ...required.map((name) => [name, name])];
      ask('Choose a password', { fields, submit: 'Continue' }, ({ password, ...attributes }) =>
        answer(password, attributes),
      );
    },
    custom({ question, USERNAME: _, ...rest }, answer) {
      const lead = question ?? Object.values(rest).join(' ');
      ask('A question', { lead, fields: [['answer', 'Answer']], submit: 'Continue' }, (values) =>
        answer(values.answer),
      );
    },
  };
}

function signUpScreen() {
  const fields = [USERNAME, ['name', 'Name', 'text', 'name'], ['email', 'E-mail', 'email', 'email'], NEW_PASSWORD];
  show(
    'Create an account',
    form({ fields, submit: 'Create' }, (values, failed) =>
      auth.signUp(values, (error, result) => {
        if (error) return failed(error);
        confirmScreen(result.user.getUsername(), result.codeDeliveryDetails?.Destination);
      }),
    ),
    foot(link('Back to the sign-in', () => signInScreen())),
  );
}

function confirmScreen(username, destination) {
  const lead = `We sent a code to ${destination}.`;
  const confirm = form({ lead, fields: [CODE], submit: 'Confirm' }, ({ code }, failed) =>
    auth.confirm(username, code, (error) => (error ? failed(error) : signInScreen('Your account is confirmed.'))),
  );
  const again = link('Send another code', () =>
    auth.resend(username, (error) => again.after(note(error ? error.message : 'Another code is on its way.'))),
  );
  show('Confirm your account', confirm, foot(again));
}

function forgotScreen() {
  show(
    'Forgot your password?',
    form({ fields: [USERNAME], submit: 'Send a code' }, ({ username }, onFailure) =>
      auth.forgot(username, { onFailure, onSent: () => resetScreen(username) }),
    ),
    foot(link('Back to the sign-in', () => signInScreen())),
  );
}

function resetScreen(username) {
  show(
    'Choose a new password',
    form(
      { lead: 'We sent you a code.', fields: [CODE, NEW_PASSWORD], submit: 'Save' },
      ({ code, password }, onFailure) =>
        auth.resetPassword(username, code, password, {
          onFailure,
          onSuccess: () => signInScreen('Your new password holds.'),
        }),
    ),
  );
}

/** The settings stand in the address, or the server of this page tells them. */
async function settings() {
  const query = Object.fromEntries(new URLSearchParams(location.search));
  if (query.userPoolId && query.clientId) return query;
  const served = await (await fetch('served.json')).json();
  return served.settings;
}

for (const link of document.querySelectorAll('[data-package]'))
  if (location.pathname.includes(`/${link.dataset.package}/`)) link.setAttribute('aria-current', 'page');

const chosen = await settings();
if (chosen) {
  auth.configure(chosen);
  auth.restore((error, found) => {
    if (found) accountScreen(found.user, found.session, signInScreen, 'Welcome back.');
    else signInScreen(error?.message);
  });
} else {
  show('No user pool', note('Add ?userPoolId=…&clientId=… to the address.'));
}
