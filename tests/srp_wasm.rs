//! The vectors again, through the vector instructions of WebAssembly.
#![cfg(target_arch = "wasm32")]
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use cognito_identity_wasm::srp::client::Exchange;
use cognito_identity_wasm::srp::encoding::{hex, short_hex};
use cognito_identity_wasm::srp::power::mod_exp;
use cognito_identity_wasm::srp::{Challenge, Ephemeral, Login, prove};
use serde_json::Value;
use wasm_bindgen_test::wasm_bindgen_test;

fn text<'a>(vector: &'a Value, name: &str) -> &'a str {
    vector[name].as_str().unwrap_or_else(|| panic!("{name} is missing"))
}

#[wasm_bindgen_test]
fn every_password_vector_comes_out_value_by_value_in_wasm() {
    let vectors: Value = serde_json::from_str(include_str!("fixtures/srp.json")).unwrap();
    for vector in vectors["password"].as_array().unwrap() {
        let (name, a) = (text(vector, "name"), text(vector, "a"));
        let a: Vec<u8> = (0..a.len()).step_by(2).map(|at| u8::from_str_radix(&a[at..at + 2], 16).unwrap()).collect();
        let ephemeral = Ephemeral::new(&a).unwrap();
        assert_eq!(ephemeral.public_hex(), text(vector, "SRP_A"), "{name}: A");
        let login = Login {
            pool_name: text(vector, "pool"),
            username: text(vector, "user"),
            password: text(vector, "password"),
        };
        let (salt, b) = (text(vector, "SALT"), text(vector, "SRP_B"));
        let exchange = Exchange::new(&ephemeral, &login, salt, b).unwrap();
        assert_eq!(short_hex(&exchange.s), text(vector, "S"), "{name}: S");
        assert_eq!(hex(&exchange.key), text(vector, "hkdf"), "{name}: key");
        let challenge = Challenge { salt, b, secret_block: text(vector, "secretBlock") };
        let signature = prove(&ephemeral, &login, &challenge, text(vector, "timestamp")).unwrap();
        assert_eq!(signature, text(vector, "signature"), "{name}: signature");
    }
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
