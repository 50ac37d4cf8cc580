//! GetClientToken: an access token of the app client itself, without a domain.

use serde_json::{Value, json};

use crate::local::client_tokens;
use crate::local::host::env::Env;
use crate::local::host::input::Input;
use crate::local::host::refusal::{Answer, invalid_parameter, not_authorized, refuse};
use crate::local::model::pool::Pool;

pub(super) fn get(env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>) -> Answer {
    let client = pool.client(input.need("ClientId")?)?.clone();
    let secret = input.need("Secret")?;
    if client.secrets.is_empty() || !client.knows_secret(Some(secret)) {
        return Err(not_authorized(format!("Unable to verify secret for client {}", client.client_id)));
    }
    if client.explicit_auth_flows != ["ALLOW_CLIENT_TOKEN_AUTH"] {
        return Err(invalid_parameter("The app client must allow ALLOW_CLIENT_TOKEN_AUTH and no other flow."));
    }
    let allowed = client.other.get("AllowedOAuthScopes").and_then(Value::as_array);
    let allowed: Vec<&str> = allowed.into_iter().flatten().filter_map(Value::as_str).collect();
    let asked = input.list("Scopes")?.unwrap_or_default();
    let scopes: Vec<&str> = match asked.as_slice() {
        [] => allowed,
        asked if asked.iter().all(|scope| allowed.contains(&scope.as_str())) => {
            asked.iter().map(String::as_str).collect()
        }
        _ => return Err(refuse("ScopeDoesNotExistException", "The app client may not have one of the Scopes.")),
    };
    let result = client_tokens::issue(env, pool, &client, &scopes, &input.metadata())?;
    Ok(json!({ "ClientAuthenticationResult": result }))
}
