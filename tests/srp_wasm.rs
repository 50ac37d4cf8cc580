//! The vectors again, through the vector instructions of WebAssembly.
#![cfg(target_arch = "wasm32")]
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use cognito_identity_wasm::srp::power::mod_exp;
use wasm_bindgen_test::wasm_bindgen_test;

#[allow(dead_code, reason = "the devices' vectors are walked natively only")]
#[path = "fixtures/vectors.rs"]
mod vectors;

#[wasm_bindgen_test]
fn every_password_vector_comes_out_value_by_value_in_wasm() {
    vectors::walk_passwords();
}

/// The native half of this test, in `srp_properties.rs`, walks the same chain with the portable path and the twin.
#[wasm_bindgen_test]
fn a_chain_of_powers_ends_in_the_same_number_on_every_path() {
    let mut number = "3".to_owned();
    for _ in 0..50 {
        number = mod_exp(&number, number.get(..64).unwrap_or(&number)).unwrap();
    }
    assert_eq!(&number[..32], include_str!("fixtures/srp-chain.txt").trim());
}
