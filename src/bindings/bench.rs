//! The client maths alone, for `tests/bench/srp.mjs`: only in builds with the feature `npm-bench`, never in the package.

#![allow(unreachable_pub, reason = "wasm_bindgen exports what is `pub`")]

use crate::prelude::*;
use crate::srp::{Challenge, Ephemeral, Login, prove};
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

fn thrown(error: crate::error::AuthError) -> JsError {
    JsError::new(&error.message)
}

/// `SRP_A` of some entropy.
///
/// # Errors
/// Throws as [`Ephemeral::new`] fails.
#[wasm_bindgen]
pub fn bench_ephemeral(a: &[u8]) -> Result<String, JsError> {
    Ok(Ephemeral::new(a).map_err(thrown)?.public_hex())
}

/// The signature of one whole sign-in, `g^a` included.
///
/// # Errors
/// Throws as [`prove`] fails.
#[wasm_bindgen]
#[expect(clippy::too_many_arguments, reason = "the vectors' members, one by one")]
pub fn bench_prove(
    a: &[u8],
    pool_name: &str,
    username: &str,
    password: &str,
    salt: &str,
    b: &str,
    secret_block: &str,
    timestamp: &str,
) -> Result<String, JsError> {
    let ephemeral = Ephemeral::new(a).map_err(thrown)?;
    let login = Login { pool_name, username, password };
    prove(&ephemeral, &login, &Challenge { salt, b, secret_block }, timestamp).map_err(thrown)
}
