//! jsonwebtoken's cryptography: a signature that the platform has checked already.
//!
//! The crate knows no claims without a signature, and its verifiers are synchronous; RSA in wasm is many times slower than
//! the platform's, which is asynchronous. So the platform checks first, and what it said is handed over as a key that holds
//! exactly the bytes that it checked: any other token fails, as with a wrong key.

use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
#[cfg(not(feature = "local"))]
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::errors::Result;
use jsonwebtoken::signature::{Error, Verifier};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey};

/// Marks a key of ours, so that no secret of somebody else is taken for one.
const MARK: &[u8] = b"attested:";

/// The key under which this signing input counts as verified.
pub(super) fn key_of(signing_input: &[u8]) -> DecodingKey {
    DecodingKey::from_secret(&[MARK, signing_input].concat())
}

/// Makes jsonwebtoken ask here; a second time does nothing.
pub(crate) fn install() {
    let _ = PROVIDER.install_default();
}

static PROVIDER: CryptoProvider =
    CryptoProvider { signer_factory: signer, verifier_factory: verifier, key_utils: KEY_UTILS };

#[cfg(feature = "local")]
const KEY_UTILS: KeyUtils = KeyUtils {
    rsa_pub_components_from_private_key: |der| (backend().key_utils.rsa_pub_components_from_private_key)(der),
    rsa_pub_components_from_public_key: |der| (backend().key_utils.rsa_pub_components_from_public_key)(der),
    ec_pub_components_from_private_key: |der, algorithm| {
        (backend().key_utils.ec_pub_components_from_private_key)(der, algorithm)
    },
    ed_pub_components_from_private_key: |der, curve| {
        (backend().key_utils.ed_pub_components_from_private_key)(der, curve)
    },
    compute_digest: |data, hash| (backend().key_utils.compute_digest)(data, hash),
};
#[cfg(not(feature = "local"))]
const KEY_UTILS: KeyUtils = KeyUtils {
    rsa_pub_components_from_private_key: |_| Err(ErrorKind::InvalidAlgorithm.into()),
    rsa_pub_components_from_public_key: |_| Err(ErrorKind::InvalidAlgorithm.into()),
    ec_pub_components_from_private_key: |_, _| Err(ErrorKind::InvalidAlgorithm.into()),
    ed_pub_components_from_private_key: |_, _| Err(ErrorKind::InvalidAlgorithm.into()),
    compute_digest: |_, _| Err(ErrorKind::InvalidAlgorithm.into()),
};

/// Where the local Cognito is built in, too, its tokens are signed and opened as ever.
#[cfg(feature = "local")]
fn backend() -> &'static CryptoProvider {
    &jsonwebtoken::crypto::rust_crypto::DEFAULT_PROVIDER
}

#[cfg(feature = "local")]
fn signer(algorithm: &Algorithm, key: &EncodingKey) -> Result<Box<dyn JwtSigner>> {
    (backend().signer_factory)(algorithm, key)
}

#[cfg(not(feature = "local"))]
fn signer(_: &Algorithm, _: &EncodingKey) -> Result<Box<dyn JwtSigner>> {
    Err(ErrorKind::InvalidAlgorithm.into())
}

fn verifier(algorithm: &Algorithm, key: &DecodingKey) -> Result<Box<dyn JwtVerifier>> {
    if let Some(checked) = key.try_get_as_bytes().ok().and_then(|bytes| bytes.strip_prefix(MARK)) {
        return Ok(Box::new(Attested { algorithm: *algorithm, checked: checked.to_vec() }));
    }
    #[cfg(feature = "local")]
    return (backend().verifier_factory)(algorithm, key);
    #[cfg(not(feature = "local"))]
    Err(ErrorKind::InvalidAlgorithm.into())
}

struct Attested {
    algorithm: Algorithm,
    /// What the platform checked; it is no secret.
    checked: Vec<u8>,
}

impl Verifier<Vec<u8>> for Attested {
    fn verify(&self, message: &[u8], _: &Vec<u8>) -> core::result::Result<(), Error> {
        if message == self.checked { Ok(()) } else { Err(Error::new()) }
    }
}

impl JwtVerifier for Attested {
    fn algorithm(&self) -> Algorithm {
        self.algorithm
    }
}
