//! The state as text, for the host to keep.

use serde_json::{Value, json};

use super::model::state::State;
use super::proof::signing_key::Keys;
use crate::error::{AuthError, Details, Result};

/// 2 keeps x of a password in place of its verifier; 3 lets an app client have several secrets.
const VERSION: u64 = 3;

pub(super) fn write(state: &State, keys: &Keys) -> String {
    json!({ "version": VERSION, "key": keys.to_base64(), "state": state }).to_string()
}

pub(super) fn read(snapshot: &str) -> Result<(State, Keys)> {
    const WRONG: AuthError = AuthError::known(
        const { &Details::invalid("Not a snapshot of the local Cognito, or a damaged one: remove the state file.") },
    );
    let mut value: Value = serde_json::from_str(snapshot).map_err(|_| WRONG)?;
    match value.get("version").and_then(Value::as_u64) {
        Some(VERSION) => {}
        Some(2) => move_secrets(&mut value),
        Some(newer) if newer > VERSION => {
            let message = format!(
                "The state was written by a newer version of the local Cognito (format {newer}, this one reads up to \
                 {VERSION}): update cognito-identity-wasm, or remove the state file."
            );
            return Err(Details { message: message.into(), ..Details::invalid("") }.into());
        }
        _ => return Err(WRONG),
    }
    let keys = Keys::from_base64(value.get("key").and_then(Value::as_str).ok_or(WRONG)?)?;
    let state = value.get_mut("state").map(Value::take).ok_or(WRONG)?;
    Ok((serde_json::from_value(state).map_err(|_| WRONG)?, keys))
}

/// Version 2 had one secret, by itself.
fn move_secrets(snapshot: &mut Value) {
    let pools = snapshot.pointer_mut("/state/pools").and_then(Value::as_array_mut);
    let clients = pools.into_iter().flatten().filter_map(|pool| pool.get_mut("clients")?.as_array_mut()).flatten();
    for client in clients.filter_map(Value::as_object_mut) {
        if let Some(value) = client.remove("ClientSecret") {
            let created = client.get("CreationDate").and_then(Value::as_f64).unwrap_or_default() * 1000.0;
            let secret = json!({ "id": client.get("ClientId"), "value": value, "created": created });
            client.insert("Secrets".to_owned(), json!([secret]));
        }
    }
}
