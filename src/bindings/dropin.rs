//! The engine of the drop-in API: what nobody sees of the incumbent's API, which is its secret arithmetic.
//!
//! The API's objects, their fields and the order of their requests are TypeScript, because applications read, replace
//! and spy on them. Numbers come and go as the incumbent's do: in hex, with a minus sign where they are negative.

#![allow(unreachable_pub, reason = "wasm_bindgen exports what is `pub`")]

use super::stack::wiped;
use crate::prelude::*;
use crate::srp::client::{Ephemeral, Exchange, Login};
use crate::srp::encoding::Integer;
use crate::srp::{kdf, power};
use wasm_bindgen::prelude::wasm_bindgen;
use zeroize::Zeroizing;

/// `base^exponent mod N`, in time that depends on the exponent's length alone; nothing when a number is no hex.
#[wasm_bindgen(js_name = modPow)]
pub fn mod_pow(base: &str, exponent: String) -> Option<String> {
    wiped(|| {
        let exponent = Integer::read(&Zeroizing::new(exponent))?;
        Some(power::integer_power(&Integer::read(base)?, &exponent))
    })
}

/// The key that signs a challenge: 16 bytes of the exchange in which `a` gave `large_a`; nothing when a number is unfit.
#[wasm_bindgen(js_name = passwordKey)]
pub fn password_key(
    a: String,
    large_a: &str,
    pool_name: &str,
    username: &str,
    password: String,
    salt: &str,
    b: &str,
) -> Option<Vec<u8>> {
    wiped(|| {
        let (a, password) = (Zeroizing::new(a), Zeroizing::new(password));
        let a = Integer::read(&a)?;
        let ephemeral = Ephemeral::resume(a.magnitude(), &Integer::read(large_a)?)?;
        let login = Login { pool_name, username, password: &password };
        Some(Exchange::compute(&ephemeral, &login, salt, b).ok()?.key.to_vec())
    })
}

/// SHA-256.
#[wasm_bindgen]
pub fn sha256(bytes: &[u8]) -> Vec<u8> {
    wiped(|| kdf::hash(&[bytes]).to_vec())
}

/// HMAC-SHA-256.
#[wasm_bindgen]
pub fn hmac(key: &[u8], message: &[u8]) -> Vec<u8> {
    wiped(|| kdf::hmac(key, &[message]).to_vec())
}
