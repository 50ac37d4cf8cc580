//! Access tokens of app clients themselves, which speak for no user.

use serde_json::{Map, Value, json};

use super::host::env::{Env, Trigger};
use super::host::refusal::{Answer, internal};
use super::model::app_client::Client;
use super::model::pool::Pool;
use super::token_hook::{Hook, LATER, Overrides};
use super::triggers;

/// An access token with these scopes; the hook of version 3 alone is asked about it.
pub(super) fn issue(env: &mut Env<'_>, pool: &Pool, client: &Client, scopes: &[&str], metadata: &Value) -> Answer {
    let hook = Hook::of(pool);
    let call = Trigger {
        trigger: "preTokenGeneration",
        source: "TokenGeneration_ClientCredentials",
        username: &client.client_id,
        client_id: &client.client_id,
        request: json!({ "userAttributes": {}, "scopes": scopes, "clientMetadata": metadata }),
        response: json!({ LATER: null }),
    };
    let overrides = match hook.version {
        "3" => triggers::run_version(env, pool, hook.version, call)?,
        _ => None,
    };
    let overrides = overrides.map_or(Ok(Overrides::default()), |response| Overrides::read(&response, &hook))?;
    let now = env.seconds();
    let mut claims = Map::new();
    for (name, value) in [
        ("sub", json!(client.client_id)),
        ("token_use", json!("access")),
        ("scope", json!(overrides.scope(scopes))),
        ("auth_time", json!(now)),
        ("iss", json!(pool.issuer)),
        ("exp", json!(now + client.access_seconds())),
        ("iat", json!(now)),
        ("version", json!(2)),
        ("jti", json!(env.rng.uuid())),
        ("client_id", json!(client.client_id)),
    ] {
        claims.insert(name.to_owned(), value);
    }
    overrides.access.apply(&mut claims);
    let token = env.sign(&claims).ok_or_else(internal)?;
    Ok(json!({ "AccessToken": token, "ExpiresIn": client.access_seconds(), "TokenType": "Bearer" }))
}
