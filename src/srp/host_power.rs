//! The powers of an exchange by the host's big integers, in the place of `power.rs`: for the build that becomes JavaScript, where 64-bit
//! arithmetic is emulated and the own one would take seconds. Their time depends on the numbers.

#![allow(unsafe_code, reason = "what is linked from elsewhere is declared `unsafe`; the function itself is safe")]

use super::encoding::Integer;
use super::group::SIZE;

unsafe extern "Rust" {
    /// `(base - k · 2^x)^exponent mod N`, or `base^exponent mod N` where `x` is empty; the base is in two's complement. False where the
    /// base is zero modulo N. `bindings` brings it: nothing here may import from there.
    safe fn cognito_identity_wasm_host_power(base: &[u8], x: &[u8], exponent: &[u8], power: &mut [u8; SIZE]) -> bool;
}

/// `2^exponent mod N`.
pub(super) fn generator_power(exponent: &[u8]) -> [u8; SIZE] {
    let mut power = [0; SIZE];
    cognito_identity_wasm_host_power(&[2], &[], exponent, &mut power);
    power
}

/// `(B - k · 2^x)^exponent mod N`; nothing where `B mod N` is zero.
pub(super) fn shared_secret(server: &Integer, x: &[u8], exponent: &[u8]) -> Option<[u8; SIZE]> {
    let mut power = [0; SIZE];
    cognito_identity_wasm_host_power(&server.padded(), x, exponent, &mut power).then_some(power)
}
