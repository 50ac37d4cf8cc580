// AuthenticationHelper's numbers, with the incumbent's own big integers.
import { readFileSync } from 'node:fs';

const vectors = JSON.parse(readFileSync(new URL('../../../../fixtures/srp.json', import.meta.url), 'utf8'));
const scenario = (name, run, exact) => ({ name: `helper: ${name}`, exact, run });
const integer = (t, text) => new t.api.BigInteger(text, 16);
/** A power, which the incumbent gives to a callback only, at once. */
function power(base, exponent, modulus) {
  let power;
  base.modPow(exponent, modulus, (_, value) => {
    power = value;
  });
  return power;
}
const FIELDS = ['N', 'g', 'k', 'poolName', 'infoBits'];

export { vectors };
export default [
  scenario('fields and getters', async (t) => {
    const helper = new t.api.AuthenticationHelper('Pool');
    t.trace.event(`has ${Object.keys(helper)}`);
    for (const name of FIELDS)
      t.trace.event(`${name}: ${t.trace.describe(name === 'infoBits' ? [...helper[name]] : helper[name])}`);
    t.call('prefix', () => helper.getNewPasswordRequiredChallengeUserAttributePrefix());
    t.call('small a', () => helper.getSmallAValue() === helper.smallAValue);
    helper.getLargeAValue((error, A) =>
      t.trace.event(
        `A ${error} ${A === helper.largeAValue} ${A.equals(power(helper.g, helper.smallAValue, helper.N))}`,
      ),
    );
    for (const name of ['getRandomPassword', 'getSaltDevices', 'getVerifierDevices'])
      t.call(name, () => helper[name]());
    t.call('random', () => helper.generateRandomString().length);
    t.call('small', () => helper.generateRandomSmallA().bitLength() <= 1024);
  }),
  scenario('a device', async (t) => {
    const helper = new t.api.AuthenticationHelper('Pool');
    t.call('generateHashDevice', () => helper.generateHashDevice('group', 'device', t.node()));
    t.trace.event(`has ${Object.keys(helper)}`);
    const [password, salt, verifier] = [
      helper.getRandomPassword(),
      helper.getSaltDevices(),
      helper.getVerifierDevices(),
    ];
    t.trace.event(`${typeof password} ${password.length} ${/^[0-9a-f]+$/.test(salt)} ${/^[0-9a-f]+$/.test(verifier)}`);
    const x = integer(t, helper.hexHash(salt + helper.hash(`groupdevice:${password}`)));
    t.trace.event(`right: ${helper.padHex(power(helper.g, x, helper.N)) === verifier}`);
  }),
  ...vectors.padHex.map(([number, wanted]) =>
    scenario(`padHex of ${number}`, async (t) => {
      const size = integer(t, Math.abs(number).toString(16));
      t.call(`padHex, wanted ${wanted}`, () =>
        new t.api.AuthenticationHelper('Pool').padHex(number < 0 ? size.negate() : size),
      );
    }),
  ),
  ...vectors.password.map(({ name, pool, user, password, a, SRP_B, SALT }) =>
    scenario(`the vector ${name}`, async (t) => {
      const helper = new t.api.AuthenticationHelper(pool);
      helper.smallAValue = integer(t, a);
      helper.largeAValue = undefined;
      helper.getLargeAValue((error, A) => t.trace.event(`A ${error} ${t.trace.describe(A)}`));
      const told = (error, key) => t.trace.event(`key ${error} ${Buffer.from(key).toString('hex')}`);
      t.call('key', () =>
        helper.getPasswordAuthenticationKey(user, password, integer(t, SRP_B), integer(t, SALT), told),
      );
      t.trace.event(`u ${helper.UHexHash}`);
    }),
  ),
  ...[
    ['', ''],
    ['00', '01'],
    ['abc', '61626364'],
    ['é🔑', 'ff'],
  ].map(([text, hex], at) =>
    scenario(`hashes, ${at}`, async (t) => {
      const helper = new t.api.AuthenticationHelper('Pool');
      t.call('hash', () => helper.hash(text));
      t.call('hexHash', () => helper.hexHash(hex));
    }),
  ),
  ...['1', 'ff', '7f'.repeat(384), '80'.repeat(20), '-5a', '0'].map((text, at) =>
    scenario(`a whole proof, ${at}`, async (t) => {
      const helper = new t.api.AuthenticationHelper('Pool');
      const a = integer(t, '1234567890abcdef');
      helper.smallAValue = a;
      helper.calculateA(a, (error, A) => {
        helper.largeAValue = A;
        t.trace.event(`A ${t.trace.describe([error, A])}`);
      });
      t.call('calculateU', () => helper.calculateU(helper.largeAValue, integer(t, 'abcdef')));
      const told = (error, key) => t.trace.event(`key ${error && t.trace.describe(error)} ${key && [...key]}`);
      t.call('getPasswordAuthenticationKey', () => {
        helper.getPasswordAuthenticationKey('ada', 'Correct-Horse-7', integer(t, '6ec1f5a2'), integer(t, text), told);
      });
      t.trace.event(`u ${helper.UHexHash} ${t.trace.describe(helper.UValue)}`);
    }),
  ),
  scenario('refusals', async (t) => {
    const helper = new t.api.AuthenticationHelper('Pool');
    const zero = integer(t, '0');
    t.call('calculateA', () => helper.calculateA(zero, t.node()));
    t.call('B zero', () => helper.getPasswordAuthenticationKey('u', 'p', zero, zero, () => {}));
    t.call('B = N', () => helper.getPasswordAuthenticationKey('u', 'p', helper.N, zero, () => {}));
    t.call('padHex of text', () => helper.padHex('ff'));
  }),
  scenario('hkdf', async (t) => {
    const helper = new t.api.AuthenticationHelper('Pool');
    const bytes = (...values) => Buffer.from(values);
    t.call('computehkdf', () => [...helper.computehkdf(bytes(1, 2, 3), bytes(4, 5))]);
  }),
  scenario(
    'big integers',
    async (t) => {
      const { BigInteger } = t.api;
      const values = ['0', '1', '-1', 'ff', '-80', '7fffffff', '100000000', 'deadbeefcafebabe0123456789'].map((text) =>
        integer(t, text),
      );
      for (const value of values) {
        for (const radix of [2, 4, 8, 16, 32]) t.call(`toString ${radix}`, () => value.toString(radix));
        t.call('negate, abs, bitLength', () => [value.negate(), value.abs(), value.bitLength()]);
      }
      for (const one of values) {
        for (const other of values) {
          t.call('compareTo', () => Math.sign(one.compareTo(other)));
          t.call('sums', () => [one.equals(other), one.add(other), one.subtract(other), one.multiply(other)]);
          if (other.toString(16) !== '0') t.call('divide', () => one.divide(other));
          if (other.compareTo(BigInteger.ZERO) > 0) t.call('mod', () => one.mod(other));
        }
      }
      t.call('modPow', () => power(integer(t, 'abcdef'), integer(t, '10001'), integer(t, 'fffffffb')));
      t.call('modPow, even', () => power(integer(t, 'abcdef'), integer(t, '10001'), integer(t, 'fffffff0')));
      t.call('modPow, called back', () => integer(t, '3').modPow(integer(t, '5'), integer(t, '7'), t.node()));
      t.call('constants', () => [BigInteger.ZERO, BigInteger.ONE]);
      t.call('radix 10', () => new BigInteger('10', 10));
      t.call('toString 10', () => integer(t, 'ff').toString(10));
    },
    true,
  ),
];
