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
//!   app client of the pool is good. Configurations that people write should refuse empty lists.
//! - **[`unverified_issuer`] believes the token.** Use it to choose among key sets, and nothing else:
//!   [`claims`] judges the issuer again, once the signature is good.
//!
//! # Shapes, units, errors
//!
//! A token is at most 16 KiB of text, its header at most 1 KiB. Times, `leeway` and `max_age` are
//! seconds, since 1970 where they are points in time. Every refusal has the code `TokenRefused`, and a message that says why and never
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
//! RFC 7515 (JWS), RFC 7797 (`b64`), RFC 7519, section 4.1 (claims), RFC 8725 (best practices: one algorithm, no
//! choice for the token); "Verifying JSON web tokens" in the Amazon Cognito developer guide.

use crate::error::Result;
use crate::prelude::*;
use core::fmt;
use read::{Look, Parts};
use refusal::*;
use serde_json::Value;

mod options;
mod read;
mod refusal;

#[doc(hidden)]
pub use options::{Choice, List, Options, Use};
pub use read::Claims;
#[cfg(target_arch = "wasm32")]
pub(crate) use refusal::ISSUER;

/// What a token is for: its claim `token_use`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenUse {
    /// What the bearer may do.
    Access,
    /// Who the person is.
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
    /// Groups, one of which the person must be in; any, when empty.
    pub groups: Vec<String>,
    /// Scopes, one of which the token must have; any, when empty.
    pub scopes: Vec<String>,
    /// Authentication context classes, one of which the claim `acr` must be; any, when empty.
    pub acr: Vec<String>,
    /// For how long a sign-in counts, in seconds after `auth_time`; as long as the token, when `None`.
    pub max_age: Option<f64>,
    /// How far clocks may differ, in seconds.
    pub leeway: f64,
}

/// The id of the key that is said to have signed the token.
///
/// # Errors
/// `TokenRefused` for anything but RS256: an algorithm that the token chooses is the oldest attack there is. Also for a
/// header that has a member twice, or one that changes how the token is read (`crit`, `b64`, `zip`).
pub fn key_id(token: &str) -> Result<String> {
    Parts::of(token)?.key_id()
}

/// The issuer that the token names. Nobody has verified it: it may choose a key set, and no more.
///
/// # Errors
/// `TokenRefused` for what is no token, or names no issuer.
pub fn unverified_issuer(token: &str) -> Result<String> {
    let payload = Parts::of(token)?.payload()?;
    let issuer = read::excerpt(&payload, |name| name == "iss")?;
    issuer.text("iss").map(str::to_owned).ok_or(MALFORMED)
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
    let parts = Parts::of(token.0)?;
    parts.key_id()?;
    parts.strict_signature()?;
    let claims = read::members(&parts.payload()?)?;
    judge(&claims, now_s, expected)?;
    Ok(claims)
}

/// Gives claims as the JSON text that the token carries, and remembers the header that it has judged last: a pool's
/// tokens differ in little else than their payload.
#[derive(Clone, Debug, Default)]
pub struct Judge {
    header: Option<String>,
}

impl Judge {
    /// The JSON text of the token's claims, when they are what is expected: as [`claims`], without building a tree of
    /// claims that nobody expects anything of.
    ///
    /// # Errors
    /// As those of [`claims`].
    pub fn payload(&mut self, token: Verified<'_>, now_s: f64, expected: &Expectation) -> Result<String> {
        let parts = Parts::of(token.0)?;
        if self.header.as_deref() != Some(parts.header) {
            parts.key_id()?;
            self.header = Some(parts.header.to_owned());
        }
        parts.strict_signature()?;
        let payload = parts.payload()?;
        judge(&read::excerpt(&payload, |name| expected.looks_at(name))?, now_s, expected)?;
        Ok(payload)
    }
}

impl Expectation {
    /// Whether a claim counts for anything.
    fn looks_at(&self, name: &str) -> bool {
        match name {
            "iss" | "sub" | "exp" | "nbf" | "token_use" | "client_id" | "aud" => true,
            "cognito:groups" => !self.groups.is_empty(),
            "scope" => !self.scopes.is_empty(),
            "acr" => !self.acr.is_empty(),
            "auth_time" => self.max_age.is_some(),
            _ => false,
        }
    }
}

fn judge(claims: &impl Look, now_s: f64, expected: &Expectation) -> Result<()> {
    let text = |name: &str| claims.text(name);
    let number = |name: &str| claims.number(name);
    let expiry = number("exp").filter(|expiry| *expiry >= 0.0).ok_or(MALFORMED)?;
    text("sub").ok_or(MALFORMED)?;
    // One text, as user pools write it: of a list, each reader might look at another entry.
    if !expected.issuers.iter().any(|known| Some(known.as_str()) == text("iss")) {
        return Err(if text("iss").is_some() { ISSUER } else { MALFORMED });
    }
    if expiry + expected.leeway <= now_s {
        return Err(EXPIRED);
    }
    if claims.has("nbf") && number("nbf").ok_or(MALFORMED)? - expected.leeway > now_s {
        return Err(EARLY);
    }
    let token_use = text("token_use").ok_or(USE)?;
    let client = match token_use {
        "access" => text("client_id"),
        "id" => text("aud"),
        _ => return Err(USE),
    };
    if expected.token_use.is_some_and(|wanted| wanted.name() != token_use) {
        return Err(USE);
    }
    let is_among = |list: &[String], value: &str| list.iter().any(|one| one == value);
    if !expected.client_ids.is_empty() && !client.is_some_and(|client| is_among(&expected.client_ids, client)) {
        return Err(CLIENT);
    }
    if !expected.groups.is_empty() && !claims.lists_one_of("cognito:groups", &expected.groups) {
        return Err(GROUP);
    }
    let mut scopes = text("scope").unwrap_or_default().split(' ');
    if !expected.scopes.is_empty() && !scopes.any(|scope| is_among(&expected.scopes, scope)) {
        return Err(SCOPE);
    }
    if !expected.acr.is_empty() && !text("acr").is_some_and(|acr| is_among(&expected.acr, acr)) {
        return Err(LEVEL);
    }
    let is_too_old = |max_age| number("auth_time").is_none_or(|time| time + max_age + expected.leeway < now_s);
    if expected.max_age.is_some_and(is_too_old) {
        return Err(AGE);
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
    use crate::error::AuthError;
    use base64ct::{Base64UrlUnpadded, Encoding};
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

    /// The claims, once the platform has said that the signature is good; the judge with a memory thinks the same of them.
    fn judge(token: &str, expected: &Expectation) -> Result<Claims> {
        let verified = Verified::by_platform(token, true)?;
        let tree = claims(verified, 999.0, expected);
        let mut judge = Judge::default();
        judge.payload(Verified::by_platform(&signed(&access()), true)?, 0.0, expected).ok();
        let text = judge.payload(verified, 999.0, expected);
        assert_eq!(text.map(|text| serde_json::from_str::<Claims>(&text).unwrap()), tree);
        tree
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
        assert_eq!(why(&changed("nbf", json!("soon")), &expected()), MALFORMED);
        assert_eq!(why(&changed("iss", json!(["https://issuer/pool"])), &expected()), MALFORMED);
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
    fn a_list_that_asks_for_something_wants_one_of_it() {
        let level = Expectation { acr: vec!["high".into(), "higher".into()], ..expected() };
        assert!(judge(&changed("acr", json!("higher")), &level).is_ok());
        for other in [json!("low"), json!(["high"]), json!("High"), json!("high "), Value::Null] {
            assert_eq!(why(&changed("acr", other), &level), LEVEL);
        }
        assert_eq!(why(&signed(&access()), &level), LEVEL);
        let group = Expectation { groups: vec!["staff".into()], ..expected() };
        for other in [json!("staff"), json!(["Staff"]), json!({ "staff": true }), json!([["staff"]])] {
            assert_eq!(why(&changed("cognito:groups", other), &group), GROUP);
        }
    }

    #[test]
    fn a_sign_in_counts_as_long_as_it_may() {
        let recent = Expectation { max_age: Some(60.0), ..expected() };
        assert!(judge(&changed("auth_time", json!(939)), &recent).is_ok());
        assert_eq!(why(&changed("auth_time", json!(938)), &recent), AGE);
        assert!(judge(&changed("auth_time", json!(934)), &Expectation { leeway: 5.0, ..recent.clone() }).is_ok());
        assert_eq!(why(&changed("auth_time", json!("939")), &recent), AGE);
        assert_eq!(why(&signed(&access()), &recent), AGE, "a token that does not say when");
        assert_eq!(why(&changed("auth_time", json!(998)), &Expectation { max_age: Some(0.0), ..expected() }), AGE);
    }

    #[test]
    fn the_issuer_chooses_a_key_set_and_is_judged_again() {
        assert_eq!(unverified_issuer(&signed(&access())).unwrap(), "https://issuer/pool");
        for other in [json!(["https://issuer/pool"]), json!(1), Value::Null] {
            assert_eq!(unverified_issuer(&changed("iss", other)).unwrap_err(), MALFORMED);
        }
        assert_eq!(unverified_issuer("nonsense").unwrap_err(), MALFORMED);
    }

    #[test]
    fn a_header_that_changes_how_a_token_is_read_is_refused() {
        for (name, value) in [
            ("crit", json!(["exp"])),
            ("crit", json!([])),
            ("b64", json!(false)),
            ("b64", json!(true)),
            ("zip", json!("DEF")),
            ("zip", Value::Null),
        ] {
            let mut header = json!({ "alg": "RS256", "kid": "k" });
            header[name] = value;
            let token = token(&header, &access());
            assert_eq!(key_id(&token).unwrap_err(), EXTENDED, "{name}");
            assert_eq!(why(&token, &expected()), EXTENDED, "{name}");
        }
    }

    #[test]
    fn a_header_whose_member_stands_twice_is_refused() {
        let part = |text: &str| Base64UrlUnpadded::encode_string(text.as_bytes());
        let payload = part(&access().to_string());
        for header in [
            r#"{"alg":"RS256","alg":"RS256","kid":"k"}"#,
            r#"{"alg":"RS256","kid":"k","kid":"k"}"#,
            r#"{"alg":"RS256","kid":"k","typ":"JWT","typ":"JWT"}"#,
            r#"{"alg":"RS256","kid":"k","\u006bid":"k"}"#,
            r#"{"alg":"RS256","kid":1}"#,
            r#"{"alg":["RS256"],"kid":"k"}"#,
            r#"{"alg":"RS256","kid":""}"#,
            r#"{"alg":"RS256","kid":"k"} {}"#,
            r#"["RS256","k"]"#,
        ] {
            let token = format!("{}.{payload}.c2lnbmF0dXJl", part(header));
            assert_eq!(key_id(&token).unwrap_err(), MALFORMED, "{header}");
            assert_eq!(why(&token, &expected()), MALFORMED, "{header}");
        }
        let long = json!({ "alg": "RS256", "kid": "k", "x": "x".repeat(1000) });
        assert_eq!(key_id(&token(&long, &access())).unwrap_err(), MALFORMED);
    }

    #[test]
    fn a_judge_that_remembers_a_header_believes_no_other() {
        let mut judge = Judge::default();
        let good = signed(&access());
        let mut said = |token: &str| judge.payload(Verified::by_platform(token, true)?, 999.0, &expected());
        assert_eq!(said(&good.replacen(good.split('.').next().unwrap(), "", 1)).unwrap_err(), MALFORMED);
        assert_eq!(said(&good).unwrap(), access().to_string());
        assert_eq!(said(&token(&json!({ "alg": "HS256", "kid": "k" }), &access())).unwrap_err(), MALFORMED);
        assert_eq!(said(&token(&json!({ "alg": "HS256", "kid": "k" }), &access())).unwrap_err(), MALFORMED, "twice");
        assert_eq!(said(&good).unwrap(), access().to_string());
    }

    #[test]
    fn a_claim_that_stands_twice_is_refused() {
        let part = |text: &str| Base64UrlUnpadded::encode_string(text.as_bytes());
        let twice = access().to_string().replacen('{', r#"{"sub":"2","#, 1);
        let header = part(&json!({ "alg": "RS256", "kid": "k" }).to_string());
        assert_eq!(why(&format!("{header}.{}.c2lnbmF0dXJl", part(&twice)), &expected()), MALFORMED);
        // Also one that nobody asks for, and among many.
        let many: String = (0..100).map(|index| format!(r#""c{index}":{index},"#)).collect();
        let more = |twice: &str| access().to_string().replacen('{', &format!("{{{twice}{many}"), 1);
        assert_eq!(why(&format!("{header}.{}.c2lnbmF0dXJl", part(&more(r#""c50":1,"#))), &expected()), MALFORMED);
        assert!(judge(&format!("{header}.{}.c2lnbmF0dXJl", part(&more(""))), &expected()).is_ok());
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
