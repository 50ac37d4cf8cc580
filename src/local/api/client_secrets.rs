//! Secrets of app clients: two at most, so that one can be replaced while the other still works.

use serde_json::{Value, json};

use super::page::{at, page};
use crate::local::host::env::Env;
use crate::local::host::input::Input;
use crate::local::host::refusal::{Answer, Checked, invalid_parameter, limit_exceeded, not_found};
use crate::local::model::app_client::{Client, Secret};
use crate::local::model::pool::Pool;

fn client<'p>(pool: &'p mut Pool, input: Input<'_>) -> Checked<&'p mut Client> {
    let id = input.need("ClientId")?;
    pool.client(id)?;
    pool.clients
        .iter_mut()
        .find(|client| client.client_id == id)
        .ok_or_else(|| not_found("The app client does not exist."))
}

/// A secret as the service shows it: its value once, to whoever makes it.
fn describe(secret: &Secret, with_value: bool) -> Value {
    let mut shown = json!({ "ClientSecretId": secret.id, "ClientSecretCreateDate": secret.created / 1000.0 });
    if let Some(shown) = shown.as_object_mut().filter(|_| with_value) {
        shown.insert("ClientSecretValue".to_owned(), json!(secret.value));
    }
    shown
}

pub(super) fn add(env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>) -> Answer {
    let given = input.text("ClientSecret")?;
    if given.is_some_and(|value| {
        !(24..=64).contains(&value.len()) || !value.bytes().all(|b| b.is_ascii_alphanumeric() || b"_+".contains(&b))
    }) {
        return Err(invalid_parameter("ClientSecret must be 24 to 64 letters, digits, _ or +."));
    }
    let value = given.map_or_else(|| env.rng.word(51).to_lowercase(), str::to_owned);
    let secret = Secret { id: env.rng.uuid(), value, created: env.now };
    let client = client(pool, input)?;
    if client.secrets.len() >= 2 {
        return Err(limit_exceeded("An app client can have at most two secrets: delete one first."));
    }
    let answer = json!({ "ClientSecretDescriptor": describe(&secret, true) });
    client.secrets.push(secret);
    Ok(answer)
}

pub(super) fn list(_env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>) -> Answer {
    let all = client(pool, input)?.secrets.iter().map(|secret| (at(secret.created, &secret.id), secret));
    page(all, |secret| describe(secret, false), input, ("ClientSecrets", "MaxResults", "NextToken"))
}

pub(super) fn delete(_env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>) -> Answer {
    let id = input.need("ClientSecretId")?;
    let client = client(pool, input)?;
    if !client.secrets.iter().any(|secret| secret.id == id) {
        return Err(not_found("The app client has no secret with this id."));
    }
    if client.secrets.len() == 1 {
        return Err(invalid_parameter("The last secret of an app client cannot be deleted: add another one first."));
    }
    client.secrets.retain(|secret| secret.id != id);
    Ok(json!({}))
}
