// What no local server asks: passkeys of somebody else's making, challenges of the future, and answers that no service should give.

const IDS = { userPoolId: 'eu-central-1_AbCdEf123', clientId: 'abc' };

function scripted(w, script) {
  const net = w.tap(script);
  const storage = new w.Memory();
  return { net, storage, pool: new w.Pool({ ...IDS, storage, fetch: net.fetch }) };
}

/** A token with these claims; nobody checks its signature here. */
const token = (claims) =>
  ['{"alg":"RS256"}', JSON.stringify(claims), 'signature']
    .map((part) => btoa(part).replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_'))
    .join('.');

function tokens() {
  const now = Math.floor(Date.now() / 1000);
  const common = { sub: 's', iat: now, exp: now + 3600, 'cognito:groups': ['g'] };
  return {
    AuthenticationResult: {
      AccessToken: token({ ...common, token_use: 'access', username: 'ada', client_id: 'abc', origin_jti: 'o' }),
      IdToken: token({ ...common, token_use: 'id', 'cognito:username': 'ada', aud: 'abc' }),
      RefreshToken: 'refresh-1',
      ExpiresIn: 3600,
      TokenType: 'Bearer',
    },
  };
}

export const scripts = {
  'a passkey is asked for with what the browser wants, and answered by a credential': async (w) => {
    const options = { challenge: 'abc', rpId: 'example.com', allowCredentials: [{ id: 'x', type: 'public-key' }] };
    const { pool, net, storage } = scripted(w, (operation) =>
      operation === 'InitiateAuth'
        ? w.answer({
            ChallengeName: 'WEB_AUTHN',
            Session: 'handle',
            ChallengeParameters: { CREDENTIAL_REQUEST_OPTIONS: JSON.stringify(options) },
          })
        : w.answer(tokens()),
    );
    const step = await pool.signIn({ username: 'ada', flow: 'user-auth', preferredChallenge: 'WEB_AUTHN' });
    w.same([step.status, step.challengeName, step.challengeSession], ['webAuthn', 'WEB_AUTHN', 'handle']);
    w.same(step.credentialRequestOptions, options);
    w.ok(Object.isFrozen(step.credentialRequestOptions.allowCredentials[0]));
    w.same(storage.names, []);
    const credential = { id: 'x', response: { signature: 's' }, toJSON: () => ({ id: 'from toJSON' }) };
    w.is((await step.respond({ credential })).status, 'signedIn');
    w.is(net.calls.at(-1).input.ChallengeResponses.CREDENTIAL, '{"id":"from toJSON"}');
    await step.respond({ credential: '{"id":"text"}' });
    w.is(net.calls.at(-1).input.ChallengeResponses.CREDENTIAL, '{"id":"text"}');
    await w.refused(step.respond({ code: '1' }), 'InvalidArgument');
  },

  'a passkey is registered with what the service wants, listed and deleted': async (w) => {
    const options = { challenge: 'abc', rp: { id: 'example.com' }, user: { id: 'AQ', displayName: 'Ada' } };
    const key = {
      CredentialId: 'x',
      RelyingPartyId: 'example.com',
      AuthenticatorTransports: ['internal'],
      CreatedAt: 7,
    };
    const { pool, net } = scripted(w, (operation) => {
      if (operation === 'InitiateAuth') return w.answer(tokens());
      if (operation === 'StartWebAuthnRegistration') return w.answer({ CredentialCreationOptions: options });
      if (operation === 'ListWebAuthnCredentials') return w.answer({ Credentials: [key], NextToken: 'more' });
      return w.answer({});
    });
    const { user } = await pool.signIn({ username: 'ada', password: w.PASSWORD, flow: 'password' });
    w.same(await user.passkeys.start(), options);
    const credential = { id: 'x', toJSON: () => ({ id: 'from toJSON', response: { transports: ['usb'] } }) };
    w.is(await user.passkeys.complete({ credential }), undefined);
    w.same(net.calls.at(-1).input.Credential, { id: 'from toJSON', response: { transports: ['usb'] } });
    await user.passkeys.complete({ credential: '{"id":"text"}' });
    w.same(net.calls.at(-1).input.Credential, { id: 'text' });
    const { passkeys, paginationToken } = await user.passkeys.list({ limit: 1, paginationToken: 'page' });
    w.same(passkeys, [{ id: 'x', relyingPartyId: 'example.com', transports: ['internal'], createdAt: 7000 }]);
    w.is(paginationToken, 'more');
    const { AccessToken, ...asked } = net.calls.at(-1).input;
    w.same(asked, { MaxResults: 1, NextToken: 'page' });
    w.is(await user.passkeys.delete('x'), undefined);
    w.is(net.calls.at(-1).input.CredentialId, 'x');
    net.clear();
    for (const bad of [{}, { credential: {} }, { credential: 'no JSON' }, { credential: null }])
      await w.refused(user.passkeys.complete(bad), 'InvalidArgument');
    await w.refused(user.passkeys.delete(''), 'InvalidArgument');
    w.same(net.names, []);
  },

  'a challenge that nobody knows yet becomes other, writes nothing, and can be answered': async (w) => {
    const parameters = { POEM: 'Say it', N: '7' };
    const { pool, net, storage } = scripted(w, (operation) =>
      operation === 'InitiateAuth'
        ? w.answer({ ChallengeName: 'RECITE_POEM', Session: 'handle', ChallengeParameters: parameters })
        : w.answer(tokens()),
    );
    const step = await pool.signIn({ username: 'ada', password: 'p', flow: 'password' });
    w.same([step.status, step.name, step.challengeName], ['other', 'RECITE_POEM', 'RECITE_POEM']);
    w.same(step.parameters, parameters);
    w.same([storage.names, pool.currentUser()], [[], null]);
    const resumed = pool.resume(JSON.parse(JSON.stringify(step)));
    w.is((await resumed.respond({ answer: 'O Captain' })).status, 'signedIn');
    const { input } = net.calls.at(-1);
    w.same(
      [input.ChallengeName, input.Session, input.ChallengeResponses],
      ['RECITE_POEM', 'handle', { USERNAME: 'ada', ANSWER: 'O Captain' }],
    );
    await step.respond({ parameters: { POEM_TEXT: 'Nevermore' } });
    w.same(net.calls.at(-1).input.ChallengeResponses, { USERNAME: 'ada', POEM_TEXT: 'Nevermore' });
  },

  'what is no saved step is refused, and a hand-made one can do no harm': async (w) => {
    const { pool } = scripted(w);
    const cyclic = { status: 'smsMfa' };
    cyclic.self = cyclic;
    const bad = [
      undefined,
      null,
      1,
      'text',
      [],
      {},
      { challengeName: 'SMS_MFA' },
      { challengeName: '', username: 'a' },
      { challengeName: 'SMS_MFA', username: 'a', parameters: [] },
      cyclic,
      () => {},
      Symbol('s'),
    ];
    for (const value of bad) w.thrown(() => pool.resume(value), 'InvalidArgument');
    const step = pool.resume(
      JSON.parse(
        `{"challengeName":"X","username":"a","challengeSession":"s","parameters":{"__proto__":"p","constructor":"c"},"pool":${JSON.stringify(pool)}}`,
      ),
    );
    w.is(Object.getOwnPropertyDescriptor(step.parameters, '__proto__').value, 'p');
    w.is({}.p, undefined);
  },

  'answers that no service should give are errors, not crashes': async (w) => {
    const answers = [
      () => new Response('<html>', { status: 200 }),
      () => w.answer({}),
      () => w.answer([1]),
      () => w.answer({ AuthenticationResult: {} }),
      () => w.answer({ AuthenticationResult: { AccessToken: 'no token' } }),
      () => w.answer({ ChallengeName: 'PASSWORD_VERIFIER', ChallengeParameters: {} }),
      () =>
        w.answer({
          ChallengeName: 'PASSWORD_VERIFIER',
          ChallengeParameters: { SALT: 'zz', SRP_B: 'zz', SECRET_BLOCK: '!' },
        }),
      () =>
        w.answer({
          ChallengeName: 'PASSWORD_VERIFIER',
          ChallengeParameters: { SALT: 'ab', SRP_B: '0', SECRET_BLOCK: 'AAAA' },
        }),
      () => new Response('', { status: 302 }),
      () => undefined,
      () => 5,
      () => ({}),
      () => ({ status: 200, headers: null, text: () => '{}' }),
      () => ({ status: 200, headers: { get: () => null }, text: 5 }),
    ];
    for (const [index, give] of answers.entries()) {
      const storage = new w.Memory();
      const pool = new w.Pool({ ...IDS, storage, fetch: async () => give() });
      const error = await pool.signIn({ username: 'ada', password: 'p' }).catch((caught) => caught);
      w.ok(w.isAuthError(error), `answer ${index}: ${error}`);
      w.ok(
        ['Internal', 'MalformedToken', 'InvalidArgument'].includes(error.code) && !error.retryable,
        `answer ${index}: ${error.code}: ${error.message}`,
      );
      w.same(storage.names, [], `answer ${index}`);
    }
  },

  'a duck-typed reply is enough, and fetch is called with no this and plain header names': async (w) => {
    let seen;
    const fetch = function (url, init) {
      seen = { this: this, url, init };
      return {
        ok: false,
        status: 400,
        headers: { get: () => null },
        text: async () => '{"__type":"x#CodeMismatchException:http://y","message":"no"}',
      };
    };
    const pool = new w.Pool({ ...IDS, storage: 'memory', fetch });
    await w.refused(pool.confirmSignUp({ username: 'a', code: '1' }), 'CodeMismatchException');
    w.is(seen.this, undefined);
    w.is(seen.url, 'https://cognito-idp.eu-central-1.amazonaws.com/');
    w.is(Object.getPrototypeOf(seen.init.headers), Object.prototype);
    w.same(
      [seen.init.method, seen.init.headers['Content-Type'], typeof seen.init.body],
      ['POST', 'application/x-amz-json-1.1', 'string'],
    );
  },
};
