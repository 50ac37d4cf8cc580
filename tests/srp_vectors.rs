//! Every vector of the dialect, each intermediate value by its name.
#![cfg(not(target_arch = "wasm32"))]
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use cognito_identity_wasm::srp::client::{Exchange, Fault};
use cognito_identity_wasm::srp::encoding::{Integer, hex, pad_hex};
use cognito_identity_wasm::srp::power::mod_exp;
use cognito_identity_wasm::srp::{Ephemeral, Login, device_verifier, group, kdf};
use vectors::{bytes, text, vectors};

#[path = "fixtures/vectors.rs"]
mod vectors;

#[test]
fn the_constants_are_those_of_the_group() {
    let vectors = vectors();
    let constants = &vectors["constants"];
    assert_eq!(hex(&group::N), text(constants, "N"), "N");
    assert_eq!(hex(&group::K), text(constants, "k"), "k");
    assert_eq!(group::INFO, text(constants, "info").as_bytes(), "info");
    let padded: Vec<u8> = [&[0], group::N.as_slice()].concat();
    assert_eq!(kdf::hash(&[&padded, &[2]]).as_slice(), group::K, "k = H(N, g)");
}

#[test]
fn every_password_vector_comes_out_value_by_value() {
    vectors::walk_passwords();
}

#[test]
fn an_exchange_that_is_taken_up_again_ends_in_the_same_key() {
    let vectors = vectors();
    for vector in vectors["password"].as_array().unwrap() {
        let entropy = bytes(text(vector, "a"));
        let public = Integer::from_hex(text(vector, "SRP_A")).unwrap();
        let ephemeral = Ephemeral::resume(&entropy, &public).unwrap();
        assert_eq!(ephemeral.public_hex(), text(vector, "SRP_A"));
        let login = Login {
            pool_name: text(vector, "pool"),
            username: text(vector, "user"),
            password: text(vector, "password"),
        };
        let exchange = Exchange::compute(&ephemeral, &login, text(vector, "SALT"), text(vector, "SRP_B")).unwrap();
        assert_eq!(hex(&exchange.key), text(vector, "hkdf"));
        // What the drop-in API computes in two parts.
        let exponent = hex(&entropy);
        assert_eq!(mod_exp("2", &exponent).unwrap(), text(vector, "SRP_A"));
    }
}

#[test]
fn no_exchange_is_taken_up_with_numbers_that_no_exchange_has() {
    let number = |text: &str| Integer::from_hex(text).unwrap();
    assert!(Ephemeral::resume(&[0; 32], &number("5")).is_none());
    assert!(Ephemeral::resume(&[1; 32], &number("-5")).is_none());
    assert!(Ephemeral::resume(&[1; 32], &number(&"f".repeat(770))).is_none());
    let ephemeral = Ephemeral::resume(&[1; 32], &number("5")).unwrap();
    let login = Login { pool_name: "p", username: "u", password: "w" };
    let fault = |salt: &str, b: &str| Exchange::compute(&ephemeral, &login, salt, b).unwrap_err();
    assert_eq!((fault("x", "1"), fault("1", "x"), fault("1", "0")), (Fault::Salt, Fault::B, Fault::ZeroB));
}

#[test]
fn every_device_vector_comes_out() {
    let vectors = vectors();
    let list = vectors["device"].as_array().unwrap();
    assert_eq!(list.len(), 4);
    for vector in list {
        let key = text(vector, "deviceKey");
        let salt: [u8; 16] = bytes(text(vector, "saltRandomHex")).try_into().unwrap();
        let verifier =
            device_verifier(text(vector, "deviceGroupKey"), key, text(vector, "randomPassword"), &salt).unwrap();
        assert_eq!(verifier.salt, text(vector, "SaltB64"), "{key}: Salt");
        assert_eq!(verifier.password_verifier, text(vector, "PasswordVerifierB64"), "{key}: PasswordVerifier");
    }
}

#[test]
fn every_number_is_padded_as_in_the_table() {
    let vectors = vectors();
    let list = vectors["padHex"].as_array().unwrap();
    assert_eq!(list.len(), 25);
    for row in list {
        let number = row[0].as_i64().unwrap();
        let sign = if number < 0 { "-" } else { "" };
        let padded = pad_hex(&format!("{sign}{:x}", number.unsigned_abs())).unwrap();
        assert_eq!(padded, row[1].as_str().unwrap(), "{number}");
    }
}
