// Does the differential test bite? Each break is made in a copy of our package, and a scenario must then differ.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { aliased, INCUMBENT } from '../package-folder.mjs';
import { allowances } from './allow.mjs';
import { differences, judge } from './compare.mjs';
import { load } from './load.mjs';
import { scenarios } from './scenarios/index.mjs';
import { play } from './world.mjs';

/** Every occurrence of a text in the script; there must be one. */
const replace = (from, to) => ({
  text: (source) => {
    assert.ok(source.includes(from), `the package has no ${from}`);
    return source.replaceAll(from, to);
  },
});

/** A text of the wasm: the module is changed where the page compiles it. */
const inWasm = (from, to) => ({
  prepare: (realm) => {
    const { WebAssembly: own } = realm.own;
    const { Module } = own;
    const changed = (given) => {
      const bytes = Buffer.from(given.buffer ?? given, given.byteOffset ?? 0, given.byteLength);
      const at = bytes.indexOf(from);
      assert.ok(at > 0, `the wasm has no ${from}`);
      bytes.write(to, at);
      return bytes;
    };
    own.Module = class extends Module {
      constructor(bytes) {
        super(changed(bytes));
      }
    };
  },
});

const breaks = {
  'the text of the key derivation': [
    'authenticateUser by SRP: success',
    inWasm('Caldera Derived Key', 'Caldera Derived Kez'),
  ],
  'a header': ['changePassword: success', replace('no-store', 'no-cache')],
  'the name of a storage key': ['authenticateUser by SRP: success', replace('.clockDrift`', '.clockdrift`')],
  'the order of fields': [
    'resendConfirmationCode: success',
    replace(
      'ClientId: this.pool.getClientId(), Username: this.username',
      'Username: this.username, ClientId: this.pool.getClientId()',
    ),
  ],
  'a ClientMetadata': [
    'changePassword: success',
    replace('ClientMetadata: clientMetadata', 'ClientMetaData: clientMetadata'),
  ],
};

let ours;
let scripts;
before(async () => {
  ours = aliased();
  scripts = await load(INCUMBENT, { ours: false });
});
after(() => ours.remove());

/** The differences that nothing allows. */
async function refused(name, { text, prepare } = {}) {
  const scenario = scenarios.find((one) => one.name === name);
  const broken = await load(ours.folder, { ours: true, text });
  const [before, after] = [await play(scripts, scenario, { quick: true }), await play(broken, scenario, { prepare })];
  return judge(allowances).refuse(name, differences(before, after));
}

for (const [what, [name, broken]] of Object.entries(breaks)) {
  test(`it bites when ${what} is broken`, async () => {
    assert.deepEqual(await refused(name), [], 'unbroken it passes');
    assert.ok((await refused(name, broken)).length > 0);
  });
}
