//! Exponentiation in the group: the powers of an exchange, and what the incumbent's helper offers callers who hold hex.

use super::encoding::{Integer, is_zero, short_hex};
use super::group::{K, SIZE};
use super::montgomery::{Field, Number};
use crate::error::{AuthError, Result};
use crate::prelude::*;

/// `base^exponent mod N` in hex; the base may be signed and larger than N, the exponent not signed.
///
/// # Errors
/// `InvalidArgument` for what is no hex, and for a negative exponent.
pub fn mod_exp(base: &str, exponent: &str) -> Result<String> {
    let (base, exponent) = (Integer::from_hex(base)?, Integer::from_hex(exponent)?);
    if exponent.is_negative() {
        return Err(AuthError::invalid("The exponent is negative: give one of zero or more."));
    }
    Ok(integer_power(&base, &exponent))
}

/// The same for numbers, of which the exponent's sign does not count.
pub fn integer_power(base: &Integer, exponent: &Integer) -> String {
    let mut field = Field::new();
    let power = if base.magnitude() == [2] && !base.is_negative() {
        field.power_of_two(exponent.magnitude())
    } else {
        let base = residue(&mut field, base);
        field.power(&base, exponent.magnitude())
    };
    short_hex(&field.leave(&power))
}

/// `2^exponent mod N`.
pub(super) fn generator_power(exponent: &[u8]) -> [u8; SIZE] {
    let mut field = Field::new();
    let power = field.power_of_two(exponent);
    field.leave(&power)
}

/// `(B - k · 2^x)^exponent mod N`, in time that depends on the lengths alone; nothing where `B mod N` is zero.
pub(super) fn shared_secret(server: &Integer, x: &[u8], exponent: &[u8]) -> Option<[u8; SIZE]> {
    let mut field = Field::new();
    let base = residue(&mut field, server);
    if is_zero(&field.leave(&base)) {
        return None;
    }
    let verifier = field.power_of_two(x);
    let k = field.enter(&K);
    let product = field.multiply(&k, &verifier);
    let base = field.subtract(&base, &product);
    let power = field.power(&base, exponent);
    Some(field.leave(&power))
}

/// The number modulo N, in Montgomery form.
fn residue(field: &mut Field, number: &Integer) -> Number {
    let magnitude = field.enter(number.magnitude());
    if number.is_negative() {
        let zero = field.enter(&[]);
        field.subtract(&zero, &magnitude)
    } else {
        magnitude
    }
}
