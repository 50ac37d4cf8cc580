//! The RSA key that signs tokens: one per server, as JWK and as JWT key.

use base64ct::{Base64, Base64UrlUnpadded, Encoding};
use jsonwebtoken::jwk::{AlgorithmParameters, Jwk};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use pkcs8::der::Decode;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::error::{AuthError, Details, Result};

/// The signing key, once the host brought it: browsers make keys asynchronously, and pools are made at once.
pub(super) struct Keys(Option<Key>);

/// The key in the forms that are needed.
struct Key {
    pkcs8: Vec<u8>,
    signing: EncodingKey,
    verifying: DecodingKey,
    modulus: String,
    exponent: String,
    kid: String,
}

/// Why a token is not one of ours.
pub(super) enum BadToken {
    Malformed,
    Forged,
}

const UNUSABLE: AuthError =
    AuthError::known(const { &Details::invalid("The signing key is no RSA private key in PKCS#8 DER.") });

impl Keys {
    /// Reads the key; no bytes are no key yet.
    pub(super) fn from_pkcs8(pkcs8: &[u8]) -> Result<Keys> {
        if pkcs8.is_empty() {
            return Ok(Keys(None));
        }
        // Where both are built in, the first of the two to use jsonwebtoken would else decide for the other.
        #[cfg(feature = "server")]
        crate::token::provider::install();
        let envelope = pkcs8::PrivateKeyInfo::from_der(pkcs8).map_err(|_| UNUSABLE)?;
        let signing = EncodingKey::from_rsa_der(envelope.private_key);
        let jwk = Jwk::from_encoding_key(&signing, Algorithm::RS256).map_err(|_| UNUSABLE)?;
        let verifying = DecodingKey::from_jwk(&jwk).map_err(|_| UNUSABLE)?;
        let AlgorithmParameters::RSA(rsa) = jwk.algorithm else { return Err(UNUSABLE) };
        let kid = Base64::encode_string(&Sha256::digest(rsa.n.as_bytes()));
        Ok(Keys(Some(Key { pkcs8: pkcs8.to_vec(), signing, verifying, modulus: rsa.n, exponent: rsa.e, kid })))
    }

    /// Whether there is no key yet.
    pub(super) fn is_missing(&self) -> bool {
        self.0.is_none()
    }

    /// The key as a snapshot holds it.
    pub(super) fn to_base64(&self) -> String {
        self.0.as_ref().map(|key| Base64::encode_string(&key.pkcs8)).unwrap_or_default()
    }

    pub(super) fn from_base64(text: &str) -> Result<Keys> {
        Self::from_pkcs8(&Base64::decode_vec(text).map_err(|_| UNUSABLE)?)
    }

    /// The body of `/.well-known/jwks.json`.
    pub(super) fn jwks(&self) -> Value {
        let jwk = |key: &Key| json!({ "alg": "RS256", "e": key.exponent, "kid": key.kid, "kty": "RSA", "n": key.modulus, "use": "sig" });
        json!({ "keys": self.0.iter().map(jwk).collect::<Vec<_>>() })
    }

    /// A signed JWT.
    pub(super) fn sign(&self, claims: &Map<String, Value>) -> Option<String> {
        let key = self.0.as_ref()?;
        let mut header = Header::new(Algorithm::RS256);
        header.typ = None;
        header.kid = Some(key.kid.clone());
        jsonwebtoken::encode(&header, claims, &key.signing).ok()
    }

    /// The claims of a JWT that this server signed; its expiry is not checked here.
    pub(super) fn open(&self, token: &str) -> std::result::Result<Map<String, Value>, BadToken> {
        peek(token).ok_or(BadToken::Malformed)?;
        let key = self.0.as_ref().ok_or(BadToken::Forged)?;
        let mut rules = Validation::new(Algorithm::RS256);
        rules.validate_exp = false;
        rules.validate_aud = false;
        rules.required_spec_claims.clear();
        let data = jsonwebtoken::decode::<Map<String, Value>>(token, &key.verifying, &rules);
        data.map(|data| data.claims).map_err(|_| BadToken::Forged)
    }
}

/// The claims of a JWT, unchecked: enough to find the pool whose key must then check it.
pub(super) fn peek(token: &str) -> Option<Map<String, Value>> {
    let mut parts = token.split('.');
    let (_, payload, _) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    serde_json::from_slice(&Base64UrlUnpadded::decode_vec(payload).ok()?).ok()
}
