//! The RSA key that signs tokens: one per server, as JWK and as JWT key.

use base64ct::{Base64, Base64UrlUnpadded, Encoding};
use jsonwebtoken::jwk::{AlgorithmParameters, Jwk};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use pkcs8::der::Decode;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::error::{AuthError, Result};

/// The signing key in the forms that are needed.
pub(super) struct Keys {
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

const UNUSABLE: AuthError = AuthError::invalid("The signing key is no RSA private key in PKCS#8 DER.");

impl Keys {
    pub(super) fn from_pkcs8(pkcs8: &[u8]) -> Result<Keys> {
        let envelope = pkcs8::PrivateKeyInfo::from_der(pkcs8).map_err(|_| UNUSABLE)?;
        let signing = EncodingKey::from_rsa_der(envelope.private_key);
        let jwk = Jwk::from_encoding_key(&signing, Algorithm::RS256).map_err(|_| UNUSABLE)?;
        let verifying = DecodingKey::from_jwk(&jwk).map_err(|_| UNUSABLE)?;
        let AlgorithmParameters::RSA(rsa) = jwk.algorithm else { return Err(UNUSABLE) };
        let kid = Base64::encode_string(&Sha256::digest(rsa.n.as_bytes()));
        Ok(Keys { pkcs8: pkcs8.to_vec(), signing, verifying, modulus: rsa.n, exponent: rsa.e, kid })
    }

    /// The key as a snapshot holds it.
    pub(super) fn to_base64(&self) -> String {
        Base64::encode_string(&self.pkcs8)
    }

    pub(super) fn from_base64(text: &str) -> Result<Keys> {
        Self::from_pkcs8(&Base64::decode_vec(text).map_err(|_| UNUSABLE)?)
    }

    /// The body of `/.well-known/jwks.json`.
    pub(super) fn jwks(&self) -> Value {
        json!({ "keys": [{
            "alg": "RS256", "e": self.exponent, "kid": self.kid, "kty": "RSA", "n": self.modulus, "use": "sig",
        }] })
    }

    /// A signed JWT.
    pub(super) fn sign(&self, claims: &Map<String, Value>) -> Option<String> {
        let mut header = Header::new(Algorithm::RS256);
        header.typ = None;
        header.kid = Some(self.kid.clone());
        jsonwebtoken::encode(&header, claims, &self.signing).ok()
    }

    /// The claims of a JWT that this server signed; its expiry is not checked here.
    pub(super) fn open(&self, token: &str) -> std::result::Result<Map<String, Value>, BadToken> {
        peek(token).ok_or(BadToken::Malformed)?;
        let mut rules = Validation::new(Algorithm::RS256);
        rules.validate_exp = false;
        rules.validate_aud = false;
        rules.required_spec_claims.clear();
        let data = jsonwebtoken::decode::<Map<String, Value>>(token, &self.verifying, &rules);
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
