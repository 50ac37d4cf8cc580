//! UserMigration: a user of another directory, taken over at the first sign-in or when the password was forgotten.

use serde_json::{Value, json};

use super::aliases::claim_alias;
use super::attributes::{self, Writer};
use super::codes::identity;
use super::host::env::{Env, Trigger};
use super::host::refusal::{Checked, Stop, invalid_lambda_response, user_not_found};
use super::model::app_client::Client;
use super::model::credential::Credential;
use super::model::pool::Pool;
use super::model::user::{Status, User};
use super::names::new_user;
use super::triggers;

/// How a trigger refuses.
const REFUSED: &str = "UserLambdaValidationException";

/// Asks the pool's trigger for a user whom the pool does not have: the inner name, or `None` without such a trigger.
///
/// `password` is that of a sign-in; the pool's policy does not judge it, as the service has it.
pub(super) fn migrate(
    env: &mut Env<'_>,
    pool: &mut Pool,
    client: &Client,
    name: &str,
    password: Option<&str>,
) -> Checked<Option<String>> {
    let metadata = env.metadata.clone();
    let call = Trigger {
        trigger: "userMigration",
        source: if password.is_some() { "UserMigration_Authentication" } else { "UserMigration_ForgotPassword" },
        username: name,
        client_id: &client.client_id,
        request: match password {
            Some(password) => json!({ "password": password, "validationData": metadata, "clientMetadata": metadata }),
            None => json!({ "validationData": metadata, "clientMetadata": metadata }),
        },
        response: json!({
            "userAttributes": null,
            "forceAliasCreation": null,
            "enableSMSMFA": null,
            "finalUserStatus": null,
            "messageAction": null,
            "desiredDeliveryMediums": null,
        }),
    };
    let response = match triggers::run(env, pool, call) {
        Ok(None) => return Ok(None),
        Ok(Some(response)) => response,
        Err(Stop::Refuse(refusal)) if refusal.name == REFUSED => {
            // The other directory knows nobody of this name, or not by this password.
            let message = format!("Exception migrating user in app client {}", client.client_id);
            return if client.hides_users() { Ok(None) } else { Err(user_not_found(message)) };
        }
        Err(stop) => return Err(stop),
    };
    let user = user_of(env, pool, name, &response)?;
    let username = user.username.clone();
    let credential = password.map(|password| Credential::new(&mut env.rng, &identity(pool, &username), password));
    pool.users.insert(username.clone(), User { credential, ..user });
    let force = response.get("forceAliasCreation").and_then(Value::as_bool).unwrap_or(false);
    if let Err(stop) = claim(pool, &username, force) {
        pool.users.remove(&username);
        return Err(stop);
    }
    Ok(Some(username))
}

/// The addresses of a new user must name nobody else.
fn claim(pool: &mut Pool, username: &str, force: bool) -> Checked<()> {
    for attribute in ["email", "phone_number"] {
        let user = pool.user(username)?;
        let signs_in = pool.settings.username_attributes.iter().any(|name| name == attribute);
        if user.attribute(attribute).is_some() && (user.verified(attribute) || signs_in) {
            claim_alias(pool, username, attribute, force)?;
        }
    }
    Ok(())
}

/// The user whom the trigger's answer describes.
fn user_of(env: &mut Env<'_>, pool: &Pool, name: &str, response: &Value) -> Checked<User> {
    let attributes = response.get("userAttributes").and_then(Value::as_object);
    let attributes = attributes.ok_or_else(|| invalid_lambda_response("UserMigration must set userAttributes."))?;
    let mut user = new_user(env, pool, name)?;
    // The name itself may come back as an attribute; the sub is the pool's own.
    let given: Vec<(String, String)> = attributes
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "username" | "sub"))
        .map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned()))
        .collect();
    let wrong = |stop| match stop {
        Stop::Refuse(refusal) => invalid_lambda_response(format!("UserMigration: {}", refusal.message.trim_end())),
        stop => stop,
    };
    attributes::check(&pool.settings, None, Writer::Administrator, None, &given).map_err(wrong)?;
    user.attributes.extend(given);
    attributes::check_required(&pool.settings, |name| user.attribute(name).is_some()).map_err(wrong)?;
    user.status = match response.get("finalUserStatus").and_then(Value::as_str) {
        Some("CONFIRMED") => Status::Confirmed,
        None | Some("RESET_REQUIRED") => Status::ResetRequired,
        Some(_) => {
            return Err(invalid_lambda_response("UserMigration: finalUserStatus must be CONFIRMED or RESET_REQUIRED."));
        }
    };
    user.mfa.sms = response.get("enableSMSMFA").and_then(Value::as_bool).unwrap_or(false);
    Ok(user)
}
