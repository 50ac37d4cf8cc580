//! UserMigration: a user of another directory, taken over at the first sign-in or when the password was forgotten.

use serde_json::{Value, json};

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
    Ok(Some(username))
}

/// The user whom the trigger's answer describes.
fn user_of(env: &mut Env<'_>, pool: &Pool, name: &str, response: &Value) -> Checked<User> {
    let attributes = response.get("userAttributes").and_then(Value::as_object);
    let attributes = attributes.ok_or_else(|| invalid_lambda_response("UserMigration must set userAttributes."))?;
    let mut user = new_user(env, pool, name)?;
    for (attribute, value) in attributes {
        let value =
            value.as_str().ok_or_else(|| invalid_lambda_response("UserMigration: userAttributes are texts."))?;
        // The name itself may come back as an attribute; the sub is the pool's own.
        if attribute != "username" && attribute != "sub" {
            user.attributes.insert(attribute.clone(), value.to_owned());
        }
    }
    user.status = match response.get("finalUserStatus").and_then(Value::as_str) {
        Some("CONFIRMED") => Status::Confirmed,
        None | Some("RESET_REQUIRED") => Status::ResetRequired,
        Some(_) => {
            return Err(invalid_lambda_response("UserMigration: finalUserStatus is CONFIRMED or RESET_REQUIRED."));
        }
    };
    user.mfa.sms = response.get("enableSMSMFA").and_then(Value::as_bool).unwrap_or(false);
    Ok(user)
}
