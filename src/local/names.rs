//! Names of new users.

use super::host::env::Env;
use super::host::refusal::{Checked, invalid_parameter, username_exists};
use super::model::pool::{Lookup, Pool};
use super::model::schema::{is_email, is_phone};
use super::model::user::User;

/// Checks the name of a new user and makes the user: the name itself, or a sub with the name as an attribute.
pub(super) fn new_user(env: &mut Env<'_>, pool: &Pool, name: &str) -> Checked<User> {
    if name.is_empty() || name.chars().count() > 128 || name.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(invalid_parameter(
            "1 validation error detected: Value at 'username' failed to satisfy constraint: \
             Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+",
        ));
    }
    let sub = env.rng.uuid();
    let by = |attribute: &str| pool.settings.username_attributes.iter().any(|name| name == attribute);
    if pool.settings.username_attributes.is_empty() {
        let alias = |attribute: &str| pool.settings.alias_attributes.iter().any(|name| name == attribute);
        if alias("email") && is_email(name) {
            return Err(invalid_parameter(
                "Username cannot be of email format, since user pool is configured for email alias.",
            ));
        }
        if alias("phone_number") && is_phone(name) {
            return Err(invalid_parameter(
                "Username cannot be of phone number format, since user pool is configured for phone number alias.",
            ));
        }
        let username = pool.normal(name);
        if pool.users.contains_key(&username) {
            return Err(username_exists("User already exists"));
        }
        return Ok(User::new(username, sub, env.now));
    }
    let attribute = match (by("email") && is_email(name), by("phone_number") && is_phone(name)) {
        (true, _) => "email",
        (_, true) => "phone_number",
        _ => {
            return Err(invalid_parameter(match (by("email"), by("phone_number")) {
                (true, true) => "Username should be either an email or a phone number.",
                (true, false) => "Username should be an email.",
                _ => "Username should be a phone number.",
            }));
        }
    };
    if pool.find(name, Lookup::SignIn).is_some() {
        return Err(username_exists(match attribute {
            "email" => "An account with the given email already exists.",
            _ => "An account with the given phone_number already exists.",
        }));
    }
    let mut user = User::new(sub.clone(), sub, env.now);
    user.attributes.insert(attribute.to_owned(), pool.normal(name));
    Ok(user)
}
