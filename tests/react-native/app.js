// The app that is bundled by Metro and run by Hermes: what the test asks for, with both APIs. `host` is the test, on the other side of a pipe.
import {
  AuthError,
  AuthenticationDetails,
  CognitoUser,
  CognitoUserPool,
  isAuthError,
  Pool,
} from 'cognito-identity-wasm';
import { Pool as ProxyPool } from 'cognito-identity-wasm/proxy';

/** Code that Babel compiles to ES5. */
class OwnError extends AuthError {
  constructor(message) {
    super('Own', message);
    this.own = true;
  }
}

const promised = (call) =>
  new Promise((resolve, reject) => call((error, value) => (error ? reject(error) : resolve(value))));

globalThis.app = {
  errors() {
    const own = new OwnError('mine');
    return [
      own instanceof OwnError,
      own instanceof AuthError,
      own instanceof Error,
      isAuthError(own),
      own.own,
      own.code,
      own.message,
      new AuthError('X', 'y') instanceof OwnError,
    ];
  },

  async modern({ code, origin, password, username, ...ids }) {
    const storage = globalThis.host.storage;
    const options = { ...ids, storage, audienceOrigins: [origin] };
    const pool = new Pool(options);
    let tooEarly;
    try {
      pool.currentUser();
    } catch (error) {
      tooEarly = error.code;
    }
    const before = await pool.load();
    const started = Date.now();
    const asked = await pool.signIn({ username, password });
    const srpMs = Date.now() - started;
    const signedIn = await asked.respond({ code: await globalThis.host.call('totp', code) });
    const { user } = signedIn;
    const { email } = await user.attributes();
    const first = (await user.session()).accessToken.jwt;
    const second = (await user.session({ forceRefresh: true })).accessToken.jwt;
    const reply = await user.fetch(`${origin}/echo`);
    const elsewhere = await user.fetch('https://api.example.com.evil.example/').catch((error) => error.code);
    // The app is started again.
    const again = new Pool({ ...options, storage: { ...storage } });
    const found = await again.load();
    const isValid = (await found.session()).isValid();
    const kept = await globalThis.host.call('keys');
    const out = await found.signOut();
    return {
      tooEarly,
      before,
      asked: asked.status,
      status: signedIn.status,
      email,
      refreshed: first !== second,
      sent: (await reply.json()).authorization === `Bearer ${second}`,
      elsewhere,
      found: found.username,
      isValid,
      kept: kept.length,
      out,
      after: await globalThis.host.call('keys'),
      gone: await new Pool({ ...options, storage: { ...storage } }).load(),
      srpMs,
    };
  },

  async behindProxy({ password, proxy, username }) {
    const pool = new ProxyPool({ proxy, storage: globalThis.host.storage });
    await pool.load();
    const { session, user } = await pool.signIn({ username, password });
    const attributes = await user.attributes();
    return [session.isValid(), attributes.email, await user.signOut()];
  },

  async dropin({ code, endpoint, password, userPoolId: UserPoolId, clientId: ClientId, username }) {
    const userPool = new CognitoUserPool({ UserPoolId, ClientId, endpoint });
    const synced = await promised((done) => userPool.storage.sync(done));
    const user = new CognitoUser({ Username: username, Pool: userPool });
    const details = new AuthenticationDetails({ Username: username, Password: password });
    const started = Date.now();
    let srpMs;
    const session = await new Promise((onSuccess, onFailure) => {
      const callbacks = {
        onSuccess,
        onFailure,
        totpRequired: async () => {
          srpMs = Date.now() - started;
          user.sendMFACode(await globalThis.host.call('totp', code), callbacks, 'SOFTWARE_TOKEN_MFA');
        },
      };
      user.authenticateUser(details, callbacks);
    });
    const refreshed = await promised((done) => user.refreshSession(session.getRefreshToken(), done));
    const kept = await globalThis.host.call('keys');
    const name = userPool.getCurrentUser().getUsername();
    await promised((done) => user.signOut(done));
    return {
      synced,
      isValid: session.isValid(),
      refreshed: refreshed.getAccessToken().getJwtToken() !== session.getAccessToken().getJwtToken(),
      kept: kept.length,
      prefixed: kept.every((key) => key.startsWith('@MemoryStorage:')),
      name,
      after: await globalThis.host.call('keys'),
      srpMs,
    };
  },

  async withoutRandom({ endpoint, ...ids }) {
    const { crypto } = globalThis;
    delete globalThis.crypto;
    const modern = await new Pool({ ...ids, endpoint, storage: 'memory' })
      .signIn({ username: 'ada', password: 'p' })
      .catch((error) => [error.code, error.message]);
    const user = new CognitoUser({
      Username: 'ada',
      Pool: new CognitoUserPool({ UserPoolId: ids.userPoolId, ClientId: ids.clientId, endpoint }),
    });
    const details = new AuthenticationDetails({ Username: 'ada', Password: 'p' });
    const dropin = await new Promise((resolve) => {
      user.authenticateUser(details, { onSuccess: resolve, onFailure: (error) => resolve(error.message) });
    }).catch((error) => error.message);
    globalThis.crypto = crypto;
    return [...modern, dropin];
  },
};
