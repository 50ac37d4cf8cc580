//! The state as text, for the host to keep.

use serde_json::{Value, json};

use crate::error::{AuthError, Details, Result};
use crate::local::model::state::State;
use crate::local::proof::signing_key::Keys;

/// 2 keeps x of a password in place of its verifier.
const VERSION: u64 = 2;

pub(super) fn write(state: &State, keys: &Keys) -> String {
    json!({ "version": VERSION, "key": keys.to_base64(), "state": state }).to_string()
}

pub(super) fn read(snapshot: &str) -> Result<(State, Keys)> {
    const WRONG: AuthError = AuthError::known(
        const { &Details::invalid("This is no snapshot of this version of the local Cognito: remove the state file.") },
    );
    let mut value: Value = serde_json::from_str(snapshot).map_err(|_| WRONG)?;
    if value.get("version").and_then(Value::as_u64) != Some(VERSION) {
        return Err(WRONG);
    }
    let keys = Keys::from_base64(value.get("key").and_then(Value::as_str).ok_or(WRONG)?)?;
    let state = value.get_mut("state").map(Value::take).ok_or(WRONG)?;
    Ok((serde_json::from_value(state).map_err(|_| WRONG)?, keys))
}
