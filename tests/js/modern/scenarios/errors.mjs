// Errors: their shape, what is tried again, and how calls are stopped.

const IDS = { userPoolId: 'eu-central-1_AbCdEf123', clientId: 'abc', storage: 'memory' };
const CALL = { username: 'ada' };

/** A pool whose `fetch` never answers by itself, but listens to its signal as the platform's does. */
function hanging(w, options) {
  const seen = [];
  const fetch = (_, { signal }) => {
    seen.push(signal);
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  };
  return { seen, pool: new w.Pool({ ...IDS, fetch, ...options }) };
}

export const errors = {
  'a refusal of the service is an AuthError with everything that support asks for': async (w) => {
    const pool = new w.Pool({
      ...IDS,
      fetch: async () => w.refusal('LimitExceededException', 'Attempt limit exceeded.'),
    });
    const error = await w.refused(pool.forgotPassword(CALL), 'LimitExceededException');
    w.ok(error instanceof Error && error instanceof w.AuthError && w.isAuthError(error));
    w.same(
      { ...error },
      { code: 'LimitExceededException', kind: 'service', retryable: false, status: 400, requestId: 'request-7' },
    );
    w.same(
      [error.name, error.message, Object.keys(error).includes('name')],
      ['AuthError', 'Attempt limit exceeded.', false],
    );
    w.matches(error.stack, /AuthError|Attempt limit/);
    w.is(String(error), 'AuthError: Attempt limit exceeded.');
  },

  'isAuthError and instanceof hold across copies of the package, and for nothing else': async (w) => {
    const pool = new w.other.Pool({ ...IDS, fetch: async () => w.refusal('CodeMismatchException') });
    const theirs = await pool.confirmSignUp({ username: 'a', code: '1' }).catch((error) => error);
    const made = new w.other.AuthError('Custom', 'text', { kind: 'caller', cause: 5 });
    for (const error of [theirs, made]) w.ok(w.isAuthError(error) && error instanceof w.AuthError);
    w.same(
      [made.name, made.code, made.kind, made.retryable, made.cause, made.message],
      ['AuthError', 'Custom', 'caller', false, 5, 'text'],
    );
    for (const value of [
      undefined,
      null,
      1,
      'AuthError',
      {},
      new Error('x'),
      new TypeError('x'),
      { name: 'AuthError' },
      { code: 'x' },
      Object.assign(new Error('x'), { code: 'NetworkError' }),
    ]) {
      w.is(w.isAuthError(value), false, String(value));
      w.is(value instanceof w.AuthError, false, String(value));
    }
  },

  'throttling and failures of the server are tried again, three times at most': async (w) => {
    const cases = [
      [() => w.refusal('TooManyRequestsException'), 'TooManyRequestsException'],
      [() => w.refusal('ThrottlingException'), 'ThrottlingException'],
      [() => w.answer({}, 429), 'Internal'],
      [() => w.refusal('InternalErrorException', 'down', 500), 'InternalErrorException'],
      [() => new Response('<html>', { status: 502 }), 'Internal'],
      [w.drop, 'NetworkError'],
    ];
    const check = async ([script, code]) => {
      const net = w.tap(script);
      const error = await w.refused(new w.Pool({ ...IDS, fetch: net.fetch }).forgotPassword(CALL), code);
      w.same([net.calls.length, error.retryable], [3, true], code);
      w.is(error.kind, code === 'NetworkError' ? 'network' : 'server', code);
      let left = 2;
      net.clear();
      net.script = (...args) =>
        left-- > 0 ? script(...args) : w.answer({ CodeDeliveryDetails: { Destination: 'x' } });
      w.same(await new w.Pool({ ...IDS, fetch: net.fetch }).forgotPassword(CALL), { destination: 'x' }, code);
      w.is(net.calls.length, 3, code);
    };
    await w.hastily(() => Promise.all(cases.map(check)));
  },

  'a definitive refusal is never tried again': async (w) => {
    for (const code of [
      'NotAuthorizedException',
      'ForbiddenException',
      'LimitExceededException',
      'UserNotFoundException',
      'InvalidParameterException',
      'SomethingNewException',
    ]) {
      const net = w.tap(() => w.refusal(code));
      const error = await w.refused(new w.Pool({ ...IDS, fetch: net.fetch }).forgotPassword(CALL), code);
      w.same([net.calls.length, error.retryable, error.kind], [1, false, 'service'], code);
    }
  },

  'a network that is down is a NetworkError with what fetch said as its cause': async (w) => {
    const { pool } = (await w.realm()).app({ endpoint: 'http://127.0.0.1:1/', fetch: undefined });
    const error = await w.refused(pool.forgotPassword(CALL), 'NetworkError');
    w.same(
      [error.kind, error.retryable, error.status, error.cause instanceof Error],
      ['network', true, undefined, true],
    );
  },

  'a fetch that throws at once, or gives no promise, is treated alike': async (w) => {
    const throwing = new w.Pool({ ...IDS, fetch: () => w.drop() });
    w.is((await w.refused(throwing.forgotPassword(CALL), 'NetworkError')).cause.message, 'the connection broke');
    const reply = {
      ok: true,
      status: 200,
      headers: { get: () => null },
      text: () => '{"CodeDeliveryDetails":{"Destination":"x"}}',
    };
    w.same(await new w.Pool({ ...IDS, fetch: () => reply }).forgotPassword(CALL), { destination: 'x' });
  },

  'a signal that has fired before stops the call before anything is sent': async (w) => {
    const { pool, seen } = hanging(w);
    const reason = new Error('changed my mind');
    const error = await w.refused(pool.forgotPassword({ ...CALL, signal: AbortSignal.abort(reason) }), 'Aborted');
    w.same([error.cause === reason, error.kind, error.retryable, seen.length], [true, 'network', false, 0]);
  },

  'a signal that fires meanwhile stops the call and its request': async (w) => {
    const { pool, seen } = hanging(w);
    const stop = new AbortController();
    const calls = [
      pool.signIn({ username: 'ada', password: 'p', signal: stop.signal }),
      pool.forgotPassword({ ...CALL, signal: stop.signal }),
    ];
    while (seen.length < 2) await w.sleep(1);
    const reason = { any: 'value' };
    stop.abort(reason);
    for (const call of calls) w.is((await w.refused(call, 'Aborted')).cause, reason);
    w.ok(
      seen.every((signal) => signal.aborted),
      'the requests were stopped, too',
    );
  },

  'a signal that fires between two attempts stops the waiting': async (w) => {
    const stop = new AbortController();
    const net = w.tap(() => {
      stop.abort('now');
      return w.refusal('TooManyRequestsException');
    });
    const error = await w.refused(
      new w.Pool({ ...IDS, fetch: net.fetch }).forgotPassword({ ...CALL, signal: stop.signal }),
      'Aborted',
    );
    w.same([error.cause, net.calls.length], ['now', 1]);
  },

  'a signal that fires while the body is read stops the call': async (w) => {
    const stop = new AbortController();
    const fetch = async () => ({
      ok: true,
      status: 200,
      headers: { get: () => null },
      text: () => new Promise(() => setTimeout(() => stop.abort('late'), 1)),
    });
    w.is(
      (await w.refused(new w.Pool({ ...IDS, fetch }).forgotPassword({ ...CALL, signal: stop.signal }), 'Aborted'))
        .cause,
      'late',
    );
  },

  'a signal can serve many calls, and keeps no listeners of those that are over': async (w) => {
    const pool = new w.Pool({ ...IDS, fetch: async () => w.answer({}) });
    const { signal } = new AbortController();
    let listeners = 0;
    for (const [name, step] of [
      ['addEventListener', 1],
      ['removeEventListener', -1],
    ]) {
      const original = signal[name];
      signal[name] = (...args) => {
        listeners += step;
        return original.apply(signal, args);
      };
    }
    await Promise.all(Array.from({ length: 20 }, () => pool.forgotPassword({ ...CALL, signal })));
    w.is(listeners, 0);
  },

  'timeoutMs ends a call, of the pool or of the call': async (w) => {
    const slow = hanging(w, { timeoutMs: 20 });
    const error = await w.refused(slow.pool.forgotPassword(CALL), 'Timeout');
    w.same([error.kind, error.retryable, slow.seen[0].aborted], ['network', true, true]);
    const patient = hanging(w, { timeoutMs: 60_000 });
    await w.refused(patient.pool.signIn({ username: 'a', password: 'b', timeoutMs: 20 }), 'Timeout');
    const deaf = new w.Pool({ ...IDS, fetch: () => new Promise(() => {}) });
    await w.refused(deaf.forgotPassword({ ...CALL, timeoutMs: 20 }), 'Timeout');
  },

  'timeoutMs covers the attempts together': async (w) => {
    const started = Date.now();
    const net = w.tap(async () => {
      await w.sleep(60);
      return w.refusal('TooManyRequestsException');
    });
    await w.refused(new w.Pool({ ...IDS, fetch: net.fetch }).forgotPassword({ ...CALL, timeoutMs: 100 }), 'Timeout');
    w.ok(Date.now() - started < 20_000 && net.calls.length <= 2);
  },

  'a latency of the service that is longer than the timeout is a Timeout; a longer timeout waits': async (w) => {
    const { pool, signIn } = await w.person();
    try {
      await w.faults({ latencyMs: 1000 });
      await w.refused(pool.signIn({ username: 'ada', password: w.PASSWORD, timeoutMs: 120 }), 'Timeout');
      await w.faults({ latencyMs: 250 });
      w.is((await signIn({ timeoutMs: 60_000 })).status, 'signedIn');
    } finally {
      await w.faults({});
    }
  },
};
