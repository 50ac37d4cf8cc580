// How tokens become new ones: once, and whatever happens meanwhile.
import { SHORT } from '../world.mjs';

const ROTATION = {
  RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 },
  ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
};
const many = (count, call) => Promise.all(Array.from({ length: count }, (_, index) => call(index)));
const keyOf = (storage, name) => [...storage.items.keys()].find((key) => key.endsWith(name));

/** Which token it is, also where an auth proxy keeps it. */
const idOf = (session) => session.accessToken.claims.jti;

/** Checks that all sessions carry the same new token, and that the service was asked once. */
function sharedOne(w, sessions, net, before) {
  w.is(net.count('GetTokensFromRefreshToken'), 1);
  w.is(net.calls.length, 1);
  const tokens = new Set(sessions.map(idOf));
  w.is(tokens.size, 1);
  w.ok(!tokens.has(idOf(before)), 'a new token');
  w.ok(sessions.every((session) => session.isValid()));
}

export const refresh = {
  'a session that holds is given as it is, without a request': async (w) => {
    const { net, session, user } = await w.signedIn();
    net.clear();
    const again = await user.session();
    w.is(idOf(again), idOf(session));
    w.is(idOf(await user.session({ minValiditySeconds: 60 })), idOf(session));
    w.same(net.names, []);
    const fresh = await user.session({ minValiditySeconds: 7200 });
    w.ok(idOf(fresh) !== idOf(session));
    w.is(net.calls.length, 1);
    w.is(fresh.refreshToken, session.refreshToken);
  },

  'fifty callers at once share one request, on one user': async (w) => {
    const { net, user } = await w.signedIn();
    await w.race(async () => {
      const before = await user.session();
      net.clear();
      sharedOne(w, await many(50, () => user.session({ forceRefresh: true })), net, before);
    });
  },

  'fifty callers share one request when the tokens have really ended': async (w) => {
    const { net, realm, session, user } = await w.signedIn({ client: SHORT });
    await realm.lengthen();
    while (session.isValid()) await w.sleep(50);
    net.clear();
    sharedOne(w, await many(50, () => user.session()), net, session);
  },

  'they share it across two user objects, and across two pools on one storage': async (w) => {
    const person = await w.signedIn();
    const users = [person.pool.currentUser(), person.pool.currentUser()];
    const second = person.realm.app({ storage: person.storage });
    const both = [person.pool.currentUser(), second.pool.currentUser()];
    await w.race(async () => {
      for (const pair of [users, both]) {
        const before = await person.user.session();
        person.net.clear();
        const sessions = await many(50, (index) => pair[index % 2].session({ forceRefresh: true }));
        w.is(second.net.calls.length, 0);
        sharedOne(w, sessions, person.net, before);
      }
    });
  },

  'a refresh that is over does not stand in for the next one': async (w) => {
    const { net, user } = await w.signedIn();
    net.clear();
    await user.session({ forceRefresh: true });
    await user.session({ forceRefresh: true });
    w.is(net.calls.length, 2);
  },

  'a caller that gives up leaves the others their refresh': async (w) => {
    const { net, user } = await w.signedIn();
    await w.race(async () => {
      net.clear();
      const stop = new AbortController();
      const [first, second] = [
        user.session({ forceRefresh: true, signal: stop.signal }),
        user.session({ forceRefresh: true }),
      ];
      stop.abort(new Error('enough'));
      const error = await w.refused(first, 'Aborted');
      w.is(error.cause.message, 'enough');
      w.ok((await second).isValid());
      w.is(net.count('GetTokensFromRefreshToken'), 1);
    });
  },

  'a rotated refresh token is stored, and the next refresh works': async (w) => {
    const { net, session, storage, user } = await w.signedIn({ client: ROTATION });
    for (let before = session.refreshToken, round = 0; round < 3; round++) {
      const fresh = await user.session({ forceRefresh: true });
      w.ok(fresh.refreshToken !== before, 'rotated');
      w.is(storage.short['ada.refreshToken'], fresh.refreshToken);
      w.is(storage.short['ada.accessToken'], fresh.accessToken.jwt);
      before = fresh.refreshToken;
    }
    w.is(net.count('GetTokensFromRefreshToken'), 3);
    w.same(await user.signOut(), { revoked: true });
  },

  'a revoked refresh token makes one request, and signs out': async (w) => {
    const { net, pool, realm, session, storage, user } = await w.signedIn();
    await w.admin('RevokeToken', { ClientId: realm.clientId, Token: session.refreshToken });
    net.clear();
    const errors = await many(20, () => user.session({ forceRefresh: true }).catch((error) => error));
    for (const error of errors) w.isOurs(error, 'NotSignedIn');
    w.same(
      [errors[0].kind, errors[0].retryable, errors[0].cause.code, errors[0].cause.status],
      ['caller', false, 'NotAuthorizedException', 400],
    );
    w.is(net.calls.length, 1);
    w.same([storage.names, pool.currentUser()], [[], null]);
    await w.refused(user.session(), 'NotSignedIn');
    w.is(net.calls.length, 1);
  },

  'a broken network keeps the stored session, after three requests': async (w) => {
    const { net, pool, storage, user } = await w.signedIn();
    const before = storage.short;
    net.script = w.drop;
    net.clear();
    const error = await w.hastily(() => w.refused(user.session({ forceRefresh: true }), 'NetworkError'));
    w.same([error.kind, error.retryable, error.cause instanceof TypeError], ['network', true, true]);
    w.is(net.calls.length, 3);
    w.same(storage.short, before);
    w.is(pool.currentUser().username, 'ada');
    net.script = () => undefined;
    w.ok((await user.session({ forceRefresh: true })).isValid());
  },

  'a service that fails, drops connections or throttles keeps the stored session': async (w) => {
    const { net, storage, user } = await w.signedIn();
    const before = storage.short;
    try {
      for (const [faults, code] of [
        [{ serverError: { operation: 'GetTokensFromRefreshToken', status: 503 } }, 'InternalErrorException'],
        [{ drop: { operation: 'GetTokensFromRefreshToken' } }, 'NetworkError'],
        [{ throttle: { operation: 'GetTokensFromRefreshToken' } }, 'TooManyRequestsException'],
      ]) {
        await w.faults(faults);
        net.clear();
        const error = await w.hastily(() => w.refused(user.session({ forceRefresh: true }), code));
        w.is(error.retryable, true, code);
        w.is(net.calls.length, 3, code);
        w.same(storage.short, before, code);
      }
      await w.faults({ throttle: { operation: 'GetTokensFromRefreshToken', times: 2 } });
      net.clear();
      w.ok((await w.hastily(() => user.session({ forceRefresh: true }))).isValid());
      w.is(net.calls.length, 3);
    } finally {
      await w.faults({});
    }
  },

  'a refusal of the request as such keeps the session: only the refresh token’s own end signs out': async (w) => {
    const { net, storage, user } = await w.signedIn();
    for (const code of [
      'ForbiddenException',
      'ResourceNotFoundException',
      'InvalidParameterException',
      'LimitExceededException',
    ]) {
      net.script = () => w.refusal(code);
      net.clear();
      await w.refused(user.session({ forceRefresh: true }), code);
      w.is(net.calls.length, 1, code);
      w.ok(storage.names.includes('ada.refreshToken'), code);
    }
  },

  'signing out during a refresh leaves the storage empty': async (w) => {
    await w.race(async (round) => {
      const revoked = round % 2 === 0;
      const { net, pool, storage, user } = await w.signedIn();
      let asked = false;
      let go;
      const gate = new Promise((resolve) => {
        go = resolve;
      });
      net.script = async (operation, input) => {
        if (operation !== 'GetTokensFromRefreshToken') return undefined;
        // The service gives the tokens before it hears of the revocation; they arrive here after it.
        const reply = revoked ? undefined : w.answer((await w.raw(operation, input)).body);
        asked = true;
        await gate;
        return reply;
      };
      const refreshing = user.session({ forceRefresh: true }).catch((error) => error);
      while (!asked) await w.sleep(1);
      await user.signOut();
      w.same(storage.names, []);
      go();
      w.isOurs(await refreshing, 'NotSignedIn');
      w.same([storage.names, pool.currentUser()], [[], null]);
    });
  },

  'a session that another page has refreshed meanwhile is taken from the storage': async (w) => {
    const { net, realm, session, storage, user } = await w.signedIn();
    net.script = async () => {
      const { body } = await w.raw('GetTokensFromRefreshToken', {
        ClientId: realm.clientId,
        RefreshToken: session.refreshToken,
      });
      storage.setItem(keyOf(storage, 'accessToken'), body.AuthenticationResult.AccessToken);
      storage.setItem(keyOf(storage, 'idToken'), body.AuthenticationResult.IdToken);
      storage.setItem(keyOf(storage, 'refreshToken'), 'rotated by the other page');
      return w.refusal('RefreshTokenReuseException');
    };
    const fresh = await user.session({ forceRefresh: true });
    w.is(fresh.refreshToken, 'rotated by the other page');
    w.is(storage.short['ada.refreshToken'], 'rotated by the other page');
  },

  'a service that does not know GetTokensFromRefreshToken is asked the old way': async (w) => {
    for (const code of ['UnknownOperationException', 'UnsupportedOperationException']) {
      const { net, session, storage, user } = await w.signedIn();
      net.script = (operation) => (operation === 'GetTokensFromRefreshToken' ? w.refusal(code) : undefined);
      net.clear();
      const fresh = await user.session({ forceRefresh: true });
      w.same(net.names, ['GetTokensFromRefreshToken', 'InitiateAuth REFRESH_TOKEN_AUTH']);
      w.same(net.calls[1].input.AuthParameters, { REFRESH_TOKEN: session.refreshToken });
      w.ok(
        fresh.accessToken.jwt !== session.accessToken.jwt && storage.short['ada.accessToken'] === fresh.accessToken.jwt,
      );
      w.is(fresh.refreshToken, session.refreshToken);
    }
  },

  'clocks that differ do not end a session, and do not keep one alive': async (w) => {
    try {
      for (const clockSkewMs of [-7_200_000, 7_200_000]) {
        await w.faults({ clockSkewMs });
        const { net, session, user } = await w.signedIn();
        w.is(session.isValid(), true, `${clockSkewMs}`);
        w.is(session.isValid({ leewaySeconds: 3700 }), false);
        net.clear();
        w.ok((await user.session()).isValid());
        w.same(net.names, []);
        w.ok((await user.attributes()).sub);
      }
    } finally {
      await w.faults({});
    }
  },
};
