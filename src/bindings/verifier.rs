//! The verification of tokens for JavaScript, around the signature, which is the platform's.

use std::collections::BTreeSet;

use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;

use crate::error::AuthError;
use crate::token::verify::{self, Choice, Expectation, Judge, List, Options, TokenUse, Use, Verified};
use crate::wire::cognito;

/// What tokens of one or several user pools must be.
#[wasm_bindgen]
pub struct VerifierEngine {
    pools: Vec<Pool>,
}

struct Pool {
    expected: Expectation,
    jwks: String,
    judge: Judge,
}

/// What the value of an option must be; never what it was.
fn must_be(option: &str) -> &'static str {
    match option {
        "userPoolId" => "must look like eu-central-1_AbCdEf123: copy it from the console.",
        "clientId" => "must be an app client's id, a list of at least one, or null to accept any app client.",
        "tokenUse" => "must be \"access\", \"id\", or null to accept both.",
        "groups" | "scopes" | "acr" => "must be a text or a list of at least one; leave it out to accept any.",
        "maxAgeSeconds" | "leewaySeconds" => "must be a number of seconds, not below 0.",
        _ => "must be a non-empty text.",
    }
}

fn wrong(option: &str) -> JsValue {
    let name = option.rsplit('.').next().unwrap_or(option);
    let name = name.split('[').next().unwrap_or(name);
    JsValue::from_str(&format!("`{option}` {}", must_be(name)))
}

fn parse<T: DeserializeOwned>(options: &str) -> Result<T, JsValue> {
    serde_path_to_error::deserialize(&mut serde_json::Deserializer::from_str(options)).map_err(|error| {
        // A member that is missing has no path of its own.
        let path = error.path().to_string();
        let text = error.inner().to_string();
        if text.starts_with("missing field") {
            let prefix = if path == "." { String::new() } else { path + "." };
            return wrong(&(prefix + "userPoolId"));
        }
        if path == "." { JsValue::from_str("The options must be an object, or a list of them.") } else { wrong(&path) }
    })
}

/// One text: these options take no list.
fn single(list: List, prefix: &str, option: &str) -> Result<Option<String>, JsValue> {
    let List(mut texts) = list;
    if texts.len() > 1 { Err(wrong(&[prefix, option].concat())) } else { Ok(texts.pop()) }
}

impl Pool {
    fn of(options: Options, prefix: &str) -> Result<Pool, JsValue> {
        let wrong = |option: &str| wrong(&[prefix, option].concat());
        cognito::user_pool_id(&options.user_pool_id).ok_or_else(|| wrong("userPoolId"))?;
        let issuers = cognito::issuers(&options.user_pool_id);
        let jwks = single(options.jwks_uri, prefix, "jwksUri")?;
        let client_ids = match options.client_id {
            Choice::Missing => return Err(wrong("clientId")),
            Choice::Any => Vec::new(),
            Choice::One(List(ids)) => ids,
        };
        let token_use = match options.token_use {
            Choice::Missing => return Err(wrong("tokenUse")),
            Choice::Any => None,
            Choice::One(Use::Access) => Some(TokenUse::Access),
            Choice::One(Use::Id) => Some(TokenUse::Id),
        };
        let further = single(options.issuer, prefix, "issuer")?;
        let [regular, _] = &issuers;
        let jwks = jwks.unwrap_or_else(|| [regular, "/.well-known/jwks.json"].concat());
        let expected = Expectation {
            issuers: issuers.into_iter().chain(further).collect(),
            client_ids,
            token_use,
            groups: options.groups.0,
            scopes: options.scopes.0,
            acr: options.acr.0,
            max_age: options.max_age_seconds.map(|seconds| seconds.0),
            leeway: options.leeway_seconds.0,
        };
        Ok(Pool { expected, jwks, judge: Judge::default() })
    }
}

fn result(error: &AuthError) -> JsValue {
    JsValue::from_str(&error.message)
}

/// Bytes come as the host has them; a token that is not UTF-8 is as wrong as an empty one.
fn text(token: &[u8]) -> &str {
    core::str::from_utf8(token).unwrap_or_default()
}

#[wasm_bindgen]
impl VerifierEngine {
    /// Reads the options: of one pool, or a list.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str) -> Result<VerifierEngine, JsValue> {
        if !options.starts_with('[') {
            return Ok(VerifierEngine { pools: vec![Pool::of(parse(options)?, "")?] });
        }
        let list: Vec<Options> = parse(options)?;
        let numbered = list.into_iter().enumerate();
        let pools: Vec<Pool> =
            numbered.map(|(index, options)| Pool::of(options, &format!("[{index}]."))).collect::<Result<_, _>>()?;
        if pools.is_empty() {
            return Err(JsValue::from_str("Pass the options of at least one user pool."));
        }
        let mut issuers = BTreeSet::new();
        for (index, pool) in pools.iter().enumerate() {
            let own: BTreeSet<&str> = pool.expected.issuers.iter().map(String::as_str).collect();
            if own.into_iter().any(|issuer| !issuers.insert(issuer)) {
                let message = format!("`[{index}]` has an issuer that another user pool has, too.");
                return Err(JsValue::from_str(&message));
            }
        }
        Ok(VerifierEngine { pools })
    }

    /// Where a pool's keys are.
    pub fn jwks(&self, pool: usize) -> String {
        self.pools.get(pool).map(|pool| pool.jwks.clone()).unwrap_or_default()
    }

    /// What a deny list is asked about a token.
    #[wasm_bindgen(js_name = denialMarks, unchecked_return_type = "Marks")]
    pub fn denial_marks(&self, token: &str) -> Result<JsValue, JsValue> {
        super::value::to(&crate::proxy::marks_of_token(token))
    }

    /// The id of the key that is said to have signed.
    #[wasm_bindgen(js_name = keyId)]
    pub fn key_id(&self, token: &[u8]) -> Result<String, JsValue> {
        verify::key_id(text(token)).map_err(|error| result(&error))
    }

    /// The pool that the token says it is of: its keys decide, and `claims` judges the issuer again.
    #[wasm_bindgen(js_name = poolOf)]
    pub fn pool_of(&self, token: &[u8]) -> Result<usize, JsValue> {
        let issuer = verify::unverified_issuer(text(token)).map_err(|error| result(&error))?;
        let pool = self.pools.iter().position(|pool| pool.expected.issuers.contains(&issuer));
        pool.ok_or_else(|| result(&verify::ISSUER))
    }

    /// The JSON text of the claims, when the platform found the signature good.
    pub fn claims(&mut self, pool: usize, token: &[u8], is_good: bool, now_ms: f64) -> Result<String, JsValue> {
        let Some(Pool { expected, judge, .. }) = self.pools.get_mut(pool) else { return Err(result(&verify::ISSUER)) };
        let claims = Verified::by_platform(text(token), is_good)
            .and_then(|token| judge.payload(token, now_ms / 1000.0, expected));
        claims.map_err(|error| result(&error))
    }
}
