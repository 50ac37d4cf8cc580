//! App clients.

use serde_json::{Map, Value, json};

use super::oauth;
use super::page::{at, page};
use crate::local::host::env::Env;
use crate::local::host::input::Input;
use crate::local::host::refusal::{Answer, Checked, invalid_parameter, not_found};
use crate::local::model::app_client::{Client, Secret};
use crate::local::model::pool::Pool;
use crate::local::model::resource::Resource;
use crate::local::shapes::without_nulls;

/// Flows are named the newer way or the older one.
fn check_flows(flows: &[String]) -> Checked<()> {
    const NEWER: [&str; 7] = [
        "ALLOW_ADMIN_USER_PASSWORD_AUTH",
        "ALLOW_CLIENT_TOKEN_AUTH",
        "ALLOW_CUSTOM_AUTH",
        "ALLOW_REFRESH_TOKEN_AUTH",
        "ALLOW_USER_AUTH",
        "ALLOW_USER_PASSWORD_AUTH",
        "ALLOW_USER_SRP_AUTH",
    ];
    const OLDER: [&str; 3] = ["ADMIN_NO_SRP_AUTH", "CUSTOM_AUTH_FLOW_ONLY", "USER_PASSWORD_AUTH"];
    let all_of = |known: &[&str]| flows.iter().all(|flow| known.contains(&flow.as_str()));
    if all_of(&NEWER) || all_of(&OLDER) {
        return Ok(());
    }
    Err(invalid_parameter(format!(
        "ExplicitAuthFlows must come from one of these sets, not both: {}; or {}.",
        NEWER.join(", "),
        OLDER.join(", ")
    )))
}

fn client_of(pool: &Pool, request: &Map<String, Value>, has_secret: bool) -> Checked<Client> {
    let mut request = without_nulls(&Value::Object(request.clone()));
    if let Some(request) = request.as_object_mut() {
        for member in ["GenerateSecret", "ClientSecret", "Secrets", "CreationDate", "LastModifiedDate"] {
            request.remove(member);
        }
    }
    let mut client: Client =
        serde_json::from_value(request).map_err(|_| invalid_parameter("The app client cannot be read."))?;
    let other = std::mem::take(&mut client.other);
    client.other = oauth::checked(pool, Input(&other), has_secret)?;
    check_flows(&client.explicit_auth_flows)?;
    if client.rotation_grace().is_some()
        && client.explicit_auth_flows.iter().any(|flow| flow == "ALLOW_REFRESH_TOKEN_AUTH")
    {
        return Err(invalid_parameter(
            "ALLOW_REFRESH_TOKEN_AUTH cannot be enabled together with refresh token rotation.",
        ));
    }
    Ok(client)
}

/// Makes an app client from a CreateUserPoolClient request; answers its id.
pub(in crate::local) fn add_client(
    env: &mut Env<'_>,
    pool: &mut Pool,
    request: &Map<String, Value>,
) -> Checked<String> {
    let generate = request.get("GenerateSecret").and_then(Value::as_bool).unwrap_or(false);
    let given = request.get("ClientSecret").and_then(Value::as_str).map(str::to_owned);
    let mut client = client_of(pool, request, generate || given.is_some())?;
    if client.client_id.is_empty() {
        client.client_id = env.rng.word(26).to_lowercase();
    }
    if pool.client(&client.client_id).is_ok() {
        return Err(invalid_parameter(format!("ClientId {} is already in use.", client.client_id)));
    }
    if let Some(value) = given.or_else(|| generate.then(|| env.rng.word(51).to_lowercase())) {
        client.secrets.push(Secret { id: env.rng.uuid(), value, created: env.now });
    }
    client.user_pool_id.clone_from(&pool.id);
    client.creation_date = env.now / 1000.0;
    client.last_modified_date = env.now / 1000.0;
    let id = client.client_id.clone();
    pool.clients.push(client);
    Ok(id)
}

fn describe_one(client: &Client) -> Value {
    json!({ "UserPoolClient": client.describe() })
}

pub(super) fn create(env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>) -> Answer {
    input.need("ClientName")?;
    let mut request = input.0.clone();
    request.remove("ClientId");
    request.remove("ClientSecret");
    let id = add_client(env, pool, &request)?;
    Ok(describe_one(pool.client(&id)?))
}

pub(super) fn describe(_env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>) -> Answer {
    Ok(describe_one(pool.client(input.need("ClientId")?)?))
}

pub(super) fn update(env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>) -> Answer {
    let id = input.need("ClientId")?;
    let has_secret = !pool.client(id)?.secrets.is_empty();
    let mut client = client_of(pool, input.0, has_secret)?;
    let old = pool
        .clients
        .iter_mut()
        .find(|client| client.client_id == id)
        .ok_or_else(|| not_found(format!("User pool client {id} does not exist.")))?;
    client.secrets.clone_from(&old.secrets);
    client.user_pool_id.clone_from(&old.user_pool_id);
    client.creation_date = old.creation_date;
    client.last_modified_date = env.now / 1000.0;
    if client.client_name.is_empty() {
        client.client_name.clone_from(&old.client_name);
    }
    *old = client;
    Ok(describe_one(old))
}

pub(super) fn delete(_env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>) -> Answer {
    let id = pool.client(input.need("ClientId")?)?.client_id.clone();
    pool.clients.retain(|client| client.client_id != id);
    pool.families.retain(|family| family.client_id != id);
    let is_its = |resource: &Resource| resource.key == id || resource.members.get("ClientId") == Some(&json!(id));
    pool.resources.retain(|resource| !is_its(resource));
    Ok(json!({}))
}

pub(super) fn list(_env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>) -> Answer {
    let clients = pool.clients.iter().map(|client| (at(client.creation_date, &client.client_id), client));
    let describe = |client: &Client| json!({ "ClientId": client.client_id, "ClientName": client.client_name, "UserPoolId": client.user_pool_id });
    page(clients, describe, input, ("UserPoolClients", "MaxResults", "NextToken"))
}
