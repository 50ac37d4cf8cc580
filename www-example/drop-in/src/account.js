// Somebody is signed in: the tokens, the profile, the password, the way out.
import * as auth from './auth.js';
import { actions, button, facts, form, note, section, show } from './screen.js';

export function accountScreen(user, session, leave, message) {
  const said = note(message);
  const fail = (error) => {
    said.textContent = error.message;
  };
  const again = (text) => (error) => {
    if (error) fail(error);
    else accountScreen(user, user.getSignInUserSession() ?? session, leave, text);
  };
  auth.attributesOf(user, (error, attributes) => {
    if (error) {
      // The tokens may be good and the account gone.
      auth.signOut(user, () => {});
      return leave(error.message);
    }
    const access = session.getAccessToken();
    const until = new Date(access.getExpiration() * 1000).toLocaleTimeString();
    const token = facts({ Subject: access.payload.sub, 'Signed in until': until });
    const person = document.createElement('strong');
    person.dataset.username = '';
    person.textContent = user.getUsername();
    show(
      'Your account',
      person,
      said,
      section(
        'Session',
        token,
        actions(
          button('Refresh', () => auth.refresh(user, session, again('The tokens are new.'))),
          button('Sign out', () => auth.signOut(user, (failed) => leave(failed ? failed.message : 'Signed out.'))),
          button('Sign out everywhere', () =>
            auth.signOutEverywhere(user, { onFailure: fail, onSuccess: () => leave('Signed out everywhere.') }),
          ),
        ),
      ),
      section('Profile', facts(attributes), nameForm(user, again('Saved.'))),
      section('Password', passwordForm(user, again('The new password holds.'))),
    );
  });
}

function nameForm(user, done) {
  return form({ fields: [['name', 'Name', 'text', 'name']], submit: 'Save' }, ({ name }, failed) =>
    auth.changeName(user, name, (error) => (error ? failed(error) : done(null))),
  );
}

function passwordForm(user, done) {
  const fields = [
    ['previous', 'Current password', 'password', 'current-password'],
    ['proposed', 'New password', 'password', 'new-password'],
  ];
  return form({ fields, submit: 'Change' }, ({ previous, proposed }, failed) =>
    auth.changePassword(user, previous, proposed, (error) => (error ? failed(error) : done(null))),
  );
}
