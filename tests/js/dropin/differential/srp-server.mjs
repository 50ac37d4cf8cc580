// An SRP server of the test's own: it checks every proof, and only then takes it out of the trace.
import { createHash, createHmac } from 'node:crypto';
import { PASSWORD, POOL } from './names.mjs';

const N = BigInt(
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

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const hmac = (key, ...parts) => parts.reduce((mac, part) => mac.update(part), createHmac('sha256', key)).digest();
const number = (bytes) => BigInt(`0x${bytes.toString('hex')}`);

/** Cognito's two's complement bytes of a number that is not negative. */
function padded(value) {
  const hex = value.toString(16);
  const even = hex.length % 2 ? `0${hex}` : hex;
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex');
}

function power(base, exponent, modulus) {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % modulus;
    if (bit === '1') result = (result * base) % modulus;
  }
  return result;
}

const K = number(sha256(padded(N), padded(2n)));
const privateKey = (group, name, password, salt) => number(sha256(salt, sha256(`${group}${name}:${password}`)));

/** One handshake of the server: `group` is a pool's name or a device's group. */
function handshake({ group, name, password, salt = 0x5a17_0000_1234n, b = 0xb0b_0000_5eed_1234n }) {
  const verifier = power(2n, privateKey(group, name, password, padded(salt)), N);
  const B = (K * verifier + power(2n, b, N)) % N;
  const secretBlock = Buffer.from(`secret block of ${name}`).toString('base64');
  return {
    parameters: { SRP_B: B.toString(16), SALT: salt.toString(16), SECRET_BLOCK: secretBlock },
    /** Is this the proof of somebody who knows the password? */
    proves(A, timestamp, signature) {
      const u = number(sha256(padded(A), padded(B)));
      const S = power(A * power(verifier, u, N), b, N);
      const key = hmac(hmac(padded(u), padded(S)), 'Caldera Derived Key', '\x01').subarray(0, 16);
      const right = hmac(key, group, name, Buffer.from(secretBlock, 'base64'), timestamp);
      return right.toString('base64') === signature;
    },
  };
}

/** Every request passes here: an SRP_A is chance, also where nobody answers it. */
export function seen(trace, body) {
  const { AuthParameters, ChallengeResponses } = JSON.parse(body) ?? {};
  for (const { SRP_A } of [AuthParameters ?? {}, ChallengeResponses ?? {}]) if (SRP_A) clientValue(trace, SRP_A);
}

/** SRP_A as the incumbent writes it: lower case, no padding, within the group. */
function clientValue(trace, text) {
  const good = /^[1-9a-f][0-9a-f]*$/.test(text) && BigInt(`0x${text}`) < N && text.length > 700;
  trace.mark(text, good ? 'SRP_A' : 'a bad SRP_A');
}

/** Two replies: the challenge, and `then` once the proof was checked; `then` may be a list when it is sent again. */
export function srp(t, then, { userId = 'ada', password = PASSWORD, parameters = {}, challenge = {}, ...more } = {}) {
  const server = handshake({ group: POOL.split('_')[1], name: userId, password, ...more });
  let A;
  const begin = ({ input }) => {
    A = BigInt(`0x${input.AuthParameters.SRP_A}`);
    const body = {
      ChallengeName: 'PASSWORD_VERIFIER',
      Session: 'session-srp',
      ChallengeParameters: { USER_ID_FOR_SRP: userId, USERNAME: userId, ...server.parameters, ...parameters },
      ...challenge,
    };
    return { body };
  };
  const prove = (reply) => checked(t, server, () => A, 'password proof', reply);
  return [begin, ...[then].flat().map(prove)];
}

/** Two replies for a device that the service knows. */
export function deviceSrp(
  t,
  then,
  { group = 'group-1', key = 'device-1', password = 'device-password', parameters = {} } = {},
) {
  const server = handshake({ group, name: key, password });
  let A;
  const begin = ({ input }) => {
    A = BigInt(`0x${input.ChallengeResponses.SRP_A}`);
    const body = {
      ChallengeName: 'DEVICE_PASSWORD_VERIFIER',
      Session: 'session-device',
      ChallengeParameters: { USERNAME: 'ada', DEVICE_KEY: key, ...server.parameters, ...parameters },
    };
    return { body };
  };
  return [begin, checked(t, server, () => A, 'device proof', then)];
}

const checked = (t, server, A, what, reply) => (request) => {
  const { TIMESTAMP, PASSWORD_CLAIM_SIGNATURE } = request.input.ChallengeResponses;
  const right = server.proves(A(), TIMESTAMP, PASSWORD_CLAIM_SIGNATURE);
  t.trace.mark(PASSWORD_CLAIM_SIGNATURE, `${what}: ${right ? 'right' : 'WRONG'}`);
  return typeof reply === 'function' ? reply(request) : reply;
};

/** The reply to ConfirmDevice; the verifier is checked at the end, when the device's password is known. */
export function confirmDevice(t, { group = 'group-1', key = 'device-1', body = {} } = {}) {
  return ({ input }) => {
    const { Salt, PasswordVerifier } = input.DeviceSecretVerifierConfig;
    t.atEnd(() => {
      const { randomPassword } = t.user;
      const salt = Buffer.from(Salt, 'base64');
      const verifier = power(2n, privateKey(group, key, randomPassword, salt), N);
      const right =
        padded(verifier).toString('base64') === PasswordVerifier &&
        padded(number(salt)).equals(salt) &&
        salt.length >= 12 &&
        Buffer.from(randomPassword, 'base64').length === 40;
      t.trace.mark(Salt, 'device salt');
      t.trace.mark(PasswordVerifier, right ? 'device verifier: right' : 'device verifier: WRONG');
      t.trace.mark(randomPassword, 'device password');
    });
    return { body };
  };
}
