// Behind one process: a race for new tokens signs nobody out, in either custody; and what is no answer of the service is none of the
// proxy's. The pool rotates refresh tokens without a grace period.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { race } from '../rounds.mjs';
import { LOCAL, LocalCognito, makeProxy, PASSWORD, Page } from './world.mjs';

const [{ clients, ...pool }] = LOCAL.pools;
const ROTATION = {
  ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
  RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 },
};
const ROTATING = { pools: [{ ...pool, clients: [{ ...clients[0], ...ROTATION }] }] };

/** A proxy in front of such a pool; `script` may stand in for the service. */
function world(custody, config = ROTATING) {
  const local = new LocalCognito(config);
  const w = { sent: [], script: undefined };
  const fetch = async (url, init) => {
    const target = new Headers(init?.headers).get('x-amz-target');
    // The pool's keys are no operation.
    if (!target) return local.fetch(url, init);
    w.sent.push(target.split('.')[1]);
    return (await w.script?.()) ?? local.fetch(url, init);
  };
  w.proxy = makeProxy(custody, {}, { fetch }).proxy;
  w.page = new Page(w.proxy.fetch);
  return w;
}

/** Another tab with what this one had. */
function copy(page) {
  const other = new Page(page.fetch);
  other.cookies = new Map(page.cookies);
  other.token = page.token;
  return other;
}

for (const custody of ['token', 'cookie']) {
  test(`the losers of a race for new tokens get what the winner got: custody ${custody}`, async () => {
    const w = world(custody);
    const signedIn = await w.page.signIn();
    let refreshToken = signedIn.body.tokens.refreshToken;
    await race(async (round) => {
      const tabs = Array.from({ length: round % 2 ? 3 : 20 }, () => copy(w.page));
      const late = copy(w.page);
      const body = custody === 'token' ? { refreshToken } : {};
      w.sent.length = 0;
      const replies = await Promise.all(tabs.map((tab) => tab.send('POST', '/refresh', body)));
      replies.push(await late.send('POST', '/refresh', body));
      assert.deepEqual([...new Set(replies.map(({ status }) => status))], [200]);
      assert.deepEqual(w.sent, ['GetTokensFromRefreshToken']);
      assert.equal(new Set(replies.map(({ text }) => text)).size, 1, 'the same tokens for all');
      refreshToken = replies[0].body.tokens.refreshToken;
      w.page = tabs[0];
      w.page.token = replies[0].body.tokens.accessToken;
      assert.equal((await w.page.send('GET', '/user')).status, 200);
    });
  });

  test(`after a sign-out nobody who comes late gets tokens: custody ${custody}`, async () => {
    const w = world(custody);
    const signedIn = await w.page.signIn();
    const late = copy(w.page);
    const before = signedIn.body.tokens.refreshToken;
    const reply = await w.page.send('POST', '/refresh', custody === 'token' ? { refreshToken: before } : {});
    const { accessToken, refreshToken: token } = reply.body.tokens;
    w.page.token = accessToken;
    const out = await w.page.send('POST', '/sign-out', custody === 'token' ? { token } : {});
    assert.equal(out.status, 200, out.text);
    const again = await late.send('POST', '/refresh', custody === 'token' ? { refreshToken: before } : {});
    assert.equal(again.status, 401, again.text);
  });

  test(`a refusal is told to all who asked at once, and to nobody after them: custody ${custody}`, async () => {
    const w = world(custody);
    const { refreshToken } = (await w.page.signIn()).body.tokens;
    const body = custody === 'token' ? { refreshToken } : {};
    const tabs = [copy(w.page), copy(w.page)];
    const late = copy(w.page);
    w.script = () => new Response('{"__type":"InternalErrorException","message":"x"}', { status: 500 });
    const replies = await Promise.all(tabs.map((tab) => tab.send('POST', '/refresh', body)));
    assert.deepEqual(
      replies.map(({ status }) => status),
      [503, 503],
    );
    w.script = undefined;
    assert.equal((await late.send('POST', '/refresh', body)).status, 200);
  });
}

const text = (body, status = 200) => new Response(body, { status });
for (const [kind, answer] of Object.entries({
  'HTML of a captive portal': () => text('<html>Log in</html>'),
  'an empty 202 of a firewall': () => text('', 202),
  'JSON that is cut': () => text('{"UserConfirmed":tr'),
  'a list': () => text('[]'),
  'the text null': () => text('null'),
  'nothing where the operation has an output': () => text(''),
}))
  test(`${kind} is passed on as a failure`, async () => {
    const w = world('cookie');
    await w.page.signIn();
    w.script = answer;
    const requests = [
      ['POST', '/sign-up', { username: 'mia', password: PASSWORD }],
      ['POST', '/sign-up/confirm', { username: 'mia', confirmationCode: '123456' }],
      ['POST', '/password/forgot', { username: 'ada' }],
      ['GET', '/user'],
      ['GET', '/devices'],
      ['POST', '/refresh', {}],
    ];
    if (!kind.startsWith('nothing'))
      requests.push(['POST', '/password', { previousPassword: PASSWORD, proposedPassword: 'An0ther-Password' }]);
    for (const [method, path, body] of requests) {
      const reply = await w.page.send(method, path, body);
      assert.equal(reply.status, 502, `${method} ${path}: ${reply.text}`);
    }
  });

test('without rotation each refresh that follows another asks the service anew', async () => {
  const w = world('cookie', LOCAL);
  await w.page.signIn();
  w.sent.length = 0;
  for (let time = 0; time < 2; time++) assert.equal((await w.page.send('POST', '/refresh', {})).status, 200);
  assert.deepEqual(w.sent, ['GetTokensFromRefreshToken', 'GetTokensFromRefreshToken']);
});
