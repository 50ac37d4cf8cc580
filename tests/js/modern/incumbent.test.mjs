// Moving over from amazon-cognito-identity-js: sessions and devices that it stored go on, and the other way round.
import { after, before, test } from 'node:test';
import { AuthenticationDetails, CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js';
import { packageFile, startLocal } from '../local/server-process.mjs';
import { Memory, makeWorld, PASSWORD } from './world.mjs';

const TRACKING = {
  DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false },
};
let server;
let w;
before(async () => {
  server = await startLocal();
  w = makeWorld({ api: await import(packageFile('dist/node.mjs')), endpoint: server.endpoint, where: 'node' });
});
after(() => server.stop());

/** The older library over the same storage. */
function incumbent(realm, Storage) {
  const Pool = new CognitoUserPool({
    UserPoolId: realm.userPoolId,
    ClientId: realm.clientId,
    endpoint: server.endpoint,
    Storage,
  });
  const signIn = () => {
    const user = new CognitoUser({ Username: 'ada', Pool, Storage });
    return new Promise((onSuccess, onFailure) =>
      user.authenticateUser(new AuthenticationDetails({ Username: 'ada', Password: PASSWORD }), {
        onSuccess,
        onFailure,
      }),
    );
  };
  const session = () =>
    new Promise((resolve, reject) =>
      Pool.getCurrentUser().getSession((error, value) => (error ? reject(error) : resolve(value))),
    );
  return { Pool, signIn, session };
}

test('a session that it stored is picked up, refreshed and signed out', async () => {
  const { realm } = await w.person();
  const storage = new Memory();
  const old = incumbent(realm, storage);
  const theirs = await old.signIn();
  const before = storage.names;
  const { pool } = realm.app({ storage });
  const user = pool.currentUser();
  w.is(user.username, 'ada');
  w.is((await user.session()).idToken.jwt, theirs.getIdToken().getJwtToken());
  const fresh = await user.session({ forceRefresh: true });
  w.same(storage.names, before, 'the same keys');
  w.is((await old.session()).getAccessToken().getJwtToken(), fresh.accessToken.jwt);
  w.same(await user.signOut(), { revoked: true });
  w.is(old.Pool.getCurrentUser(), null);
  w.same(storage.names, []);
});

test('a session that this package stored is picked up by it', async () => {
  const { realm, session, storage } = await w.signedIn();
  const old = incumbent(realm, storage);
  w.is(old.Pool.getCurrentUser().getUsername(), 'ada');
  const theirs = await old.session();
  w.ok(theirs.isValid());
  w.is(theirs.getRefreshToken().getToken(), session.refreshToken);
});

test('a device that it confirmed is proven here, and a device of ours is proven there', async () => {
  for (const first of ['theirs', 'ours']) {
    const person = await w.person({ pool: TRACKING });
    const old = incumbent(person.realm, person.storage);
    const [confirm, prove] = first === 'theirs' ? [old.signIn, person.signIn] : [person.signIn, old.signIn];
    await confirm();
    const key = person.storage.short['ada.deviceKey'];
    person.net.clear();
    await prove();
    w.is(person.storage.short['ada.deviceKey'], key, first);
    w.is((await person.realm.admin('AdminListDevices', { Username: 'ada' })).Devices.length, 1, first);
    if (first === 'theirs') w.is(person.net.names.at(-1), 'RespondToAuthChallenge DEVICE_PASSWORD_VERIFIER');
  }
});
