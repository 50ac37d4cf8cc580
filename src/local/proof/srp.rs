//! The server's half of SRP-6a in Cognito's dialect, written apart from the client's. It keeps no password: of a user's, x; of a
//! device's, the verifier.

use num_bigint_dig::{BigInt, BigUint};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::random::{Rng, hex, hmac_sha256};
use crate::local::model::credential::{Credential, Exchange, Known, Verifier};

/// The 3072-bit group of RFC 3526, section 4.
const MODULUS: &str = "\
    ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404ddef9519b3cd3a431b\
    302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7edee386bfb5a899fa5ae9f24117c4b1fe6\
    49286651ece45b3dc2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f83655d23dca3ad961c62f356208552bb9ed529077096966d\
    670c354e4abc9804f1746c08ca18217c32905e462e36ce3be39e772c180e86039b2783a2ec07a28fb5c55df06f4c52c9de2bcbf695581718\
    3995497cea956ae515d2261898fa051015728e5a8aaac42dad33170d04507a33a85521abdf1cba64ecfb850458dbef0a8aea71575d060c7d\
    b3970f85a6e1e4c7abf5ae8cdb0933d71e8c94e04a25619dcee3d2261ad2ee6bf12ffa06d98a0864d87602733ec86a64521f2b18177b200c\
    bbe117577a615d6c770988c0bad946e208e24fa074e5ab3143db5bfce0fd108e4b82d120a93ad2caffffffffffffffff";

fn modulus() -> BigUint {
    BigUint::parse_bytes(MODULUS.as_bytes(), 16).unwrap_or_default()
}

fn generator() -> BigUint {
    BigUint::from(2u8)
}

/// The shortest two's-complement bytes of a hex number, which may carry a minus sign: Cognito's padding.
fn padded(number: &str) -> Option<Vec<u8>> {
    Some(BigInt::parse_bytes(number.as_bytes(), 16)?.to_signed_bytes_be())
}

fn padded_uint(number: &BigUint) -> Vec<u8> {
    BigInt::from(number.clone()).to_signed_bytes_be()
}

fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    hash.finalize().into()
}

fn multiplier() -> BigUint {
    BigUint::from_bytes_be(&sha256(&[&padded_uint(&modulus()), &padded_uint(&generator())]))
}

/// `base^exponent mod modulus` by the host, in big-endian bytes; nothing where it cannot.
pub(in crate::local) type Power = dyn Fn(&[u8], &[u8], &[u8]) -> Option<Vec<u8>>;

/// Powers in the group: by the host, which is many times faster than wasm, or here.
#[derive(Clone, Copy)]
pub(in crate::local) struct Powers<'a>(pub(in crate::local) Option<&'a Power>);

impl Powers<'_> {
    fn of(self, base: &BigUint, exponent: &BigUint) -> BigUint {
        let n = modulus();
        let bytes = |number: &BigUint| number.to_bytes_be();
        let told = self.0.and_then(|power| power(&bytes(base), &bytes(exponent), &bytes(&n)));
        told.map_or_else(|| base.modpow(exponent, &n), |bytes| BigUint::from_bytes_be(&bytes))
    }
}

/// x of a password; `identity` is pool name and user name (or device group and device key), joined.
fn exponent(salt: &str, identity: &str, password: &str) -> BigUint {
    let inner = sha256(&[identity.as_bytes(), b":", password.as_bytes()]);
    BigUint::from_bytes_be(&sha256(&[&padded(salt).unwrap_or_default(), &inner]))
}

impl Verifier {
    /// What is kept of a password.
    fn of(salt: String, identity: &str, password: &str) -> Verifier {
        let known = Known::Exponent(exponent(&salt, identity, password).to_str_radix(16));
        Verifier { salt, known }
    }

    /// g^x
    fn value(&self, powers: Powers<'_>) -> Option<BigUint> {
        match &self.known {
            Known::Exponent(x) => Some(powers.of(&generator(), &BigUint::parse_bytes(x.as_bytes(), 16)?)),
            Known::Verifier(verifier) => BigUint::parse_bytes(verifier.as_bytes(), 16),
        }
    }

    /// Whether this is the password.
    pub(in crate::local) fn matches(&self, identity: &str, password: &str) -> bool {
        let x = exponent(&self.salt, identity, password);
        let (candidate, known) = match &self.known {
            Known::Exponent(known) => (x, known),
            Known::Verifier(known) => (generator().modpow(&x, &modulus()), known),
        };
        candidate.to_str_radix(16).as_bytes().ct_eq(known.as_bytes()).into()
    }

    /// A verifier that no password has, for a user who does not exist: always the same for the same seed.
    pub(in crate::local) fn simulated(seed: &[u8; 32]) -> Verifier {
        let mut rng = Rng::new(*seed);
        let salt = plain_salt(&mut rng);
        let verifier = BigUint::from_bytes_be(&rng.bytes(380)).to_str_radix(16);
        Verifier { salt, known: Known::Verifier(verifier) }
    }

    /// The verifier that a device sent.
    pub(in crate::local) fn from_bytes(salt: &[u8], verifier: &[u8]) -> Option<Verifier> {
        let number = BigUint::from_bytes_be(verifier);
        let usable = salt.len() >= 8 && number > BigUint::from(1u8) && number < modulus();
        usable.then(|| Verifier {
            salt: BigUint::from_bytes_be(salt).to_str_radix(16),
            known: Known::Verifier(number.to_str_radix(16)),
        })
    }
}

/// A salt whose first byte is not zero.
fn plain_salt(rng: &mut Rng) -> String {
    let mut bytes = rng.bytes(16);
    if let Some(first) = bytes.first_mut() {
        *first = (*first).max(1);
    }
    BigUint::from_bytes_be(&bytes).to_str_radix(16)
}

impl Credential {
    pub(in crate::local) fn new(rng: &mut Rng, identity: &str, password: &str) -> Credential {
        let plain = plain_salt(rng);
        let odd = format!("{:x}{}", 1 + rng.below(15), hex(&rng.bytes(15)));
        let signed = format!("-{}", plain_salt(rng));
        Credential {
            plain: Verifier::of(plain, identity, password),
            odd: Verifier::of(odd, identity, password),
            signed: Verifier::of(signed, identity, password),
        }
    }
}

/// How SRP_B is to be written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::local) enum BForm {
    Plain,
    Odd,
    Signed,
}

impl Exchange {
    /// Answers SRP_A; `None` when it is no number that the protocol allows.
    pub(in crate::local) fn begin(
        (rng, powers): (&mut Rng, Powers<'_>),
        srp_a: &str,
        verifier: Verifier,
        form: BForm,
    ) -> Option<Exchange> {
        if srp_a.is_empty() || srp_a.len() > 1024 || !srp_a.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let n = modulus();
        let a_public = BigUint::parse_bytes(srp_a.as_bytes(), 16)?;
        if &a_public % &n == BigUint::default() {
            return None;
        }
        let v = verifier.value(powers)?;
        let shifted = multiplier() * &v;
        loop {
            let b = BigUint::from_bytes_be(&rng.bytes(32));
            let b_public = (&shifted + powers.of(&generator(), &b)) % &n;
            if b_public == BigUint::default() {
                continue;
            }
            let text = match form {
                BForm::Plain | BForm::Odd => b_public.to_str_radix(16),
                BForm::Signed => format!("-{}", (&n - &b_public).to_str_radix(16)),
            };
            if form == BForm::Odd && text.len() % 2 == 0 {
                continue;
            }
            let b_secret = b.to_str_radix(16);
            let v = v.to_str_radix(16);
            return Some(Exchange { a_public: srp_a.to_owned(), b_secret, b_public: text, v, salt: verifier.salt });
        }
    }

    /// The key that both sides derive.
    fn key(&self, powers: Powers<'_>) -> Option<[u8; 16]> {
        let n = modulus();
        let a_public = BigUint::parse_bytes(self.a_public.as_bytes(), 16)?;
        let b = BigUint::parse_bytes(self.b_secret.as_bytes(), 16)?;
        let v = BigUint::parse_bytes(self.v.as_bytes(), 16)?;
        let u = BigUint::from_bytes_be(&sha256(&[&padded_uint(&a_public), &padded(&self.b_public)?]));
        let s = powers.of(&(a_public * powers.of(&v, &u) % &n), &b);
        let extracted = hmac_sha256(&padded_uint(&u), &[&padded_uint(&s)]);
        hmac_sha256(&extracted, &[b"Caldera Derived Key", &[1]]).get(..16)?.try_into().ok()
    }

    /// Whether the signature proves the password, for this identity, block and time.
    pub(in crate::local) fn proves(
        &self,
        powers: Powers<'_>,
        identity: &str,
        secret_block: &[u8],
        timestamp: &str,
        signature: &[u8],
    ) -> bool {
        let Some(key) = self.key(powers) else { return false };
        let expected = hmac_sha256(&key, &[identity.as_bytes(), secret_block, timestamp.as_bytes()]);
        expected.ct_eq(signature).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64ct::{Base64, Encoding};
    use serde_json::Value;

    fn vectors() -> Value {
        serde_json::from_str(include_str!("../../../tests/fixtures/srp.json")).unwrap()
    }

    fn text<'v>(vector: &'v Value, member: &str) -> &'v str {
        vector[member].as_str().unwrap()
    }

    #[test]
    fn a_password_has_the_verifier_of_the_vectors_private_key() {
        for vector in vectors()["password"].as_array().unwrap() {
            let identity = format!("{}{}", text(vector, "pool"), text(vector, "user"));
            let verifier = Verifier::of(text(vector, "SALT").to_owned(), &identity, text(vector, "password"));
            let x = BigUint::parse_bytes(text(vector, "x").as_bytes(), 16).unwrap();
            let expected = generator().modpow(&x, &modulus());
            assert_eq!(verifier.value(Powers(None)).unwrap(), expected, "{}", vector["name"]);
        }
    }

    #[test]
    fn a_device_of_the_vectors_has_the_verifier_that_it_sends() {
        for vector in vectors()["device"].as_array().unwrap() {
            let decode = |member: &str| Base64::decode_vec(text(vector, member)).unwrap();
            let sent = Verifier::from_bytes(&decode("SaltB64"), &decode("PasswordVerifierB64")).unwrap();
            let identity = format!("{}{}", text(vector, "deviceGroupKey"), text(vector, "deviceKey"));
            assert!(sent.matches(&identity, text(vector, "randomPassword")));
            assert!(!sent.matches(&identity, "another password"));
        }
    }

    #[test]
    fn salts_never_start_with_a_zero_byte() {
        let mut rng = Rng::new([9; 32]);
        for _ in 0..2000 {
            assert!(plain_salt(&mut rng).len() > 30);
        }
    }
}
