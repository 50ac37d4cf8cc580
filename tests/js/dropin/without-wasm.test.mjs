// The drop-in API where there is no WebAssembly: its four functions in BigInt give what those in Rust give.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { makePool, makeUser, packageFile, startLocal } from '../local/server-process.mjs';
import { rounds } from '../rounds.mjs';

const FILE = packageFile('dist/dropin.js');
const vectors = JSON.parse(readFileSync(new URL('../../fixtures/srp.json', import.meta.url), 'utf8'));
const { N } = vectors.constants;

let copies = 0;
/** A copy of the drop-in API whose engine was chosen while this was so. */
async function chosenWhile(change, use = (api) => new api.AuthenticationHelper('AbCdEf123').hash('')) {
  const api = await import(`${FILE}?copy=${copies++}`);
  const { WebAssembly: platform } = globalThis;
  const { Module, Instance } = platform;
  try {
    change(platform);
    use(api);
  } finally {
    globalThis.WebAssembly = platform;
    Object.assign(platform, { Module, Instance });
  }
  return api;
}
const withoutAny = () => chosenWhile(() => delete globalThis.WebAssembly);
const refusing = (error) => (platform) => {
  platform.Module = class {
    constructor() {
      throw error;
    }
  };
};
/** What `crypto` draws, while the call runs, comes to this number. */
function drawing(hex, call) {
  const words = hex.padStart(64, '0').match(/.{8}/g) ?? [];
  const { getRandomValues } = crypto;
  crypto.getRandomValues = (array) => array.fill(Number.parseInt(words.shift() ?? '1', 16));
  try {
    return call();
  } finally {
    crypto.getRandomValues = getRandomValues;
  }
}

/** The key of one exchange, in hex, or the code of the error. */
function key(api, { pool, a, A, user, password, SALT, SRP_B }) {
  const helper = new api.AuthenticationHelper(pool);
  const number = (hex) => new api.BigInteger(hex, 16);
  helper.smallAValue = number(a);
  if (A !== undefined) helper.largeAValue = number(A);
  let outcome;
  try {
    helper.getPasswordAuthenticationKey(user, password, number(SRP_B), number(SALT), (error, bytes) => {
      outcome = error ? error.code : Buffer.from(bytes).toString('hex');
    });
  } catch (error) {
    outcome = error.message;
  }
  return outcome;
}

describe('the two engines', () => {
  let wasm;
  let bigint;
  before(async () => {
    wasm = await chosenWhile(() => {});
    bigint = await withoutAny();
  });

  test('the keys of the vectors', () => {
    for (const { name, SRP_A, hkdf, ...vector } of vectors.password) {
      const { AuthenticationHelper, BigInteger } = bigint;
      const helper = new AuthenticationHelper(vector.pool);
      helper.calculateA(new BigInteger(vector.a, 16), (error, A) => assert.equal(error ?? A.toString(16), SRP_A, name));
      assert.equal(key(bigint, { ...vector, A: SRP_A }), hkdf, name);
    }
  });

  test('the verifiers of the vectors’ devices', () => {
    for (const device of vectors.device) {
      const helper = new bigint.AuthenticationHelper(device.deviceGroupKey);
      helper.generateRandomString = () => device.randomPassword;
      drawing(device.saltRandomHex.padEnd(64, '0'), () => {
        helper.generateHashDevice(device.deviceGroupKey, device.deviceKey, (error) => assert.equal(error, null));
      });
      const base64 = (hex) => Buffer.from(hex, 'hex').toString('base64');
      assert.equal(base64(helper.getSaltDevices()), device.SaltB64);
      assert.equal(base64(helper.getVerifierDevices()), device.PasswordVerifierB64);
    }
  });

  test('hashes of every length around the blocks, and HKDF of every length of key', () => {
    for (let length = 0; length < 200; length++) {
      const bytes = Uint8Array.from(randomBytes(length));
      const of = (api) => {
        const helper = new api.AuthenticationHelper('AbCdEf123');
        return [
          helper.hash(bytes),
          ...helper.computehkdf(
            bytes,
            Uint8Array.from(bytes, (byte) => byte ^ 1),
          ),
        ];
      };
      assert.deepEqual(of(bigint), of(wasm), `${length} bytes`);
    }
  });

  test('powers of numbers of any size and sign, and of what is no fit number', () => {
    const hex = (bytes) => randomBytes(bytes).toString('hex');
    const edges = ['0', '1', '2', N, (BigInt(`0x${N}`) - 1n).toString(16), (BigInt(`0x${N}`) + 1n).toString(16)];
    const signed = (text) => (Math.random() < 0.3 ? `-${text}` : text);
    const pick = () =>
      Math.random() < 0.4 ? edges[Math.floor(Math.random() * edges.length)] : hex(Math.floor(Math.random() * 500) + 1);
    const pairs = Array.from({ length: 10 * rounds }, () => [signed(pick()), signed(pick())]);
    for (const base of edges) for (const exponent of edges) pairs.push([base, exponent]);
    pairs.push([hex(3000), '2'], ['2', hex(3000)]);
    for (const [base, exponent] of pairs) {
      const of = ({ BigInteger }) => {
        try {
          return new BigInteger(base, 16).modPow(new BigInteger(exponent, 16), new BigInteger(N, 16)).toString(16);
        } catch (error) {
          return error.code;
        }
      };
      assert.equal(of(bigint), of(wasm), `${base} ${exponent}`);
    }
  });

  test('keys of random exchanges, and refusals of unfit ones', () => {
    const hex = (bytes) => randomBytes(bytes).toString('hex');
    const texts = ['', 'p', 'pässwörd', '\uD83D\uDE00', '\uD800', 'x'.repeat(300)];
    const pick = (list) => list[Math.floor(Math.random() * list.length)];
    let keys = 0;
    const exchange = () => ({
      pool: pick(['AbCdEf123', 'ä']),
      a: pick([hex(32), hex(32), hex(128), '1', '0', `-${hex(4)}`]),
      A: pick([hex(384), hex(384), hex(385), '1', '0', `-${hex(8)}`]),
      user: pick(texts),
      password: pick(texts),
      SALT: pick([hex(16), hex(1), '0', `-${hex(16)}`]),
      SRP_B: pick([hex(384), hex(384), hex(400), '1', N, '0', `-${hex(384)}`, hex(1600)]),
    });
    for (let round = 0; round < 10 * rounds; round++) {
      const given = exchange();
      const outcome = key(wasm, given);
      assert.equal(key(bigint, given), outcome, JSON.stringify(given));
      if (/^[\da-f]{32}$/.test(outcome)) keys++;
    }
    assert.ok(keys > rounds, `${keys} keys`);
  });
});

describe('which engine is chosen', () => {
  const csp = () =>
    new WebAssembly.CompileError("Refused to compile or instantiate WebAssembly module because of the page's policy");

  test('BigInt, where compiling is refused', async () => {
    await chosenWhile(refusing(csp()));
    // JavaScriptCore's.
    await chosenWhile(refusing(new EvalError('Refused to create a WebAssembly object')));
  });

  test('not BigInt, where WebAssembly works and the engine does not', async () => {
    const broken = (platform) => {
      platform.Instance = class {
        constructor() {
          throw new WebAssembly.LinkError('import glue is missing');
        }
      };
    };
    await assert.rejects(chosenWhile(broken), { code: 'EngineUnavailable' });
  });

  test('not BigInt, where the engine of the slim entry was not brought', async () => {
    const { BigInteger, configure } = await import(packageFile('dist/dropin-slim.js'));
    const power = () => new BigInteger('3', 16).modPow(new BigInteger('2', 16), new BigInteger(N, 16)).toString(16);
    assert.throws(power, { code: 'EngineUnavailable' });
    await assert.rejects(configure({ wasm: new Uint8Array(8) }), { code: 'EngineUnavailable' });
    const { WebAssembly: platform } = globalThis;
    delete globalThis.WebAssembly;
    try {
      await configure({ wasm: true });
      assert.equal(power(), '9');
    } finally {
      globalThis.WebAssembly = platform;
    }
    assert.equal(power(), '9');
  });

  test('an engine that started stays, whatever becomes of WebAssembly', async () => {
    const api = await chosenWhile(() => {});
    const { WebAssembly: platform } = globalThis;
    delete globalThis.WebAssembly;
    try {
      assert.match(new api.AuthenticationHelper('AbCdEf123').hash(''), /^e3b0c442/);
    } finally {
      globalThis.WebAssembly = platform;
    }
  });
});

describe('a person', () => {
  let server;
  before(async () => {
    server = await startLocal();
  });
  after(() => server.stop());

  test('signs in by SRP, and again with a device that is remembered', async () => {
    const PASSWORD = 'Correct-Horse-7';
    const api = await withoutAny();
    const pool = {
      DeviceConfiguration: { ChallengeRequiredOnNewDevice: false, DeviceOnlyRememberedOnUserPrompt: false },
    };
    const ids = await makePool(server.endpoint, { pool });
    await makeUser(server.endpoint, { ...ids, username: 'ada', password: PASSWORD });
    const items = new Map();
    const Storage = {
      setItem: (name, value) => void items.set(name, value),
      getItem: (name) => items.get(name) ?? null,
      removeItem: (name) => void items.delete(name),
    };
    const Pool = new api.CognitoUserPool({
      UserPoolId: ids.userPoolId,
      ClientId: ids.clientId,
      endpoint: server.endpoint,
      Storage,
    });
    const signIn = (password) =>
      new Promise((onSuccess, onFailure) => {
        const details = new api.AuthenticationDetails({ Username: 'ada', Password: password });
        new api.CognitoUser({ Username: 'ada', Pool, Storage }).authenticateUser(details, { onSuccess, onFailure });
      });
    await assert.rejects(signIn('wrong'), { code: 'NotAuthorizedException' });
    assert.ok((await signIn(PASSWORD)).isValid());
    assert.ok(
      [...items.keys()].some((name) => name.endsWith('.deviceKey')),
      'the device was confirmed',
    );
    assert.ok((await signIn(PASSWORD)).isValid());
  });
});
