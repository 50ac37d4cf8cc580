// How sessions end, and whose storage keys go with them.
import { SHORT } from '../world.mjs';

export const signOut = {
  'signing out revokes the refresh token and clears the storage': async (w) => {
    const { net, pool, realm, session, storage, user } = await w.signedIn();
    net.clear();
    const result = await user.signOut();
    w.same(result, { revoked: true });
    w.ok(Object.isFrozen(result));
    w.same(net.names, ['RevokeToken']);
    w.same([storage.names, pool.currentUser()], [[], null]);
    const reused = await w.raw('GetTokensFromRefreshToken', {
      ClientId: realm.clientId,
      RefreshToken: session.refreshToken,
    });
    w.is(reused.body.__type, 'NotAuthorizedException');
    w.same(await user.signOut(), { revoked: false }, 'a second time');
    await w.refused(user.session(), 'NotSignedIn');
  },

  'signing out clears the storage even when the network is down, and resolves': async (w) => {
    const scripts = [
      w.drop,
      () => w.refusal('InternalErrorException', 'down', 500),
      () => w.refusal('NotAuthorizedException'),
      () => new Promise(() => {}),
    ];
    const { realm } = await w.person();
    await w.hastily(() =>
      Promise.all(
        scripts.map(async (script) => {
          const { net, signIn, storage } = realm.app();
          const { user } = await signIn();
          net.script = script;
          net.clear();
          w.same(await user.signOut({ timeoutMs: 300 }), { revoked: false });
          w.same(storage.names, []);
          w.ok(net.calls.length <= 3, `${net.calls.length} requests`);
        }),
      ),
    );
  },

  'a global sign-out ends the sessions on other devices': async (w) => {
    const person = await w.signedIn();
    const other = person.realm.app();
    const elsewhere = (await other.signIn()).user;
    w.same(await person.user.signOut({ global: true }), { revoked: true });
    w.is(person.net.names.at(-1), 'GlobalSignOut');
    await w.refused(elsewhere.attributes(), 'NotAuthorizedException');
    await w.refused(elsewhere.session({ forceRefresh: true }), 'NotSignedIn');
    w.same([person.storage.names, other.storage.names], [[], []]);
  },

  'a sign-out ends this session and no other': async (w) => {
    const person = await w.signedIn();
    const other = person.realm.app();
    const elsewhere = (await other.signIn()).user;
    await person.user.signOut();
    w.ok((await elsewhere.session({ forceRefresh: true })).isValid());
  },

  'a global sign-out refreshes first when the access token has ended': async (w) => {
    const { net, realm, session, storage, user } = await w.signedIn({ client: SHORT });
    await realm.lengthen();
    while (session.isValid()) await w.sleep(50);
    net.clear();
    w.same(await user.signOut({ global: true }), { revoked: true });
    w.same(net.names, ['GetTokensFromRefreshToken', 'GlobalSignOut']);
    w.same(storage.names, []);
  },

  'the keys of other people and of other libraries stay': async (w) => {
    const person = await w.signedIn();
    await person.realm.add({ username: 'ben' });
    const ben = await person.signIn({ username: 'ben' });
    const prefix = `CognitoIdentityServiceProvider.${person.realm.clientId}`;
    for (const key of [
      'theme',
      'CognitoIdentityServiceProvider.other.ada.idToken',
      `${prefix}.ada.deviceKey`,
      `${prefix}.adamant.idToken`,
    ]) {
      person.storage.setItem(key, 'kept');
    }
    await person.user.signOut();
    const left = [...person.storage.items.keys()].map((key) => key.replace(prefix, '*')).sort();
    w.same(left, [
      '*.LastAuthUser',
      '*.ada.deviceKey',
      '*.adamant.idToken',
      '*.ben.accessToken',
      '*.ben.clockDrift',
      '*.ben.idToken',
      '*.ben.refreshToken',
      'CognitoIdentityServiceProvider.other.ada.idToken',
      'theme',
    ]);
    w.is(person.pool.currentUser().username, 'ben');
    w.ok((await ben.user.session()).isValid());
  },

  'a session without a refresh token is cleared, and nothing is sent': async (w) => {
    const { net, storage, user } = await w.signedIn();
    for (const key of [...storage.items.keys()]) if (key.endsWith('refreshToken')) storage.removeItem(key);
    net.clear();
    w.same(await user.signOut(), { revoked: false });
    w.same([net.names, storage.names], [[], []]);
  },

  'userData of the older library goes, too': async (w) => {
    const { realm, storage, user } = await w.signedIn();
    storage.setItem(`CognitoIdentityServiceProvider.${realm.clientId}.ada.userData`, '{}');
    await user.signOut();
    w.same(storage.names, []);
  },
};
