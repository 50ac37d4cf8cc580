//! The client maths against a big-integer twin that was written apart, and what it refuses and hides.
#![cfg(not(target_arch = "wasm32"))]
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use cognito_identity_wasm::srp::client::Exchange;
use cognito_identity_wasm::srp::encoding::{Integer, hex, pad_hex};
use cognito_identity_wasm::srp::power::mod_exp;
use cognito_identity_wasm::srp::{Challenge, Ephemeral, Login, device_verifier, group, kdf, prove, timestamp};
use num_bigint::{BigInt, BigUint, Sign};
use proptest::prelude::*;

fn modulus() -> BigInt {
    BigInt::from_bytes_be(Sign::Plus, &group::N)
}

/// `padHex` as the definition says: the shortest two's complement.
fn twin_pad(number: &BigInt) -> Vec<u8> {
    number.to_signed_bytes_be()
}

fn twin_power(base: &BigInt, exponent: &BigInt) -> BigInt {
    base.modpow(exponent, &modulus())
}

struct Twin {
    public: String,
    u: Vec<u8>,
    x: Vec<u8>,
    s: BigInt,
    key: Vec<u8>,
}

fn twin(a: &[u8], login: &Login<'_>, salt: &str, b: &str) -> Twin {
    let number = |text: &str| BigInt::parse_bytes(text.as_bytes(), 16).unwrap();
    let plus = |bytes: &[u8]| BigInt::from_bytes_be(Sign::Plus, bytes);
    let (a, b, g) = (plus(a), number(b), BigInt::from(2));
    let public = twin_power(&g, &a);
    let u = kdf::hash(&[&twin_pad(&public), &twin_pad(&b)]);
    let identity = [login.pool_name, login.username, ":", login.password].concat();
    let inner = kdf::hash(&[identity.as_bytes()]);
    let x = kdf::hash(&[&twin_pad(&number(salt)), inner.as_slice()]);
    let base = b - plus(&group::K) * twin_power(&g, &plus(x.as_slice()));
    let s = twin_power(&base, &(a + plus(u.as_slice()) * plus(x.as_slice())));
    let extracted = kdf::hmac(&twin_pad(&plus(u.as_slice())), &[&twin_pad(&s)]);
    let key = kdf::hmac(extracted.as_slice(), &[b"Caldera Derived Key\x01"]);
    Twin { public: public.to_str_radix(16), u: u.to_vec(), x: x.to_vec(), s, key: key[..16].to_vec() }
}

fn check(a: &[u8], login: &Login<'_>, salt: &str, b: &str) {
    let twin = twin(a, login, salt, b);
    let ephemeral = Ephemeral::new(a).unwrap();
    assert_eq!(ephemeral.public_hex(), twin.public, "A");
    let ours = Exchange::new(&ephemeral, login, salt, b).unwrap();
    assert_eq!(ours.u.as_slice(), twin.u, "u");
    assert_eq!(ours.x.as_slice(), twin.x, "x");
    assert_eq!(BigInt::from_bytes_be(Sign::Plus, &ours.s), twin.s, "S");
    assert_eq!(ours.key.as_slice(), twin.key, "key");
}

/// As many cases as the other tests play rounds.
fn cases() -> ProptestConfig {
    let rounds = std::env::var("TEST_ROUNDS").ok().and_then(|rounds| rounds.parse().ok());
    ProptestConfig::with_cases(rounds.unwrap_or(24))
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn an_exchange_equals_the_twin(
        a in proptest::collection::vec(any::<u8>(), 1..150),
        salt in "-?[0-9a-fA-F]{1,40}",
        b in "-?[1-9a-fA-F][0-9a-fA-F]{0,1600}",
        password in "\\PC{0,40}",
        username in "\\PC{1,20}",
    ) {
        prop_assume!(a.iter().any(|byte| *byte != 0));
        let login = Login { pool_name: "abcDEF123", username: &username, password: &password };
        check(&a, &login, &salt, &b);
    }

    #[test]
    fn a_power_equals_the_twin(base in "-?[0-9a-f]{1,2000}", exponent in "[0-9a-f]{1,80}") {
        let number = |text: &str| BigInt::parse_bytes(text.as_bytes(), 16).unwrap();
        prop_assert_eq!(mod_exp(&base, &exponent).unwrap(), twin_power(&number(&base), &number(&exponent)).to_str_radix(16));
    }

    #[test]
    fn no_number_makes_the_exchange_panic(salt in "\\PC{0,30}", b in "\\PC{0,30}", block in "\\PC{0,30}") {
        let ephemeral = Ephemeral::new(&[7; 2]).unwrap();
        let login = Login { pool_name: "p", username: "u", password: "w" };
        let _ = prove(&ephemeral, &login, &Challenge { salt: &salt, b: &b, secret_block: &block }, "now");
    }
}

proptest! {
    #[test]
    fn padding_is_the_shortest_twos_complement(number in "-?[0-9a-fA-F]{1,70}") {
        let twin = twin_pad(&BigInt::parse_bytes(number.as_bytes(), 16).unwrap());
        prop_assert_eq!(pad_hex(&number).unwrap(), hex(&twin));
        prop_assert_eq!(Integer::from_hex(&number).unwrap().padded(), twin);
    }
}

#[test]
fn the_edges_of_the_modulus_come_out_like_the_twin() {
    let n = BigUint::from_bytes_be(&group::N);
    let login = Login { pool_name: "p", username: "u", password: "w" };
    let exponents: [&[u8]; 5] = [&[1], &[0, 1], &[0xff; 32], &[0xff; 33], &[0xff; 384]];
    for a in exponents {
        for b in [
            n.clone() - 1u8,
            n.clone() + 1u8,
            n.clone() * 3u8 - 2u8,
            BigUint::from(1u8),
            (BigUint::from(1u8) << 3072) - 1u8,
        ] {
            check(a, &login, "0", &b.to_str_radix(16));
        }
    }
    for (base, exponent) in [("0", "0"), ("0", "5"), ("1", "0"), ("-1", "3"), ("-1", "2")] {
        let number = |text: &str| BigInt::parse_bytes(text.as_bytes(), 16).unwrap();
        let expected = twin_power(&number(base), &number(exponent)).to_str_radix(16);
        assert_eq!(mod_exp(base, exponent).unwrap(), expected, "{base}^{exponent}");
    }
}

#[test]
fn a_zero_server_value_is_refused_in_every_form() {
    let n = BigInt::from_bytes_be(Sign::Plus, &group::N);
    let ephemeral = Ephemeral::new(&[3; 32]).unwrap();
    let login = Login { pool_name: "p", username: "u", password: "w" };
    for b in [BigInt::from(0), n.clone(), n.clone() * 2, -n] {
        let error = Exchange::new(&ephemeral, &login, "1", &b.to_str_radix(16)).unwrap_err();
        assert!(error.message.contains("SRP_B is zero"), "{error}");
    }
}

#[test]
fn what_is_no_number_and_no_base64_is_refused_by_name() {
    let ephemeral = Ephemeral::new(&[3; 32]).unwrap();
    let login = Login { pool_name: "p", username: "u", password: "w" };
    let message = |salt: &str, b: &str, secret_block: &str| {
        prove(&ephemeral, &login, &Challenge { salt, b, secret_block }, "now").unwrap_err().message.clone()
    };
    for bad in ["", "-", "xyz", "--1", "+1", "1 ", "é", "0x1", &"f".repeat(4000)] {
        assert!(message(bad, "1", "AAAA").contains("SALT"), "{bad:.9}");
        assert!(message("1", bad, "AAAA").contains("SRP_B"), "{bad:.9}");
    }
    for bad in ["A", "A===", "AA==AA==", "_-_-", "é", &"A".repeat(1 << 17)] {
        assert!(message("1", "1", bad).contains("SECRET_BLOCK"), "{bad:.9}");
    }
    for bad in [vec![], vec![0; 32], vec![1; 385]] {
        assert_eq!(Ephemeral::new(&bad).unwrap_err().code, "InvalidArgument");
    }
    assert_eq!(mod_exp("2", "-1").unwrap_err().code, "InvalidArgument");
    assert_eq!(device_verifier("g", "k", "", &[1; 16]).unwrap_err().code, "InvalidArgument");
}

#[test]
fn no_secret_shows_in_debug_or_in_an_error() {
    let ephemeral = Ephemeral::new(b"marked-entropy").unwrap();
    let login = Login { pool_name: "marked-pool", username: "marked-user", password: "marked-password" };
    let challenge = Challenge { salt: "marked-salt", b: "marked-b", secret_block: "marked-block" };
    let exchange = Exchange::new(&ephemeral, &login, "1", "2").unwrap();
    let verifier = device_verifier("marked-group", "marked-key", "marked-password", &[1; 16]).unwrap();
    let error = prove(&ephemeral, &login, &challenge, "marked-time").unwrap_err();
    let shown = format!("{ephemeral:?}{login:?}{challenge:?}{exchange:?}{verifier:?}{error:?}{error}");
    assert!(!shown.contains("marked"), "{shown}");
    let words = ["Ephemeral(…)", "Login(…)", "Challenge(…)", "Exchange(…)", "DeviceVerifier(…)"];
    assert!(shown.starts_with(&words.concat()), "{shown}");
}

#[test]
fn a_timestamp_is_written_as_the_service_wants_it() {
    for (seconds, text) in [
        (0u64, "Thu Jan 1 00:00:00 UTC 1970"),
        (1_546_322_769, "Tue Jan 1 06:06:09 UTC 2019"),
        (951_782_399, "Mon Feb 28 23:59:59 UTC 2000"),
        (951_782_400, "Tue Feb 29 00:00:00 UTC 2000"),
        (951_868_800, "Wed Mar 1 00:00:00 UTC 2000"),
        (1_709_164_800, "Thu Feb 29 00:00:00 UTC 2024"),
        (1_735_689_599, "Tue Dec 31 23:59:59 UTC 2024"),
        (4_107_542_399, "Sun Feb 28 23:59:59 UTC 2100"),
        (4_107_542_400, "Mon Mar 1 00:00:00 UTC 2100"),
        (253_402_300_799, "Fri Dec 31 23:59:59 UTC 9999"),
    ] {
        assert_eq!(timestamp(seconds as f64 * 1000.0 + 999.0 * f64::from(u8::from(seconds < 1 << 32))), text);
    }
    assert_eq!(timestamp(f64::NAN), "Thu Jan 1 00:00:00 UTC 1970");
    assert_eq!(timestamp(-1.0), "Thu Jan 1 00:00:00 UTC 1970");
    assert_eq!(timestamp(f64::INFINITY), "Fri Dec 31 23:59:59 UTC 9999");
}

/// The other half of this test runs in WebAssembly, in `srp_wasm.rs`.
#[test]
fn a_chain_of_powers_ends_in_the_same_number_on_every_path() {
    let number = |text: &str| BigInt::parse_bytes(text.as_bytes(), 16).unwrap();
    let (mut ours, mut twin) = ("3".to_owned(), "3".to_owned());
    for _ in 0..50 {
        ours = mod_exp(&ours, ours.get(..64).unwrap_or(&ours)).unwrap();
        twin = twin_power(&number(&twin), &number(twin.get(..64).unwrap_or(&twin))).to_str_radix(16);
    }
    assert_eq!(ours, twin);
    assert_eq!(&ours[..32], include_str!("fixtures/srp-chain.txt").trim());
}
