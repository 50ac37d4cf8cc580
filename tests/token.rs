//! Decoding and expiry of tokens.
#![cfg(not(target_arch = "wasm32"))]
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use cognito_identity_wasm::token::{clock_drift, is_valid, payload};
use proptest::prelude::*;
use serde_json::Value;

#[test]
fn every_token_of_the_table_decodes_or_is_refused_as_it_says() {
    let table: Value = serde_json::from_str(include_str!("fixtures/tokens.json")).unwrap();
    let rows = table.as_array().unwrap();
    assert!(rows.len() >= 20);
    for row in rows {
        let (name, jwt) = (row["name"].as_str().unwrap(), row["jwt"].as_str().unwrap());
        match payload(jwt) {
            Ok(text) => {
                assert_eq!(Some(text.as_str()), row["payload"].as_str(), "{name}");
                serde_json::from_str::<Value>(&text).unwrap_or_else(|_| panic!("{name}: the fixture is no JSON"));
            }
            Err(error) => assert_eq!(Some(&*error.code), row["error"].as_str(), "{name}"),
        }
    }
}

#[test]
fn a_refusal_never_quotes_the_token() {
    for jwt in
        ["marked-secret", "marked-secret.e30", "a.marked!secret.b", &format!("a.{}.b", "marked-secret".repeat(90_000))]
    {
        let error = payload(jwt).unwrap_err();
        assert!(!format!("{error:?}{error}").contains("marked"));
    }
}

proptest! {
    #[test]
    fn no_text_makes_the_decoder_panic(text in "\\PC{0,80}", parts in proptest::collection::vec("[-_A-Za-z0-9=+/ .]{0,40}", 0..5)) {
        let _ = payload(&text);
        let _ = payload(&parts.join("."));
    }
}

#[test]
fn the_drift_is_counted_from_the_earlier_token() {
    assert_eq!(clock_drift(1_000.0, 900.0, 905.0), 100.0);
    assert_eq!(clock_drift(1_000.0, 1_205.0, 1_200.0), -200.0);
}

#[test]
fn a_session_is_valid_while_every_token_that_is_there_is() {
    let both = |now| is_valid(now, 0.0, 0.0, Some(100.0), Some(90.0));
    assert!(both(89.9));
    assert!(!both(90.0), "a token is over in the second that exp names");
    assert!(is_valid(95.0, 0.0, 0.0, Some(100.0), None));
    assert!(is_valid(85.0, 0.0, 0.0, None, Some(90.0)));
    assert!(!is_valid(0.0, 0.0, 0.0, None, None));
}

#[test]
fn drift_and_leeway_move_the_deadline_in_opposite_directions() {
    assert!(is_valid(150.0, 60.0, 0.0, Some(100.0), None), "the local clock is a minute ahead");
    assert!(!is_valid(50.0, -60.0, 0.0, Some(100.0), None), "the local clock is a minute behind");
    assert!(is_valid(89.0, 0.0, 10.0, Some(100.0), None));
    assert!(!is_valid(90.0, 0.0, 10.0, Some(100.0), None));
    assert!(!is_valid(f64::NAN, 0.0, 0.0, Some(100.0), None));
}
