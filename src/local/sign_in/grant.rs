//! The end of a sign-in: the hook after it, a device that is new, the tokens.

use serde_json::{Value, json};

use crate::local::host::env::{Env, Trigger};
use crate::local::host::refusal::{Answer, Checked};
use crate::local::model::pending::Progress;
use crate::local::model::pool::Pool;
use crate::local::model::refresh_family::Family;
use crate::local::model::user::Device;
use crate::local::{tokens, triggers};

/// The hook after a sign-in.
fn after(env: &mut Env<'_>, pool: &Pool, progress: &Progress) -> Checked<()> {
    let user = pool.user(&progress.username)?;
    let hook = Trigger {
        trigger: "postAuthentication",
        source: "PostAuthentication_Authentication",
        username: &user.username,
        client_id: &progress.client_id,
        request: json!({
            "userAttributes": triggers::event_attributes(user),
            "newDeviceUsed": progress.device_key.is_none(),
            "clientMetadata": progress.metadata,
        }),
        response: json!({}),
    };
    triggers::run(env, pool, hook).map(|_| ())
}

/// Who signed in on the pages of managed login, which gives out a code in place of tokens.
pub(super) fn person(env: &mut Env<'_>, pool: &Pool, progress: &Progress) -> Answer {
    after(env, pool, progress)?;
    Ok(json!({ "Person": progress.username }))
}

/// Gives out the tokens.
pub(super) fn grant(env: &mut Env<'_>, pool: &mut Pool, progress: &Progress, by_device: bool) -> Answer {
    after(env, pool, progress)?;
    let (device_key, new_device) = match (&progress.device_key, &pool.settings.device_configuration) {
        (Some(key), _) => (Some(key.clone()), None),
        (None, None) => (None, None),
        (None, Some(_)) => add_device(env, pool, progress).map(|(key, metadata)| (Some(key), Some(metadata)))?,
    };

    let mut family = Family {
        id: env.rng.uuid(),
        event_id: env.rng.uuid(),
        session_id: format!("tkn{}", env.rng.word(25).to_lowercase()),
        username: progress.username.clone(),
        client_id: progress.client_id.clone(),
        device_key,
        auth_time: env.seconds(),
        created: env.now,
        used: env.now,
        expires: env.now + seconds_to_ms(pool.client(&progress.client_id)?.refresh_seconds()),
        revoked: false,
        tokens: Vec::new(),
        hosted: None,
    };
    let source = match (by_device, progress.renewed) {
        (true, _) => "TokenGeneration_AuthenticateDevice",
        (false, true) => "TokenGeneration_NewPasswordChallenge",
        (false, false) => "TokenGeneration_Authentication",
    };
    let mut result = tokens::issue(env, pool, &family, source, &progress.metadata)?;
    if let Some(result) = result.as_object_mut() {
        result.insert("RefreshToken".to_owned(), json!(tokens::mint(&mut env.rng, &mut family)));
        if let Some(metadata) = new_device {
            result.insert("NewDeviceMetadata".to_owned(), metadata);
        }
    }
    pool.families.push(family);
    Ok(json!({ "AuthenticationResult": result, "ChallengeParameters": {} }))
}

/// A device for its owner to confirm: its key, and NewDeviceMetadata.
fn add_device(env: &mut Env<'_>, pool: &mut Pool, progress: &Progress) -> Checked<(String, Value)> {
    let key = format!("{}_{}", pool.region(), env.rng.uuid());
    let group = pool.device_group.clone();
    let device = Device {
        key: key.clone(),
        group: group.clone(),
        name: None,
        verifier: None,
        remembered: false,
        created: env.now,
        modified: env.now,
        authenticated: env.now,
    };
    let user = pool.user_mut(&progress.username)?;
    // A device that its owner never confirmed is forgotten after a day.
    let yesterday = env.now - 86_400_000.0;
    user.devices.retain(|device| device.verifier.is_some() || device.created > yesterday);
    user.devices.push(device);
    let metadata = json!({ "DeviceKey": key, "DeviceGroupKey": group });
    Ok((key, metadata))
}

/// Durations here are far below 2^53.
#[allow(clippy::cast_precision_loss)]
fn seconds_to_ms(seconds: u64) -> f64 {
    seconds as f64 * 1000.0
}
