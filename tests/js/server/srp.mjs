// SRP in the service's dialect on BigInt, written apart from the package: what a page does over the neutral contract.
import { createHash, createHmac, randomBytes } from 'node:crypto';

/** The modulus of the group. */
export const N = BigInt(
  `0x${[
    'FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD',
    'EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED',
    'EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F',
    '83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B',
    'E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510',
    '15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7',
    'ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C',
    'BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF',
  ].join('')}`,
);

function pow(base, exponent) {
  let result = 1n;
  for (let power = base % N, rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * power) % N;
    power = (power * power) % N;
  }
  return result;
}

/** Even digits, and a zero byte in front of what would look negative. */
function padded(number) {
  const hex = number.toString(16);
  const even = hex.length % 2 ? `0${hex}` : hex;
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex');
}

const hash = (...parts) => BigInt(`0x${createHash('sha256').update(Buffer.concat(parts)).digest('hex')}`);
const hmac = (key, ...parts) => createHmac('sha256', key).update(Buffer.concat(parts)).digest();

/** Every secret value of one exchange, from the secret exponent, the service's numbers and the password. */
export function exchange(a, { realm, userIdForSrp, salt, srpB }, password) {
  const [A, B] = [pow(2n, a), BigInt(`0x${srpB}`)];
  const u = hash(padded(A), padded(B));
  const identity = createHash('sha256').update(`${realm}${userIdForSrp}:${password}`).digest();
  const x = hash(padded(BigInt(`0x${salt}`)), identity);
  const k = hash(padded(N), padded(2n));
  const verifier = pow(2n, x);
  const S = pow((((B - k * verifier) % N) + N) % N, a + u * x);
  const extracted = hmac(padded(u), padded(S));
  const key = hmac(extracted, Buffer.from('Caldera Derived Key\u0001')).subarray(0, 16);
  return { identity, x, verifier, exponent: a + u * x, S, extracted, key };
}

/** A sign-in's half: `publicHex`, then the answers to the challenge. */
export function startSrp() {
  const a = BigInt(`0x${randomBytes(32).toString('hex')}`);
  return {
    publicHex: pow(2n, a).toString(16),
    responses(parameters, password) {
      const { realm, userIdForSrp, secretBlock } = parameters;
      const { key } = exchange(a, parameters, password);
      const [day, month, date, time, , year] = timestampParts();
      const timestamp = `${day} ${month} ${date} ${time} UTC ${year}`;
      const message = [Buffer.from(realm), Buffer.from(userIdForSrp), Buffer.from(secretBlock, 'base64')];
      return {
        username: userIdForSrp,
        timestamp,
        passwordClaimSecretBlock: secretBlock,
        passwordClaimSignature: hmac(key, ...message, Buffer.from(timestamp)).toString('base64'),
      };
    },
  };
}

function timestampParts() {
  const [, day, date, month, year, time] = /^(\w+), (\d+) (\w+) (\d+) (\S+)/.exec(new Date().toUTCString());
  return [day, month, String(Number(date)), time, 'UTC', year];
}
