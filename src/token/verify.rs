//! Whether a token is one of a user pool's: its signature first, by the platform, then its claims.

use super::provider;
use crate::error::{AuthError, Details, Kind, Result};
use jsonwebtoken::{Algorithm, Validation};
use serde_json::{Map, Value};

/// The claims of a token.
pub type Claims = Map<String, Value>;

/// What a token is for: its claim `token_use`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// The token's claims, when the platform found its signature good and they are what is expected.
///
/// `signature_is_good` is what the platform said of this very text; nothing is read before.
///
/// # Errors
/// `TokenRefused`; the message says why and never repeats the token.
pub fn claims(token: &str, signature_is_good: bool, now_s: f64, expected: &Expectation) -> Result<Claims> {
    if !signature_is_good {
        return Err(UNSIGNED);
    }
    provider::install();
    let signing_input = token.rsplit_once('.').ok_or(MALFORMED)?.0;
    let mut rules = Validation::new(Algorithm::RS256);
    // The time is an argument here, and app clients stand in `aud` or in `client_id`.
    rules.validate_exp = false;
    rules.validate_aud = false;
    rules.set_issuer(&expected.issuers);
    rules.set_required_spec_claims(&["exp", "iss", "sub"]);
    let data = jsonwebtoken::decode::<Claims>(token, &provider::key_of(signing_input.as_bytes()), &rules);
    let claims = data.map_err(|error| because(error.kind()))?.claims;
    times(&claims, now_s, expected.leeway)?;
    purpose(&claims, expected)?;
    Ok(claims)
}

fn because(kind: &jsonwebtoken::errors::ErrorKind) -> AuthError {
    use jsonwebtoken::errors::ErrorKind;
    match kind {
        ErrorKind::InvalidIssuer => ISSUER,
        ErrorKind::InvalidSignature => UNSIGNED,
        _ => MALFORMED,
    }
}

fn times(claims: &Claims, now_s: f64, leeway: f64) -> Result<()> {
    let time = |name: &str| claims.get(name).and_then(Value::as_f64);
    if time("exp").ok_or(MALFORMED)? + leeway <= now_s {
        return Err(EXPIRED);
    }
    if time("nbf").is_some_and(|from| from - leeway > now_s) {
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

    fn why(token: &str, expected: &Expectation) -> AuthError {
        claims(token, true, 999.0, expected).unwrap_err()
    }

    #[test]
    fn a_good_token_gives_its_claims() {
        assert_eq!(Value::Object(claims(&signed(&access()), true, 999.0, &expected()).unwrap()), access());
    }

    #[test]
    fn without_the_platforms_word_nothing_is_believed() {
        assert_eq!(claims(&signed(&access()), false, 999.0, &expected()).unwrap_err(), UNSIGNED);
    }

    #[test]
    fn what_the_platform_said_of_one_text_counts_for_no_other() {
        provider::install();
        let (mine, other) = (signed(&access()), changed("sub", json!("2")));
        let key = provider::key_of(mine.rsplit_once('.').unwrap().0.as_bytes());
        let mut rules = Validation::new(Algorithm::RS256);
        rules.validate_exp = false;
        assert!(jsonwebtoken::decode::<Claims>(&mine, &key, &rules).is_ok());
        assert!(jsonwebtoken::decode::<Claims>(&other, &key, &rules).is_err());
    }

    #[test]
    fn every_wrong_claim_is_refused_for_its_own_reason() {
        assert_eq!(why(&changed("iss", json!("https://issuer/other")), &expected()), ISSUER);
        assert_eq!(why(&changed("token_use", json!("id")), &expected()), USE);
        assert_eq!(why(&changed("token_use", json!("refresh")), &Expectation { token_use: None, ..expected() }), USE);
        assert_eq!(why(&changed("client_id", json!("other")), &expected()), CLIENT);
        assert_eq!(why(&changed("exp", json!(999)), &expected()), EXPIRED);
        assert_eq!(why(&changed("exp", json!("never")), &expected()), MALFORMED);
        assert_eq!(why(&changed("nbf", json!(1000)), &expected()), EARLY);
        assert_eq!(why(&signed(&access()), &Expectation { groups: vec!["admins".into()], ..expected() }), GROUP);
        assert_eq!(why(&signed(&access()), &Expectation { scopes: vec!["c".into()], ..expected() }), SCOPE);
        for missing in ["iss", "sub", "exp"] {
            let mut claims = access();
            claims.as_object_mut().unwrap().remove(missing);
            assert_eq!(why(&signed(&claims), &expected()), MALFORMED);
        }
        let leeway = Expectation { leeway: 5.0, groups: vec!["staff".into()], scopes: vec!["b".into()], ..expected() };
        assert!(claims(&changed("exp", json!(996)), true, 999.0, &leeway).is_ok());
    }

    #[test]
    fn only_rs256_has_a_key() {
        for (alg, good) in
            [("RS256", true), ("none", false), ("None", false), ("HS256", false), ("RS512", false), ("PS256", false)]
        {
            let token = token(&json!({ "alg": alg, "kid": "k" }), &access());
            assert_eq!(key_id(&token).is_ok(), good, "{alg}");
            assert_eq!(claims(&token, true, 999.0, &expected()).is_ok(), good, "{alg}");
        }
        assert!(key_id(&token(&json!({ "alg": "RS256" }), &access())).is_err());
        for text in ["", "a.b", "a.b.c", "a.b.c.d", &"a".repeat(20_000)] {
            assert_eq!(key_id(text).unwrap_err(), MALFORMED);
        }
    }
}
