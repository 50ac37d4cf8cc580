//! RS256: RSASSA-PKCS1-v1_5 with SHA-256, for tokens and for passkeys. Source: RFC 8017, sections 8.2 and 9.2.
//!
//! By the crate `rsa` itself and not through jsonwebtoken, whose cryptography is one choice for a whole process, to which an
//! application that uses jsonwebtoken has the only right.

use rsa::{Pkcs1v15Sign, RsaPrivateKey, RsaPublicKey};
use sha2::{Digest, Sha256};

/// What stands in front of a SHA-256 digest: section 9.2, note 1.
const PREFIX: [u8; 19] =
    [0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20];

fn scheme() -> Pkcs1v15Sign {
    Pkcs1v15Sign { hash_len: Some(32), prefix: PREFIX.into() }
}

/// Signs; `None` for a key that is too short for the digest.
///
/// Not blinded: the key is a test server's, and draws nothing from the host's randomness, which repeats with a request.
pub(in crate::local) fn sign(key: &RsaPrivateKey, message: &[u8]) -> Option<Vec<u8>> {
    key.sign(scheme(), &Sha256::digest(message)).ok()
}

/// Whether the signature is this key's over the message.
pub(in crate::local) fn verifies(key: &RsaPublicKey, message: &[u8], signature: &[u8]) -> bool {
    key.verify(scheme(), &Sha256::digest(message), signature).is_ok()
}
