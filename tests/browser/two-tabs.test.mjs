// Two tabs of one origin that refresh at once, where refresh tokens rotate and the old one ends at once.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { build } from 'esbuild';
import { makePool, makeUser, must, PACKAGE, ROTATING, startLocal } from '../js/local/server-process.mjs';
import { race, rounds } from '../js/rounds.mjs';
import { launch } from './chromium.mjs';
import { serve } from './modern-page.mjs';

const USER = { username: 'ada', password: 'Correct-Horse-7' };
const JITTER_MS = 50;

/** What a tab runs, an API each: it makes `tab` with `open`, `signIn` and `session`, which refreshes an expired one. */
const TABS = {
  'drop-in': `
    import { AuthenticationDetails, CognitoUser, CognitoUserPool } from 'cognito-identity-wasm';
    let Pool;
    globalThis.tab = {
      open({ userPoolId: UserPoolId, clientId: ClientId, endpoint }) {
        Pool = new CognitoUserPool({ UserPoolId, ClientId, endpoint });
      },
      async signIn({ username: Username, password: Password }) {
        const user = new CognitoUser({ Username, Pool });
        await user.authenticateUser(new AuthenticationDetails({ Username, Password }));
      },
      async session() {
        const session = await Pool.getCurrentUser().getSession();
        return { accessToken: session.getAccessToken().getJwtToken(), valid: session.isValid() };
      },
    };`,
};

/** Notes when a refresh is on its way. */
const WATCH = `
  const { fetch } = globalThis;
  globalThis.sent = [];
  globalThis.fetch = async (url, init) => {
    const from = Date.now();
    const reply = await fetch(url, init);
    if (/GetTokensFromRefreshToken/.test(init?.headers?.['X-Amz-Target'])) {
      globalThis.sent.push([from, Date.now()]);
    }
    return reply;
  };`;

/** The script of a tab, bundled as an application would do it. */
async function bundle(contents) {
  const modules = mkdtempSync(join(tmpdir(), 'two-tabs-'));
  try {
    mkdirSync(join(modules, 'node_modules'));
    symlinkSync(PACKAGE, join(modules, 'node_modules/cognito-identity-wasm'));
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: modules },
      bundle: true,
      write: false,
      format: 'esm',
      preserveSymlinks: true,
    });
    return outputFiles[0].text;
  } finally {
    rmSync(modules, { recursive: true });
  }
}

let browser;
let local;
before(async () => {
  [local, browser] = await Promise.all([startLocal(), launch()]);
});
after(async () => {
  await browser?.close();
  await local?.stop();
});

for (const [api, script] of Object.entries(TABS)) {
  describe(api, () => {
    let site;
    before(async () => {
      site = await serve(await bundle(script + WATCH));
    });
    after(() => site?.server.close());

    /** Two tabs of one profile, of which the first signs in. `prepare` runs in each before its own script. */
    async function twoTabs(t, prepare = () => {}) {
      const context = await browser.newContext();
      t.after(() => context.close());
      await context.addInitScript(prepare);
      const ids = await makePool(local.endpoint, { client: ROTATING });
      await makeUser(local.endpoint, { ...ids, ...USER });
      const tabs = await Promise.all([context.newPage(), context.newPage()]);
      for (const tab of tabs) {
        await tab.goto(site.origin);
        await tab.waitForFunction(() => globalThis.tab);
        await tab.evaluate((settings) => globalThis.tab.open(settings), { endpoint: local.endpoint, ...ids });
      }
      await tabs[0].evaluate((user) => globalThis.tab.signIn(user), USER);
      const key = `CognitoIdentityServiceProvider.${ids.clientId}.${USER.username}.clockDrift`;
      return {
        tabs,
        /** When each tab sent its refresh tokens in this round, `[from, to]` on the system's clock. */
        sent: async () => (await Promise.all(tabs.map((tab) => tab.evaluate(() => globalThis.sent.splice(0))))).flat(),
        /** Makes the stored session an expired one, for both: the clock is said to be two days slow. */
        async expire() {
          await tabs[0].evaluate((key) => localStorage.setItem(key, '-172800s'), key);
          await tabs[1].waitForFunction((key) => localStorage.getItem(key) === '-172800s', key);
        },
        /** Asks for a session in each tab, at any time within the jitter; the service must take what they get. */
        async sessions() {
          const sessions = await Promise.all(
            tabs.map((tab) =>
              tab.evaluate(async (ms) => {
                await new Promise((resolve) => setTimeout(resolve, ms));
                return globalThis.tab.session();
              }, Math.random() * JITTER_MS),
            ),
          );
          for (const { accessToken, valid } of sessions) {
            assert.ok(valid);
            await must(local.endpoint, 'GetUser', { AccessToken: accessToken });
          }
          return sessions.map(({ accessToken }) => accessToken);
        },
      };
    }

    test('both are signed in after each refresh, and never send at the same time', async (t) => {
      const world = await twoTabs(t);
      // Slow enough that the two meet in most rounds.
      await local.faults({ latencyMs: 20 });
      t.after(() => local.faults({}));
      let refreshes = 0;
      await race(async () => {
        await world.expire();
        const [one, other] = await world.sessions();
        assert.equal(one, other);
        const sent = (await world.sent()).sort(([from], [other]) => from - other);
        for (const [at, [from]] of sent.entries()) {
          if (at > 0) assert.ok(from >= sent[at - 1][1], `sent at the same time: ${JSON.stringify(sent)}`);
        }
        refreshes += sent.length;
      });
      // The other tab's tokens can show too late on a busy machine, but not as a rule.
      assert.ok(refreshes <= 1.5 * rounds, `${refreshes} refreshes in ${rounds} rounds`);
    });

    test('both are signed in after each refresh where there are no locks', async (t) => {
      const world = await twoTabs(t, () => Object.defineProperty(navigator, 'locks', { value: undefined }));
      await race(async () => {
        await world.expire();
        await world.sessions();
      });
    });

    test('a lock that another tab never gives back is waited for ten seconds', async (t) => {
      const world = await twoTabs(t, () => {
        const { timeout } = AbortSignal;
        AbortSignal.timeout = (ms) => {
          globalThis.bound = ms;
          return timeout.call(AbortSignal, ms / 50);
        };
      });
      const [one, other] = world.tabs;
      await world.expire();
      await other.evaluate(
        (user) =>
          new Promise((granted) => {
            const prefix = Object.keys(localStorage)
              .find((key) => key.endsWith('.idToken'))
              .split('.')
              .slice(0, 2);
            navigator.locks.request(`auth-session:${prefix.join('.')}.${user}`, () => {
              granted();
              return new Promise(() => {});
            });
          }),
        USER.username,
      );
      assert.ok((await one.evaluate(() => globalThis.tab.session())).valid);
      assert.equal(await one.evaluate(() => globalThis.bound), 10_000);
    });
  });
}
