// What a sign-in by SRP computes, timed on Hermes: our drop-in API beside amazon-cognito-identity-js, whose native module is absent.
// Random numbers come from nowhere here; nothing of this is an exchange.
globalThis.window = globalThis;
globalThis.crypto = {
  getRandomValues(array) {
    for (let index = 0; index < array.length; index++) array[index] = Math.floor(Math.random() * 2 ** 32);
    return array;
  },
};
globalThis.setTimeout ??= () => 0;

/** Milliseconds of one exchange: the pair of numbers, and the key out of the password. */
function exchange({ AuthenticationHelper, BigInteger }) {
  const { B, salt } = globalThis.numbers;
  const began = Date.now();
  const helper = new AuthenticationHelper('AbCdEf123');
  let key;
  helper.getLargeAValue((error) => {
    if (error) throw error;
    helper.getPasswordAuthenticationKey(
      'ada',
      'pw',
      new BigInteger(B, 16),
      new BigInteger(salt, 16),
      (failure, bytes) => {
        if (failure) throw failure;
        key = bytes;
      },
    );
  });
  if (key.length !== 16) throw new Error(`the key has ${key.length} bytes`);
  return Date.now() - began;
}

globalThis.numbers = { B: 'abcdef0123456789'.repeat(48), salt: '0123456789abcdef'.repeat(2) };
const ours = require('cognito-identity-wasm/cjs/dropin-react-native.js');
const theirs = require('./incumbent.js');
exchange(ours);
const times = [ours, ours, ours, theirs].map(exchange);
print(JSON.stringify({ ours: Math.min(...times.slice(0, 3)), theirs: times[3] }));
