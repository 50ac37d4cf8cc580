//! NEW_PASSWORD_REQUIRED: a temporary password gives way to the person's own.

use serde_json::{Map, Value, json};

use super::password::{Responses, need};
use super::{Awaits, Progress, after_knowledge};
use crate::local::client::Client;
use crate::local::codes::set_password;
use crate::local::env::Env;
use crate::local::pool::Pool;
use crate::local::refusal::{Answer, invalid_parameter, not_authorized};
use crate::local::schema::{self, Writer};
use crate::local::user::Status;

const PREFIX: &str = "userAttributes.";

pub(super) fn ask(env: &mut Env<'_>, pool: &mut Pool, progress: Progress) -> Answer {
    let user = pool.user(&progress.username)?;
    let required: Vec<String> = schema::absent(&pool.settings, |name| user.attribute(name).is_some())
        .iter()
        .map(|name| format!("{PREFIX}{name}"))
        .collect();
    let attributes: Map<String, Value> = user
        .attributes
        .iter()
        .filter(|(name, _)| *name != "sub")
        .map(|(name, value)| (name.clone(), json!(value)))
        .collect();
    let mut parameters = super::parameters(&progress);
    parameters.insert("requiredAttributes".to_owned(), json!(json!(required).to_string()));
    parameters.insert("userAttributes".to_owned(), json!(Value::Object(attributes).to_string()));
    super::ask(env, pool, progress, Awaits::NewPassword, parameters)
}

pub(in crate::local) fn answer(
    env: &mut Env<'_>,
    pool: &mut Pool,
    client: &Client,
    session_id: &str,
    responses: &Responses,
    mut progress: Progress,
) -> Answer {
    let password = need(responses, "NEW_PASSWORD")?;
    let given: Vec<(String, String)> = responses
        .iter()
        .filter_map(|(name, value)| Some((name.strip_prefix(PREFIX)?.to_owned(), value.clone())))
        .collect();
    let user = pool.user(&progress.username)?;
    for (name, _) in &given {
        if name.ends_with("_verified") {
            return Err(not_authorized(format!("Cannot modify the non-mutable attribute {name}")));
        }
        if matches!(name.as_str(), "email" | "phone_number") && user.attribute(name).is_some() {
            return Err(not_authorized(format!("Cannot modify an already provided {name}")));
        }
    }
    schema::check(&pool.settings, Some(client), Writer::Person, Some(user), &given)?;
    let there = |name: &str| user.attribute(name).is_some() || given.iter().any(|(given, _)| given == name);
    if let Some(name) = schema::absent(&pool.settings, there).first() {
        return Err(invalid_parameter(format!("Invalid attributes given, {name} is missing")));
    }
    set_password(env, pool, &progress.username, password)?;
    let user = pool.user_mut(&progress.username)?;
    user.attributes.extend(given);
    user.status = Status::Confirmed;
    pool.sessions.remove(session_id);
    progress.renewed = true;
    if let Some(key) = responses.get("DEVICE_KEY") {
        progress.device_key = Some(key.clone());
    }
    after_knowledge(env, pool, progress)
}
