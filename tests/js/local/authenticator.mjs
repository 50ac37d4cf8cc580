// An authenticator in software: one key on P-256, without attestation.
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const bytes = (text) => Buffer.from(text);
const head = (major, length) =>
  length < 24 ? Buffer.of((major << 5) | length) : Buffer.of((major << 5) | 25, length >> 8, length & 255);
const text = (value) => Buffer.concat([head(3, value.length), bytes(value)]);
const binary = (value) => Buffer.concat([head(2, value.length), value]);
const sha256 = (value) => createHash('sha256').update(value).digest();

/** Registers itself, and signs in, at the origin. */
export function makeAuthenticator(origin) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(16);
  let counter = 0;

  const clientData = (type, challenge) => bytes(JSON.stringify({ type, challenge, origin }));
  function authenticatorData(relyingParty, flags, rest = Buffer.alloc(0)) {
    counter += 1;
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([sha256(relyingParty), Buffer.of(flags), count, rest]);
  }
  const credential = (response) => ({
    id: id.toString('base64url'),
    rawId: id.toString('base64url'),
    type: 'public-key',
    authenticatorAttachment: 'platform',
    clientExtensionResults: {},
    response,
  });

  return {
    /** The JSON of a RegistrationResponse. */
    register({ challenge, rp }) {
      const { x, y } = publicKey.export({ format: 'jwk' });
      // {1: 2, 3: -7, -1: 1, -2: x, -3: y}
      const key = Buffer.concat([
        Buffer.of(0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21),
        binary(Buffer.from(x, 'base64url')),
        Buffer.of(0x22),
        binary(Buffer.from(y, 'base64url')),
      ]);
      const attested = Buffer.concat([Buffer.alloc(16), Buffer.of(0, id.length), id, key]);
      const data = authenticatorData(rp.id, 0x45, attested);
      const object = [text('fmt'), text('none'), text('attStmt'), Buffer.of(0xa0), text('authData'), binary(data)];
      return credential({
        clientDataJSON: clientData('webauthn.create', challenge).toString('base64url'),
        attestationObject: Buffer.concat([Buffer.of(0xa3), ...object]).toString('base64url'),
        transports: ['internal'],
      });
    },
    /** The JSON of an AuthenticationResponse. */
    authenticate({ challenge, rpId }) {
      const client = clientData('webauthn.get', challenge);
      const data = authenticatorData(rpId, 5);
      return credential({
        clientDataJSON: client.toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: sign('sha256', Buffer.concat([data, sha256(client)]), privateKey).toString('base64url'),
      });
    },
  };
}
