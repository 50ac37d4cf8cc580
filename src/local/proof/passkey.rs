//! Passkeys: what an authenticator signed, checked as Web Authentication Level 2, sections 7.1 and 7.2, say. Attestation
//! statements are not looked at, for the options ask for none.

use base64ct::{Base64UrlUnpadded, Encoding};
use ciborium::Value as Cbor;
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature, VerifyingKey};
use rsa::{BigUint, RsaPublicKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::random::Rng;
use super::rs256;
use crate::local::model::credential::{Passkey, PasskeyKey};
use crate::local::model::settings::WebAuthn;

/// The algorithms of COSE that every browser expects to be asked for, and this server can check.
pub(in crate::local) const ALGORITHMS: [i64; 2] = [ES256, RS256];
const ES256: i64 = -7;
const RS256: i64 = -257;

/// What an authenticator was asked.
pub(in crate::local) struct Ceremony<'a> {
    /// `webauthn.create` or `webauthn.get`.
    pub(in crate::local) kind: &'static str,
    /// In base64url.
    pub(in crate::local) challenge: &'a str,
    pub(in crate::local) relying_party: &'a str,
    /// The person must have been verified, and not only present.
    pub(in crate::local) verified: bool,
}

/// Why a credential is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::local) enum Fault {
    Malformed,
    Challenge,
    Origin,
    RelyingParty,
    Unsupported,
    Signature,
}

type Checked<T> = Result<T, Fault>;

/// A member of the credential's JSON that holds bytes.
fn bytes(of: &Value, member: &str) -> Checked<Vec<u8>> {
    let text = of.get(member).and_then(Value::as_str).ok_or(Fault::Malformed)?;
    Base64UrlUnpadded::decode_vec(text.trim_end_matches('=')).map_err(|_| Fault::Malformed)
}

fn response(credential: &Value) -> Checked<&Value> {
    credential.get("response").ok_or(Fault::Malformed)
}

/// Whether a page of this origin may use the relying party's passkeys: over TLS, or on this machine.
fn belongs(origin: &str, relying_party: &str) -> bool {
    let (secure, rest) = match (origin.strip_prefix("https://"), origin.strip_prefix("http://")) {
        (Some(rest), _) => (true, rest),
        (_, Some(rest)) => (false, rest),
        _ => return false,
    };
    let host = rest.split(':').next().unwrap_or_default();
    let below = host.strip_suffix(relying_party).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    below && (secure || host == "localhost" || host.ends_with(".localhost"))
}

impl<'a> Ceremony<'a> {
    /// What an authenticator is asked in a pool of these rules: `kind` is `webauthn.create` or `webauthn.get`.
    pub(in crate::local) fn under(rules: &'a WebAuthn, kind: &'static str, challenge: &'a str) -> Self {
        let verified = rules.user_verification == "required";
        Ceremony { kind, challenge, relying_party: &rules.relying_party_id, verified }
    }

    /// The digest of the client data, once it says what was asked.
    fn client_data(&self, credential: &Value) -> Checked<[u8; 32]> {
        let raw = bytes(response(credential)?, "clientDataJSON")?;
        let data: Value = serde_json::from_slice(&raw).map_err(|_| Fault::Malformed)?;
        let text = |member: &str| data.get(member).and_then(Value::as_str).unwrap_or_default();
        if text("type") != self.kind {
            return Err(Fault::Malformed);
        }
        if text("challenge") != self.challenge {
            return Err(Fault::Challenge);
        }
        if !belongs(text("origin"), self.relying_party) {
            return Err(Fault::Origin);
        }
        Ok(Sha256::digest(&raw).into())
    }

    /// The counter and what follows it in the authenticator data, once they are of this relying party.
    fn authenticator_data<'d>(&self, data: &'d [u8]) -> Checked<(u8, u32, &'d [u8])> {
        let (hash, rest) = data.split_at_checked(32).ok_or(Fault::Malformed)?;
        let (head, rest) = rest.split_at_checked(5).ok_or(Fault::Malformed)?;
        let [flags, counter @ ..] = head else { return Err(Fault::Malformed) };
        if *hash != *Sha256::digest(self.relying_party.as_bytes()) {
            return Err(Fault::RelyingParty);
        }
        let (present, verified) = (flags & 1 != 0, flags & 4 != 0);
        if !present || (self.verified && !verified) {
            return Err(Fault::Unsupported);
        }
        let counter = counter.try_into().map(u32::from_be_bytes).map_err(|_| Fault::Malformed)?;
        Ok((*flags, counter, rest))
    }

    /// The passkey in the JSON of a RegistrationResponse.
    pub(in crate::local) fn register(&self, credential: &Value, now: f64) -> Checked<Passkey> {
        self.client_data(credential)?;
        let attestation = bytes(response(credential)?, "attestationObject")?;
        let attestation: Cbor = ciborium::from_reader(attestation.as_slice()).map_err(|_| Fault::Malformed)?;
        let data = member(&attestation, &"authData".into()).and_then(Cbor::as_bytes).ok_or(Fault::Malformed)?;
        let (flags, counter, rest) = self.authenticator_data(data)?;
        if flags & 0x40 == 0 {
            return Err(Fault::Malformed);
        }
        // AAGUID, the length of the id, the id, the key.
        let (length, rest) = rest.get(16..).and_then(|rest| rest.split_at_checked(2)).ok_or(Fault::Malformed)?;
        let length = length.iter().fold(0, |length, byte| (length << 8) | usize::from(*byte));
        let (id, key) = rest.split_at_checked(length).ok_or(Fault::Malformed)?;
        let id = Base64UrlUnpadded::encode_string(id);
        if credential.get("id").and_then(Value::as_str) != Some(&id) {
            return Err(Fault::Malformed);
        }
        let of_response = response(credential)?.get("transports").and_then(Value::as_array);
        let transports = of_response.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
        let attachment = credential.get("authenticatorAttachment").and_then(Value::as_str).map(str::to_owned);
        let relying_party = self.relying_party.to_owned();
        Ok(Passkey { id, relying_party, attachment, transports, created: now, key: PasskeyKey::read(key)?, counter })
    }
}

/// A member of a CBOR map.
fn member<'c>(map: &'c Cbor, name: &Cbor) -> Option<&'c Cbor> {
    map.as_map()?.iter().find(|(key, _)| key == name).map(|(_, value)| value)
}

impl PasskeyKey {
    /// Reads a COSE key.
    fn read(key: &[u8]) -> Checked<PasskeyKey> {
        let key: Cbor = ciborium::from_reader(key).map_err(|_| Fault::Malformed)?;
        let number = |name: i64| member(&key, &name.into())?.as_integer().and_then(|value| i64::try_from(value).ok());
        let bytes = |name: i64| member(&key, &name.into()).and_then(Cbor::as_bytes).cloned().ok_or(Fault::Malformed);
        let key = match (number(1), number(3)) {
            // EC2, on P-256.
            (Some(2), Some(ES256)) if number(-1) == Some(1) => {
                PasskeyKey::Es256([vec![4], bytes(-2)?, bytes(-3)?].concat())
            }
            (Some(3), Some(RS256)) => PasskeyKey::Rs256 { modulus: bytes(-1)?, exponent: bytes(-2)? },
            _ => return Err(Fault::Unsupported),
        };
        // A key that can never verify anything is none.
        match &key {
            PasskeyKey::Es256(point) => _ = VerifyingKey::from_sec1_bytes(point).map_err(|_| Fault::Malformed)?,
            PasskeyKey::Rs256 { .. } => _ = key.rsa().ok_or(Fault::Malformed)?,
        }
        Ok(key)
    }

    fn rsa(&self) -> Option<RsaPublicKey> {
        let PasskeyKey::Rs256 { modulus, exponent } = self else { return None };
        RsaPublicKey::new(BigUint::from_bytes_be(modulus), BigUint::from_bytes_be(exponent)).ok()
    }

    fn verifies(&self, signed: &[u8], signature: &[u8]) -> bool {
        match self {
            PasskeyKey::Es256(point) => Signature::from_der(signature)
                .and_then(|signature| VerifyingKey::from_sec1_bytes(point)?.verify(signed, &signature))
                .is_ok(),
            PasskeyKey::Rs256 { .. } => self.rsa().is_some_and(|key| rs256::verifies(&key, signed, signature)),
        }
    }
}

/// What one ceremony is to sign, in base64url.
pub(in crate::local) fn draw_challenge(rng: &mut Rng) -> String {
    Base64UrlUnpadded::encode_string(&rng.bytes(32))
}

impl Passkey {
    /// The credential as the options of a ceremony name it.
    pub(in crate::local) fn descriptor(&self) -> Value {
        json!({ "type": "public-key", "id": self.id, "transports": self.transports })
    }

    /// Checks the JSON of an AuthenticationResponse, and counts it.
    pub(in crate::local) fn accept(&mut self, ceremony: &Ceremony<'_>, credential: &Value) -> Checked<()> {
        let client_data = ceremony.client_data(credential)?;
        let data = bytes(response(credential)?, "authenticatorData")?;
        let (_, counter, _) = ceremony.authenticator_data(&data)?;
        let signature = bytes(response(credential)?, "signature")?;
        // One that counts and does not go on is a copy. Synchronised passkeys stay at zero.
        let goes_on = (counter, self.counter) == (0, 0) || counter > self.counter;
        if !goes_on || !self.key.verifies(&[data.as_slice(), &client_data].concat(), &signature) {
            return Err(Fault::Signature);
        }
        self.counter = counter;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::belongs;

    #[test]
    fn a_page_belongs_to_its_own_host_and_to_those_above_it_over_tls_or_on_this_machine() {
        for origin in ["https://example.com", "https://app.example.com", "https://example.com:8443"] {
            assert!(belongs(origin, "example.com"), "{origin}");
        }
        assert!(belongs("http://localhost:8080", "localhost"));
        for origin in
            ["http://example.com", "https://example.org", "https://badexample.com", "example.com", "https://com"]
        {
            assert!(!belongs(origin, "example.com"), "{origin}");
        }
        assert!(!belongs("https://evil.example/example.com", "example.com"));
    }
}
