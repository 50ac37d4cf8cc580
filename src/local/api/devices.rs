//! Devices: confirmed by their owner, listed, remembered and forgotten.

use base64ct::{Base64, Encoding};
use serde_json::{Value, json};

use super::page::{at, page};
use crate::local::host::env::Env;
use crate::local::host::input::Input;
use crate::local::host::refusal::no_device;
use crate::local::host::refusal::{Answer, device_key_exists, invalid_parameter, refuse};
use crate::local::model::credential::Verifier;
use crate::local::model::pool::Pool;
use crate::local::model::user::Device;

fn describe(device: &Device) -> Value {
    let mut attributes = vec![json!({
        "Name": "device_status",
        "Value": if device.verifier.is_some() { "valid" } else { "unconfirmed" },
    })];
    if let Some(name) = &device.name {
        attributes.push(json!({ "Name": "device_name", "Value": name }));
    }
    if device.verifier.is_some() {
        let status = if device.remembered { "remembered" } else { "not_remembered" };
        attributes.push(json!({ "Name": "dev:device_remembered_status", "Value": status }));
    }
    json!({
        "DeviceKey": device.key,
        "DeviceAttributes": attributes,
        "DeviceCreateDate": device.created / 1000.0,
        "DeviceLastModifiedDate": device.modified / 1000.0,
        "DeviceLastAuthenticatedDate": device.authenticated / 1000.0,
    })
}

pub(super) fn confirm(env: &mut Env<'_>, pool: &mut Pool, username: &str, input: Input<'_>) -> Answer {
    let Some(rules) = pool.settings.device_configuration.clone() else {
        return Err(refuse(
            "InvalidUserPoolConfigurationException",
            "User pool does not have device tracking configured.",
        ));
    };
    let key = input.need("DeviceKey")?;
    let secret = input
        .object("DeviceSecretVerifierConfig")?
        .ok_or_else(|| invalid_parameter("Missing required parameter DeviceSecretVerifierConfig"))?;
    let decode = |member: &str| Base64::decode_vec(secret.text(member).ok()??).ok();
    let (salt, verifier) = (decode("Salt"), decode("PasswordVerifier"));
    let verifier =
        salt.zip(verifier).and_then(|(salt, verifier)| Verifier::from_bytes(&salt, &verifier)).ok_or_else(|| {
            invalid_parameter("DeviceSecretVerifierConfig must include Salt and PasswordVerifier in Base64.")
        })?;
    let name = input.text("DeviceName")?.map(str::to_owned);
    let now = env.now;
    let device =
        pool.user_mut(username)?.device_mut(key).ok_or_else(|| invalid_parameter("Invalid device key given."))?;
    if device.verifier.is_some() {
        return Err(device_key_exists("Device already exists."));
    }
    device.verifier = Some(verifier);
    device.name = name;
    device.modified = now;
    device.remembered = !rules.device_only_remembered_on_user_prompt;
    Ok(json!({ "UserConfirmationNecessary": rules.device_only_remembered_on_user_prompt }))
}

pub(super) fn get(_env: &mut Env<'_>, pool: &mut Pool, username: &str, input: Input<'_>) -> Answer {
    let device = pool.user(username)?.device(input.need("DeviceKey")?).ok_or_else(no_device)?;
    Ok(json!({ "Device": describe(device) }))
}

pub(super) fn list(_env: &mut Env<'_>, pool: &mut Pool, username: &str, input: Input<'_>) -> Answer {
    let confirmed = pool.user(username)?.devices.iter().filter(|device| device.verifier.is_some());
    let confirmed = confirmed.map(|device| (at(device.created, &device.key), device));
    page(confirmed, describe, input, ("Devices", "Limit", "PaginationToken"))
}

pub(super) fn forget(_env: &mut Env<'_>, pool: &mut Pool, username: &str, input: Input<'_>) -> Answer {
    let key = input.need("DeviceKey")?;
    let user = pool.user_mut(username)?;
    user.device(key).ok_or_else(no_device)?;
    user.devices.retain(|device| device.key != key);
    Ok(json!({}))
}

pub(super) fn update(env: &mut Env<'_>, pool: &mut Pool, username: &str, input: Input<'_>) -> Answer {
    let remembered = match input.text("DeviceRememberedStatus")? {
        Some("remembered") => Some(true),
        Some("not_remembered") => Some(false),
        None => None,
        Some(_) => return Err(invalid_parameter("DeviceRememberedStatus must be remembered or not_remembered.")),
    };
    let now = env.now;
    let device = pool.user_mut(username)?.device_mut(input.need("DeviceKey")?).ok_or_else(no_device)?;
    if device.verifier.is_none() {
        return Err(no_device());
    }
    device.remembered = remembered.unwrap_or(device.remembered);
    device.modified = now;
    Ok(json!({}))
}
