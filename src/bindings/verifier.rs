//! The verification of tokens for JavaScript, around the signature, which is the platform's.

use serde::Deserialize;
use wasm_bindgen::prelude::*;

use crate::error::AuthError;
use crate::token::verify::{self, Expectation, TokenUse, Verified};
use crate::wire::cognito;

/// What a token of one configuration must be.
#[wasm_bindgen]
pub struct VerifierEngine {
    expected: Expectation,
    jwks: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Options {
    user_pool_id: String,
    #[serde(default)]
    client_id: Vec<String>,
    token_use: Option<String>,
    #[serde(default)]
    groups: Vec<String>,
    #[serde(default)]
    scopes: Vec<String>,
    #[serde(default)]
    leeway_seconds: f64,
    issuer: Option<String>,
    jwks_uri: Option<String>,
}

fn told(error: &AuthError) -> JsValue {
    JsValue::from_str(&error.message)
}

const BAD_POOL_ID: &str = "`userPoolId` must look like eu-central-1_AbCdEf123: copy it from the console.";

#[wasm_bindgen]
impl VerifierEngine {
    /// Reads the options.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str) -> Result<VerifierEngine, JsValue> {
        let options: Options = serde_path_to_error::deserialize(&mut serde_json::Deserializer::from_str(options))
            .map_err(|error| JsValue::from_str(&format!("The options are wrong at `{}`.", error.path())))?;
        let (region, _) = cognito::user_pool_id(&options.user_pool_id).ok_or_else(|| JsValue::from_str(BAD_POOL_ID))?;
        let regular = cognito::regular_endpoint(region) + &options.user_pool_id;
        let token_use = match options.token_use.as_deref() {
            None => None,
            Some("access") => Some(TokenUse::Access),
            Some("id") => Some(TokenUse::Id),
            Some(_) => return Err(JsValue::from_str("`tokenUse` must be \"access\" or \"id\".")),
        };
        let newer = regular.replacen("https://cognito-idp.", "https://issuer-cognito-idp.", 1);
        let jwks = options.jwks_uri.unwrap_or_else(|| [&regular, "/.well-known/jwks.json"].concat());
        let expected = Expectation {
            issuers: [regular, newer].into_iter().chain(options.issuer).collect(),
            client_ids: options.client_id,
            token_use,
            groups: options.groups,
            scopes: options.scopes,
            leeway: options.leeway_seconds,
        };
        Ok(VerifierEngine { expected, jwks })
    }

    /// Where the keys are.
    pub fn jwks(&self) -> String {
        self.jwks.clone()
    }

    /// What a deny list is asked about a token, as JSON: `{keys, issued, family}`.
    #[wasm_bindgen(js_name = denialMarks)]
    pub fn denial_marks(&self, token: &str) -> String {
        serde_json::to_string(&crate::proxy::marks_of_token(token)).unwrap_or_default()
    }

    /// The id of the key that is said to have signed.
    #[wasm_bindgen(js_name = keyId)]
    pub fn key_id(&self, token: &str) -> Result<String, JsValue> {
        verify::key_id(token).map_err(|error| told(&error))
    }

    /// The claims as JSON, when the platform found the signature good.
    pub fn claims(&self, token: &str, signature_is_good: bool, now_ms: f64) -> Result<String, JsValue> {
        let claims = Verified::by_platform(token, signature_is_good)
            .and_then(|token| verify::claims(token, now_ms / 1000.0, &self.expected));
        claims.map(|claims| serde_json::Value::Object(claims).to_string()).map_err(|error| told(&error))
    }
}
