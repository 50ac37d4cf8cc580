//! Whether a token is one of a user pool's: its signature first, by the platform, then its claims.
//!
//! Four steps: [`key_id`] names the key, the platform verifies the signature under that key of the
//! pool's key set, [`Verified::by_platform`] takes its word, and [`claims`] judges issuer, times,
//! use, app client, groups and scopes.
//!
//! # What is not protected
//!
//! - **The signature is the caller's.** This module has no RSA: it believes `good`. Verify RS256
//!   (RSASSA-PKCS1-v1_5 with SHA-256) over the token's first two parts, as they stand in the text.
//! - **The key set is the caller's.** Take it from the pool's own address,
//!   `https://cognito-idp.<region>.amazonaws.com/<pool id>/.well-known/jwks.json`, never from one
//!   that the token names.
//! - **Revoked tokens hold until they expire**, unless a deny list is asked
//!   (`proxy::marks_of_token`).
//! - **An empty list in an [`Expectation`] asks for nothing**: without `client_ids`, a token of any
//!   app client of the pool is good.
//!
//! # Shapes, units, errors
//!
//! A token is at most 16 KiB of text. Times and `leeway` are seconds, since 1970 where they are
//! points in time. Every refusal has the code `TokenRefused`, and a message that says why and never
//! repeats the token.
//!
//! # Example
//!
//! ```
//! use cognito_identity_wasm::error::Result;
//! use cognito_identity_wasm::token::verify::{Claims, Expectation, TokenUse, Verified, claims, key_id};
//!
//! /// `platform` looks the key up in the pool's key set and verifies: by WebCrypto, node:crypto, aws-lc-rs, …
//! fn verify(token: &str, now_s: f64, platform: impl Fn(&str, &str) -> bool) -> Result<Claims> {
//!     let mut expected = Expectation::default();
//!     expected.issuers = vec!["https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEf123".into()];
//!     expected.client_ids = vec!["1h57kf5cpq17m0eml12EXAMPLE".into()];
//!     expected.token_use = Some(TokenUse::Access);
//!
//!     let good = platform(&key_id(token)?, token);
//!     claims(Verified::by_platform(token, good)?, now_s, &expected)
//! }
//!
//! // {"alg":"RS256","kid":"k"}
//! let forged = "eyJhbGciOiJSUzI1NiIsImtpZCI6ImsifQ.eyJzdWIiOiIxIn0.Zm9yZ2Vk";
//! let refused = verify(forged, 0.0, |key, _| key != "k").unwrap_err();
//! assert_eq!(refused.code, "TokenRefused");
//! ```
//!
//! # Source
//!
//! RFC 7515 (JWS), RFC 7519, section 4.1 (claims), RFC 8725 (best practices: one algorithm, no
//! choice for the token); "Verifying JSON web tokens" in the Amazon Cognito developer guide.

use crate::error::{AuthError, Details, Kind, Result};
use crate::prelude::*;
use base64ct::{Base64UrlUnpadded, Encoding};
use core::fmt;
use jsonwebtoken::Algorithm;
use jsonwebtoken::dangerous::insecure_decode;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

/// The claims of a token.
pub type Claims = Map<String, Value>;

/// What a token is for: its claim `token_use`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenUse {
    /// It opens doors.
    Access,
    /// It tells who somebody is.
    Id,
}

impl TokenUse {
    /// The claim's value.
    pub const fn name(self) -> &'static str {
        match self {
            TokenUse::Access => "access",
            TokenUse::Id => "id",
        }
    }
}

/// What a token must be.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Expectation {
    /// The issuers that the pool may name itself by.
    pub issuers: Vec<String>,
    /// The app clients it may be for; any, when empty.
    pub client_ids: Vec<String>,
    /// What it must be for; either, when `None`.
    pub token_use: Option<TokenUse>,
    /// A group, one of which the person must be in; any, when empty.
    pub groups: Vec<String>,
    /// A scope, one of which the token must have; any, when empty.
    pub scopes: Vec<String>,
    /// How far clocks may differ, in seconds.
    pub leeway: f64,
}

const fn refused(message: &'static str) -> Details {
    Details::new("TokenRefused", Kind::Caller, message)
}

macro_rules! refusals {
    ($($name:ident $message:literal)*) => {
        $(const $name: AuthError = AuthError::known(const { &refused($message) });)*
    };
}

refusals! {
    MALFORMED "The token is no JSON Web Token signed with RS256: was it cut or altered?"
    UNSIGNED "The token's signature is not the user pool's: it was altered, or comes from elsewhere."
    EXPIRED "The token has expired: refresh the session."
    EARLY "The token is not valid yet: compare the clocks."
    ISSUER "The token was issued by another user pool."
    USE "The token is for another use: an access token and an ID token are no substitutes for each other."
    CLIENT "The token was issued to another app client."
    GROUP "The person is in none of the required groups."
    SCOPE "The token has none of the required scopes."
}

/// The longest token that is looked at: above what a header of HTTP can carry.
const MAX_LENGTH: usize = 16_384;

/// The id of the key that is said to have signed the token.
///
/// # Errors
/// `TokenRefused` for anything but RS256: an algorithm that the token chooses is the oldest attack there is.
pub fn key_id(token: &str) -> Result<String> {
    if token.len() > MAX_LENGTH || token.split('.').count() != 3 {
        return Err(MALFORMED);
    }
    let header = jsonwebtoken::decode_header(token).map_err(|_| MALFORMED)?;
    if header.alg != Algorithm::RS256 {
        return Err(MALFORMED);
    }
    header.kid.filter(|kid| !kid.is_empty() && kid.len() <= 256).ok_or(MALFORMED)
}

/// A token whose signature the platform found good: nothing else gives [`claims`].
///
/// It holds the platform's word and checks nothing: the word must be about this very text, under the key of [`key_id`] in
/// the pool's key set, by RSASSA-PKCS1-v1_5 with SHA-256.
#[derive(Clone, Copy)]
pub struct Verified<'a>(&'a str);

impl<'a> Verified<'a> {
    /// Takes the platform's word: `good` is what its verification said of this token.
    ///
    /// # Errors
    /// `TokenRefused` when the signature was not good.
    pub fn by_platform(token: &'a str, good: bool) -> Result<Verified<'a>> {
        if good { Ok(Verified(token)) } else { Err(UNSIGNED) }
    }
}

impl fmt::Debug for Verified<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Verified(…)")
    }
}

/// The token's claims, when they are what is expected. `now_s` is in seconds since 1970.
///
/// # Errors
/// `TokenRefused`; the message says why and never repeats the token.
pub fn claims(token: Verified<'_>, now_s: f64, expected: &Expectation) -> Result<Claims> {
    // Platforms read base64url more leniently than RFC 7515 writes it: one token would have many spellings.
    let signature = token.0.rsplit_once('.').ok_or(MALFORMED)?.1;
    Base64UrlUnpadded::decode_vec(signature).map_err(|_| MALFORMED)?;
    // Insecure on its own: `Verified` is what makes it secure. jsonwebtoken's `decode` verifies by a backend of its own, which is
    // a choice for the whole process and therefore the application's.
    let data = insecure_decode::<UniqueClaims>(token.0).map_err(|_| MALFORMED)?;
    if data.header.alg != Algorithm::RS256 {
        return Err(MALFORMED);
    }
    let UniqueClaims(claims) = data.claims;
    let expiry = claims.get("exp").and_then(Value::as_f64).filter(|expiry| *expiry >= 0.0).ok_or(MALFORMED)?;
    if !claims.get("sub").is_some_and(Value::is_string) {
        return Err(MALFORMED);
    }
    issuer(&claims, &expected.issuers)?;
    times(&claims, expiry, now_s, expected.leeway)?;
    purpose(&claims, expected)?;
    Ok(claims)
}

/// Claims of which none has a name twice: RFC 7519, section 4.
struct UniqueClaims(Claims);

impl<'de> Deserialize<'de> for UniqueClaims {
    fn deserialize<D: Deserializer<'de>>(from: D) -> core::result::Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Claims;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("claims")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> core::result::Result<Claims, A::Error> {
                let mut claims = Claims::new();
                while let Some((name, value)) = entries.next_entry::<String, Value>()? {
                    if claims.insert(name, value).is_some() {
                        return Err(Error::custom("a claim stands twice"));
                    }
                }
                Ok(claims)
            }
        }
        from.deserialize_map(Reader).map(UniqueClaims)
    }
}

fn issuer(claims: &Claims, issuers: &[String]) -> Result<()> {
    let names = match claims.get("iss") {
        Some(Value::Array(names)) => names.as_slice(),
        Some(name) => core::slice::from_ref(name),
        None => return Err(MALFORMED),
    };
    if !names.iter().all(Value::is_string) {
        return Err(MALFORMED);
    }
    let known = |name: &Value| issuers.iter().any(|issuer| name == issuer);
    if names.iter().any(known) { Ok(()) } else { Err(ISSUER) }
}

fn times(claims: &Claims, expiry: f64, now_s: f64, leeway: f64) -> Result<()> {
    if expiry + leeway <= now_s {
        return Err(EXPIRED);
    }
    let not_before = claims.get("nbf").and_then(Value::as_f64);
    if not_before.is_some_and(|from| from - leeway > now_s) {
        return Err(EARLY);
    }
    Ok(())
}

fn purpose(claims: &Claims, expected: &Expectation) -> Result<()> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    let token_use = text("token_use").ok_or(USE)?;
    let client = match token_use {
        "access" => text("client_id"),
        "id" => text("aud"),
        _ => return Err(USE),
    };
    if expected.token_use.is_some_and(|wanted| wanted.name() != token_use) {
        return Err(USE);
    }
    let known = |client: &str| expected.client_ids.iter().any(|id| id == client);
    if !expected.client_ids.is_empty() && !client.is_some_and(known) {
        return Err(CLIENT);
    }
    if !expected.groups.is_empty() && !groups(claims).any(|group| expected.groups.iter().any(|one| one == group)) {
        return Err(GROUP);
    }
    let mut scopes = text("scope").unwrap_or_default().split(' ');
    if !expected.scopes.is_empty() && !scopes.any(|scope| expected.scopes.iter().any(|one| one == scope)) {
        return Err(SCOPE);
    }
    Ok(())
}

/// The person's groups.
pub fn groups(claims: &Claims) -> impl Iterator<Item = &str> {
    claims.get("cognito:groups").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn token(header: &Value, claims: &Value) -> String {
        let part = |value: &Value| Base64UrlUnpadded::encode_string(value.to_string().as_bytes());
        format!("{}.{}.c2lnbmF0dXJl", part(header), part(claims))
    }

    fn access() -> Value {
        json!({ "iss": "https://issuer/pool", "sub": "1", "token_use": "access", "client_id": "app", "exp": 1000,
            "scope": "a b", "cognito:groups": ["staff"], "jti": "j" })
    }

    fn expected() -> Expectation {
        Expectation {
            issuers: vec!["https://issuer/pool".into()],
            client_ids: vec!["app".into()],
            token_use: Some(TokenUse::Access),
            ..Expectation::default()
        }
    }

    fn signed(claims: &Value) -> String {
        token(&json!({ "alg": "RS256", "kid": "k" }), claims)
    }

    fn changed(name: &str, value: Value) -> String {
        let mut claims = access();
        claims[name] = value;
        signed(&claims)
    }

    /// The claims, once the platform has said that the signature is good.
    fn judge(token: &str, expected: &Expectation) -> Result<Claims> {
        claims(Verified::by_platform(token, true)?, 999.0, expected)
    }

    fn why(token: &str, expected: &Expectation) -> AuthError {
        judge(token, expected).unwrap_err()
    }

    #[test]
    fn a_good_token_gives_its_claims() {
        assert_eq!(Value::Object(judge(&signed(&access()), &expected()).unwrap()), access());
    }

    #[test]
    fn without_the_platforms_word_nothing_is_believed() {
        let token = signed(&access());
        assert_eq!(Verified::by_platform(&token, false).unwrap_err(), UNSIGNED);
        assert_eq!(format!("{:?}", Verified::by_platform(&token, true).unwrap()), "Verified(…)");
    }

    #[test]
    fn every_wrong_claim_is_refused_for_its_own_reason() {
        assert_eq!(why(&changed("iss", json!("https://issuer/other")), &expected()), ISSUER);
        assert_eq!(why(&changed("token_use", json!("id")), &expected()), USE);
        assert_eq!(why(&changed("token_use", json!("refresh")), &Expectation { token_use: None, ..expected() }), USE);
        assert_eq!(why(&changed("client_id", json!("other")), &expected()), CLIENT);
        assert_eq!(why(&changed("exp", json!(999)), &expected()), EXPIRED);
        assert_eq!(why(&changed("exp", json!("never")), &expected()), MALFORMED);
        assert_eq!(why(&changed("exp", json!(-1)), &expected()), MALFORMED);
        assert_eq!(why(&changed("iss", json!(1)), &expected()), MALFORMED);
        assert_eq!(why(&changed("sub", json!(1)), &expected()), MALFORMED);
        assert_eq!(why(&signed(&access()), &Expectation { issuers: vec![], ..expected() }), ISSUER);
        assert_eq!(why(&changed("nbf", json!(1000)), &expected()), EARLY);
        assert_eq!(why(&signed(&access()), &Expectation { groups: vec!["admins".into()], ..expected() }), GROUP);
        assert_eq!(why(&signed(&access()), &Expectation { scopes: vec!["c".into()], ..expected() }), SCOPE);
        for missing in ["iss", "sub", "exp"] {
            let mut claims = access();
            claims.as_object_mut().unwrap().remove(missing);
            assert_eq!(why(&signed(&claims), &expected()), MALFORMED);
        }
        let leeway = Expectation { leeway: 5.0, groups: vec!["staff".into()], scopes: vec!["b".into()], ..expected() };
        assert!(judge(&changed("exp", json!(996)), &leeway).is_ok());
    }

    #[test]
    fn a_token_with_another_spelling_is_refused_although_its_signature_is_good() {
        let token = signed(&access());
        let (message, _) = token.rsplit_once('.').unwrap();
        let (header, payload) = message.split_once('.').unwrap();
        for other in [
            format!("{message}.c2lnbmF0dXJl="),
            format!("{message}.c2ln bmF0dXJl"),
            format!("{message}.c2lnbmF0dXJ+"),
            format!("{message}.c2lnbmF0dXJlAB"),
            format!("{header}=.{payload}.c2lnbmF0dXJl"),
            format!("{header}.{payload}=.c2lnbmF0dXJl"),
            format!("{header}..c2lnbmF0dXJl"),
            format!("a.{token}"),
            message.to_owned(),
            String::new(),
        ] {
            assert_eq!(why(&other, &expected()), MALFORMED, "{other}");
        }
        assert_eq!(why(&signed(&json!([])), &expected()), MALFORMED);
        assert_eq!(why(&signed(&json!("claims")), &expected()), MALFORMED);
    }

    #[test]
    fn a_claim_that_stands_twice_is_refused() {
        let part = |text: &str| Base64UrlUnpadded::encode_string(text.as_bytes());
        let twice = access().to_string().replacen('{', r#"{"sub":"2","#, 1);
        let header = part(&json!({ "alg": "RS256", "kid": "k" }).to_string());
        assert_eq!(why(&format!("{header}.{}.c2lnbmF0dXJl", part(&twice)), &expected()), MALFORMED);
    }

    #[test]
    fn only_rs256_has_a_key() {
        for (alg, good) in
            [("RS256", true), ("none", false), ("None", false), ("HS256", false), ("RS512", false), ("PS256", false)]
        {
            let token = token(&json!({ "alg": alg, "kid": "k" }), &access());
            assert_eq!(key_id(&token).is_ok(), good, "{alg}");
            assert_eq!(judge(&token, &expected()).is_ok(), good, "{alg}");
        }
        assert!(key_id(&token(&json!({ "alg": "RS256" }), &access())).is_err());
        for text in ["", "a.b", "a.b.c", "a.b.c.d", &"a".repeat(20_000)] {
            assert_eq!(key_id(text).unwrap_err(), MALFORMED);
        }
    }
}
