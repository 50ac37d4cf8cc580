//! Every vector of the dialect, each intermediate value by its name.
#![cfg(not(target_arch = "wasm32"))]
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use cognito_identity_wasm::srp::encoding::{hex, pad_hex};
use cognito_identity_wasm::srp::{device_verifier, group, kdf};
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
