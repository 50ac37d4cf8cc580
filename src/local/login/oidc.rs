//! A real OpenID Connect provider: found by its discovery, asked through the host, its ID token checked.

use serde_json::{Map, Value};

use crate::local::host::env::Env;
use crate::local::host::fields::Fields;
use crate::local::host::refusal::Checked;
use crate::local::model::login::Away;
use crate::local::model::resource::Resource;
use crate::local::proof::jwk;

/// What discovery says.
pub(super) struct Metadata {
    pub(super) issuer: String,
    pub(super) authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    userinfo_endpoint: Option<String>,
}

/// A member of ProviderDetails.
pub(super) fn detail<'p>(provider: &'p Resource, name: &str) -> &'p str {
    let details = provider.members.get("ProviderDetails");
    details.and_then(|details| details.get(name)).and_then(Value::as_str).unwrap_or_default()
}

/// How the host says that it waited in vain.
const TIMEOUT: &str = "Timeout";

/// What the provider could not do; the app reads it.
type Said<T> = Checked<Result<T, String>>;

/// JSON of the provider, or what the service says about a provider that gives none: `what` it did not give, and where it was `called`.
fn ask(
    env: &mut Env<'_>,
    (what, called): (&str, &str),
    provider: &str,
    (method, url): (&'static str, &str),
    headers: &[(&str, &str)],
    body: &str,
) -> Said<Value> {
    let answer = match env.fetch(method, url, headers, body)? {
        Ok(answer) => answer,
        Err(why) if why == TIMEOUT => return Ok(Err(format!("{why} {called}"))),
        Err(why) => return Ok(Err(why)),
    };
    let status = answer.get("status").and_then(Value::as_u64).unwrap_or_default();
    if status != 200 {
        return Ok(Err(format!("{provider} Error - {status} error getting {what}")));
    }
    let text = answer.get("body").and_then(Value::as_str).unwrap_or_default();
    Ok(serde_json::from_str(text).map_err(|_| format!("{provider} Error - {what} is not valid JSON")))
}

pub(super) fn metadata(env: &mut Env<'_>, provider: &Resource) -> Said<Metadata> {
    let issuer = detail(provider, "oidc_issuer");
    let url = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
    let found = match ask(env, ("discovery", "in calling IdP discovery"), &provider.key, ("GET", &url), &[], "")? {
        Ok(found) => found,
        Err(why) => return Ok(Err(why)),
    };
    let text = |name: &str| found.get(name).and_then(Value::as_str).map(str::to_owned);
    if text("issuer").is_none_or(|named| named.trim_end_matches('/') != issuer.trim_end_matches('/')) {
        return Ok(Err(format!("{} Error - discovery names another issuer", provider.key)));
    }
    let metadata = (|| {
        Some(Metadata {
            issuer: text("issuer")?,
            authorization_endpoint: text("authorization_endpoint")?,
            token_endpoint: text("token_endpoint")?,
            jwks_uri: text("jwks_uri")?,
            userinfo_endpoint: text("userinfo_endpoint"),
        })
    })();
    Ok(metadata.ok_or_else(|| format!("{} Error - discovery lacks an endpoint", provider.key)))
}

/// What the provider says of the person who brought this code.
pub(super) fn claims(env: &mut Env<'_>, provider: &Resource, away: &Away, code: &str) -> Said<Map<String, Value>> {
    let metadata = match metadata(env, provider)? {
        Ok(metadata) => metadata,
        Err(why) => return Ok(Err(why)),
    };
    let name = provider.key.as_str();
    let mut form = Fields::default()
        .with("grant_type", "authorization_code")
        .with("code", code)
        .with("redirect_uri", &away.redirect_uri)
        .with("client_id", detail(provider, "client_id"))
        .with("code_verifier", &away.verifier);
    if !detail(provider, "client_secret").is_empty() {
        form = form.with("client_secret", detail(provider, "client_secret"));
    }
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("accept", "application/json")];
    let tokens = match ask(
        env,
        ("token", "occurred in calling IdP token endpoint"),
        name,
        ("POST", &metadata.token_endpoint),
        &headers,
        &form.encode(),
    )? {
        Ok(tokens) => tokens,
        Err(why) => return Ok(Err(why)),
    };
    let keys = match ask(env, ("jwks", "in calling jwks uri"), name, ("GET", &metadata.jwks_uri), &[], "")? {
        Ok(keys) => keys,
        Err(why) => return Ok(Err(why)),
    };
    let text = |member: &str| tokens.get(member).and_then(Value::as_str).unwrap_or_default().to_owned();
    let Some(mut claims) = jwk::verified(&text("id_token"), &keys) else {
        return Ok(Err(format!("{name} Error - the ID token is not signed by a key of the provider (RS256)")));
    };
    if let Some(wrong) = wrong_claim(env, &metadata.issuer, detail(provider, "client_id"), &away.nonce, &claims) {
        return Ok(Err(format!("{name} Error - {wrong} of the ID token is wrong")));
    }
    if let Some(endpoint) = &metadata.userinfo_endpoint {
        let method = if detail(provider, "attributes_request_method") == "POST" { "POST" } else { "GET" };
        let bearer = format!("Bearer {}", text("access_token"));
        match ask(
            env,
            ("attributes", "in calling IdP userInfo endpoint"),
            name,
            (method, endpoint),
            &[("authorization", &bearer)],
            "",
        )? {
            Ok(Value::Object(more)) if more.get("sub") == claims.get("sub") => claims.extend(more),
            Ok(_) => return Ok(Err(format!("{name} Error - userInfo describes another user"))),
            Err(why) => return Ok(Err(why)),
        }
    }
    Ok(Ok(claims))
}

/// The claim that does not fit (OpenID Connect Core, 3.1.3.7).
fn wrong_claim(
    env: &Env<'_>,
    issuer: &str,
    client_id: &str,
    nonce: &str,
    claims: &Map<String, Value>,
) -> Option<&'static str> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    let audience = match claims.get("aud") {
        Some(Value::String(one)) => one == client_id,
        Some(Value::Array(all)) => {
            all.iter().any(|one| one == client_id) && (all.len() == 1 || text("azp") == Some(client_id))
        }
        _ => false,
    };
    // A minute for clocks that differ.
    let expired = claims.get("exp").and_then(Value::as_u64).is_none_or(|end| end + 60 < env.seconds());
    [
        ("iss", text("iss") != Some(issuer)),
        ("aud", !audience),
        ("exp", expired),
        ("nonce", text("nonce") != Some(nonce)),
        ("sub", text("sub").is_none()),
    ]
    .into_iter()
    .find_map(|(name, wrong)| wrong.then_some(name))
}
