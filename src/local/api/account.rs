//! What signed-in people do with their own account.

use serde_json::{Value, json};

use crate::local::aliases::claim_alias;
use crate::local::attributes::{self, Writer};
use crate::local::codes::{self, Purpose, is_password};
use crate::local::host::env::Env;
use crate::local::host::input::{Input, missing};
use crate::local::host::refusal::{Answer, Checked, invalid_parameter, not_authorized, wrong_credentials};
use crate::local::model::pool::Pool;
use crate::local::model::schema;
use crate::local::tokens::Caller;

pub(super) fn get(_env: &mut Env<'_>, pool: &mut Pool, username: &str, _input: Input<'_>) -> Answer {
    let user = pool.user(username)?;
    let mut answer = json!({ "Username": user.username, "UserAttributes": user.attribute_list(None) });
    user.describe_mfa(&mut answer);
    Ok(answer)
}

pub(super) fn delete(_env: &mut Env<'_>, pool: &mut Pool, username: &str, _input: Input<'_>) -> Answer {
    pool.users.remove(username);
    pool.families.retain(|family| family.username != username);
    pool.sessions.retain(|_, session| session.progress.username != username);
    pool.attempts.retain(|_, attempt| attempt.progress.username != username);
    pool.login.browsers.retain(|_, browser| browser.username != username);
    pool.login.codes.retain(|_, code| code.username != username);
    Ok(json!({}))
}

/// Writes attributes; a new e-mail address or phone number is not verified until its code comes back.
pub(super) fn write(
    env: &mut Env<'_>,
    pool: &mut Pool,
    username: &str,
    attributes: Vec<(String, String)>,
) -> Checked<Vec<Value>> {
    let first = pool.settings.user_attribute_update_settings.as_ref();
    let before: Vec<String> =
        first.map(|settings| settings.attributes_require_verification_before_update.clone()).unwrap_or_default();
    let mut sent = Vec::new();
    for (name, value) in attributes {
        let contact = matches!(name.as_str(), "email" | "phone_number");
        let changed = pool.user(username)?.attribute(&name) != Some(&value);
        if contact && changed && !value.is_empty() {
            if pool.settings.username_attributes.contains(&name)
                && pool.users.values().any(|other| {
                    other.username != username && other.attribute(&name).is_some_and(|old| pool.same(old, &value))
                })
            {
                return Err(crate::local::host::refusal::alias_exists(format!(
                    "An account with the given {name} already exists."
                )));
            }
            if before.contains(&name) {
                sent.push(codes::send(env, pool, username, Purpose::Changed(&name), &name, Some(value))?);
                continue;
            }
        }
        let user = pool.user_mut(username)?;
        user.attributes.insert(name.clone(), value.clone());
        user.modified = env.now;
        if contact && changed {
            user.set_verified(&name, false);
            if pool.settings.auto_verified_attributes.contains(&name) && !value.is_empty() {
                sent.push(codes::send(env, pool, username, Purpose::Changed(&name), &name, None)?);
            }
        }
    }
    Ok(sent)
}

pub(super) fn update(env: &mut Env<'_>, pool: &mut Pool, caller: &Caller, input: Input<'_>) -> Answer {
    let attributes = input.attributes("UserAttributes")?;
    let client = pool.client(&caller.client_id)?;
    attributes::check(&pool.settings, Some(client), Writer::Person, Some(pool.user(&caller.username)?), &attributes)?;
    let sent = write(env, pool, &caller.username, attributes)?;
    Ok(if sent.is_empty() { json!({}) } else { json!({ "CodeDeliveryDetailsList": sent }) })
}

pub(super) fn delete_attributes(env: &mut Env<'_>, pool: &mut Pool, username: &str, input: Input<'_>) -> Answer {
    let names = input.list("UserAttributeNames")?.ok_or_else(|| missing("UserAttributeNames"))?;
    let schema = schema::of(&pool.settings);
    for name in &names {
        let attribute = schema.iter().find(|attribute| attribute.name == *name).ok_or_else(|| {
            invalid_parameter(format!(
                "Attributes did not conform to the schema: {name}: Attribute does not exist in the schema.\n"
            ))
        })?;
        let fixed = attribute.required || !attribute.mutable || pool.settings.username_attributes.contains(name);
        if fixed || name.ends_with("_verified") {
            return Err(invalid_parameter(format!("Cannot delete the required attribute {name}.")));
        }
    }
    let user = pool.user_mut(username)?;
    for name in names {
        user.attributes.remove(&name);
        user.attributes.remove(&format!("{name}_verified"));
    }
    user.modified = env.now;
    Ok(json!({}))
}

fn verifiable(name: &str) -> Checked<()> {
    if matches!(name, "email" | "phone_number") {
        return Ok(());
    }
    Err(invalid_parameter(format!("Attribute {name} cannot be verified: only email and phone_number can be.")))
}

pub(super) fn request_code(env: &mut Env<'_>, pool: &mut Pool, username: &str, input: Input<'_>) -> Answer {
    let name = input.need("AttributeName")?;
    verifiable(name)?;
    if pool.user(username)?.attribute(name).is_none() {
        return Err(invalid_parameter(format!("User does not have the attribute {name} to verify.")));
    }
    let details = codes::send(env, pool, username, Purpose::Attribute(name), name, None)?;
    Ok(json!({ "CodeDeliveryDetails": details }))
}

pub(super) fn verify(env: &mut Env<'_>, pool: &mut Pool, username: &str, input: Input<'_>) -> Answer {
    let (name, digits) = (input.need("AttributeName")?, input.need("Code")?);
    verifiable(name)?;
    let purpose = Purpose::Attribute(name);
    let code = codes::check(env, pool.user_mut(username)?, purpose, digits)?;
    let user = pool.user_mut(username)?;
    if let Some(value) = code.pending {
        user.attributes.insert(name.to_owned(), value);
    }
    claim_alias(pool, username, name, false)?;
    let user = pool.user_mut(username)?;
    user.set_verified(name, true);
    user.modified = env.now;
    codes::discard(user, purpose);
    Ok(json!({}))
}

pub(super) fn change_password(env: &mut Env<'_>, pool: &mut Pool, username: &str, input: Input<'_>) -> Answer {
    let previous = input.text("PreviousPassword")?;
    let user = pool.user(username)?;
    match (previous, &user.credential) {
        (Some(previous), Some(_)) if is_password(pool, user, previous) => {}
        (Some(_), _) => return Err(wrong_credentials()),
        (None, None) => {}
        (None, Some(_)) => return Err(not_authorized("PreviousPassword is required because the user has a password.")),
    }
    codes::set_password(env, pool, username, input.need("ProposedPassword")?)?;
    Ok(json!({}))
}
