// Every recipe runs as it is printed: the modern block here, the drop-in block as part of www-example/use-cases.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { packageFile, startLocal } from '../local/server-process.mjs';
import { CONFIG } from '../modern/in-node.mjs';
import { makeWorld } from '../modern/world.mjs';
import { blocks, documents, text } from './blocks.mjs';
import { plays } from './plays.mjs';
import { runBlock } from './run-block.mjs';

const all = documents()
  .filter((path) => path.startsWith('docs/recipes/'))
  .flatMap(blocks);
const platformFetch = globalThis.fetch;
let server;
let world;
before(async () => {
  server = await startLocal(['--config', CONFIG]);
  const custom = { userPoolId: server.userPoolId, clientId: server.clientId };
  const api = await import(packageFile('dist/node.mjs'));
  world = makeWorld({ api, endpoint: server.endpoint, custom, where: 'node' });
  await world.prepare();
  // A pool that a recipe makes has AWS's own address.
  globalThis.fetch = (url, init) =>
    platformFetch(String(url).replace(/^https:\/\/cognito-idp\.[^/]+\//, server.endpoint), init);
});
after(async () => {
  globalThis.fetch = platformFetch;
  await server?.stop();
});

/** A page's cookies. */
function jar(t) {
  const kept = new Map();
  globalThis.document = {
    get cookie() {
      return [...kept].map(([_name, line]) => line.split('; ')[0]).join('; ');
    },
    set cookie(line) {
      kept.set(decodeURIComponent(line.slice(0, line.indexOf('='))), line);
    },
  };
  t.after(() => delete globalThis.document);
  return kept;
}

/** The one whom a recipe is about, with an app. */
async function cast(play) {
  const { absent, custom, temporary, signedOut, attributes, pool, client, mfa } = play;
  if (custom) {
    const realm = world.realmOf(world.custom);
    return { realm, ...realm.app() };
  }
  const make = absent || temporary || signedOut ? world.person : world.signedIn;
  if (!absent) return make({ attributes, temporary, pool, client, mfa });
  const realm = await world.realm();
  return { realm, password: world.PASSWORD, ...realm.app() };
}

test('there is one modern recipe and one of the drop-in for each of the 32 use cases', () => {
  const numbers = (language) =>
    all
      .filter((block) => block.language === language)
      .map(({ heading }) => Number.parseInt(heading, 10))
      .sort((a, b) => a - b);
  const expected = Array.from({ length: 32 }, (_, index) => index + 1);
  assert.deepEqual(numbers('ts'), expected);
  assert.deepEqual(numbers('js'), expected);
  assert.deepEqual(Object.keys(plays).map(Number), expected);
});

for (const { heading, language, code, path } of all) {
  if (language === 'ts')
    test(heading, async (t) => {
      const play = plays[Number.parseInt(heading, 10)];
      const person = await cast(play);
      person.totp = world.totp;
      if (play.cookies) person.cookies = jar(t);
      await play.before?.(person);
      const { pool, user, storage } = person;
      const show = async (uri, secretCode) => {
        person.shown = { uri, secretCode };
      };
      const ask = async (what) => (play.ask ?? assert.fail)(person)(what);
      const stage = { pool, user, storage, ask, show, username: play.custom ? 'custom' : 'ada' };
      const quiet = { ...console, log() {} };
      Object.assign(stage, { password: world.PASSWORD, email: 'ada@example.com', console: quiet });
      await play.check(person, await runBlock(code, stage));
    });
  if (language === 'js')
    test(`${heading}: the drop-in block is the example`, () => {
      const example = text(path.replace('docs/recipes', 'www-example/use-cases').replace('.md', '.mjs'));
      assert.ok(example.includes(`\n/** ${Number.parseInt(heading, 10)}. `));
      assert.ok(example.includes(`*/\n${code}\n`), 'copy it anew');
    });
}
