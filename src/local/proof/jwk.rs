//! Keys of other issuers, as they publish them, and the tokens that they signed.

use base64ct::{Base64UrlUnpadded, Encoding};
use jsonwebtoken::Algorithm;
use rsa::{BigUint, RsaPublicKey};
use serde_json::{Map, Value};

use super::rs256;
use super::signing_key::peek;

fn key(jwk: &Value) -> Option<RsaPublicKey> {
    let number = |member: &str| {
        let text = jwk.get(member)?.as_str()?;
        Base64UrlUnpadded::decode_vec(text.trim_end_matches('=')).ok().map(|bytes| BigUint::from_bytes_be(&bytes))
    };
    (jwk.get("kty")? == "RSA").then_some(())?;
    RsaPublicKey::new(number("n")?, number("e")?).ok()
}

/// The claims of a JWT that a key of this set signed by RS256.
pub(in crate::local) fn verified(token: &str, jwks: &Value) -> Option<Map<String, Value>> {
    let header = jsonwebtoken::decode_header(token).ok()?;
    if header.alg != Algorithm::RS256 {
        return None;
    }
    let (signed, signature) = token.rsplit_once('.')?;
    let signature = Base64UrlUnpadded::decode_vec(signature).ok()?;
    let keys = jwks.get("keys")?.as_array()?;
    let fits = |jwk: &&Value| match &header.kid {
        Some(kid) => jwk.get("kid").and_then(Value::as_str) == Some(kid),
        None => true,
    };
    let good = keys.iter().filter(fits).filter_map(key).any(|key| rs256::verifies(&key, signed.as_bytes(), &signature));
    if good { peek(token) } else { None }
}
