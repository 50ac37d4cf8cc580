//! The RSA key that signs tokens: one per server, as JWK and as JWT key.

use base64ct::{Base64, Base64UrlUnpadded, Encoding};
use jsonwebtoken::{Algorithm, Header};
use rsa::pkcs8::DecodePrivateKey;
use rsa::traits::PublicKeyParts;
use rsa::{RsaPrivateKey, RsaPublicKey};
use serde::Serialize;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::error::{AuthError, Details, Result};
use crate::local::proof::rs256;

/// The signing key, once the host brought it: browsers make keys asynchronously, and pools are made at once.
pub(in crate::local) struct Keys(Option<Key>);

/// The key in the forms that are needed.
struct Key {
    pkcs8: Vec<u8>,
    signing: RsaPrivateKey,
    verifying: RsaPublicKey,
    modulus: String,
    exponent: String,
    kid: String,
}

/// Why a token is not one of ours.
pub(in crate::local) enum BadToken {
    Malformed,
    Forged,
}

const UNUSABLE: AuthError =
    AuthError::known(const { &Details::invalid("The signing key must be an RSA private key in PKCS#8 DER.") });

impl Keys {
    /// Reads the key; no bytes are no key yet.
    pub(in crate::local) fn from_pkcs8(pkcs8: &[u8]) -> Result<Keys> {
        if pkcs8.is_empty() {
            return Ok(Keys(None));
        }
        let signing = RsaPrivateKey::from_pkcs8_der(pkcs8).map_err(|_| UNUSABLE)?;
        let verifying = signing.to_public_key();
        let modulus = Base64UrlUnpadded::encode_string(&verifying.n().to_bytes_be());
        let exponent = Base64UrlUnpadded::encode_string(&verifying.e().to_bytes_be());
        let kid = Base64::encode_string(&Sha256::digest(modulus.as_bytes()));
        Ok(Keys(Some(Key { pkcs8: pkcs8.to_vec(), signing, verifying, modulus, exponent, kid })))
    }

    /// Whether there is no key yet.
    pub(in crate::local) fn is_missing(&self) -> bool {
        self.0.is_none()
    }

    /// The key as a snapshot holds it.
    pub(in crate::local) fn to_base64(&self) -> String {
        Base64::encode_string(self.pkcs8())
    }

    pub(in crate::local) fn from_base64(text: &str) -> Result<Keys> {
        Self::from_pkcs8(&Base64::decode_vec(text).map_err(|_| UNUSABLE)?)
    }

    /// The body of `/.well-known/jwks.json`.
    pub(in crate::local) fn jwks(&self) -> Value {
        let jwk = |key: &Key| json!({ "alg": "RS256", "e": key.exponent, "kid": key.kid, "kty": "RSA", "n": key.modulus, "use": "sig" });
        json!({ "keys": self.0.iter().map(jwk).collect::<Vec<_>>() })
    }

    /// A JWT without its signature.
    pub(in crate::local) fn unsigned(&self, claims: &Map<String, Value>) -> Option<String> {
        let mut header = Header::new(Algorithm::RS256);
        header.typ = None;
        header.kid = Some(self.0.as_ref()?.kid.clone());
        Some([part(&header)?, part(claims)?].join("."))
    }

    /// The signature of a JWT, in base64url.
    pub(in crate::local) fn signature(&self, unsigned: &str) -> Option<String> {
        let signature = rs256::sign(&self.0.as_ref()?.signing, unsigned.as_bytes())?;
        Some(Base64UrlUnpadded::encode_string(&signature))
    }

    /// The key in PKCS#8 DER; nothing where there is none yet.
    pub(in crate::local) fn pkcs8(&self) -> &[u8] {
        self.0.as_ref().map_or(&[], |key| &key.pkcs8)
    }

    /// The claims of a JWT that this server signed; its expiry is not checked here.
    pub(in crate::local) fn open(&self, token: &str) -> std::result::Result<Map<String, Value>, BadToken> {
        let claims = peek(token).ok_or(BadToken::Malformed)?;
        if self.signed(token) == Some(true) { Ok(claims) } else { Err(BadToken::Forged) }
    }

    /// Whether this server signed a JWT.
    fn signed(&self, token: &str) -> Option<bool> {
        let key = self.0.as_ref()?;
        let header = jsonwebtoken::decode_header(token).ok()?;
        let (signed, signature) = token.rsplit_once('.')?;
        let signature = Base64UrlUnpadded::decode_vec(signature).ok()?;
        Some(header.alg == Algorithm::RS256 && rs256::verifies(&key.verifying, signed.as_bytes(), &signature))
    }
}

/// A part of a JWT.
fn part(value: &impl Serialize) -> Option<String> {
    Some(Base64UrlUnpadded::encode_string(&serde_json::to_vec(value).ok()?))
}

/// The claims of a JWT, unchecked: enough to find the pool whose key must then check it.
pub(in crate::local) fn peek(token: &str) -> Option<Map<String, Value>> {
    let mut parts = token.split('.');
    let (_, payload, _) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    serde_json::from_slice(&Base64UrlUnpadded::decode_vec(payload).ok()?).ok()
}
