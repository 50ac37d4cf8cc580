//! The client as an app in Rust uses it, compiled to WebAssembly, against a local Cognito: see `test_pool`.
#![cfg(target_arch = "wasm32")]
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

pub mod test_pool;
pub mod web;

use serde_json::json;
use test_pool::{PASSWORD, TestPool, USERNAME};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use wasm_bindgen_test::wasm_bindgen_test;
use web::{Memory, SignIn, User};

/// Signs in the person of the pool, who is asked nothing.
async fn signed_in(pool: &TestPool) -> User {
    match pool.client.sign_in(USERNAME, PASSWORD).await.unwrap() {
        SignIn::Done(user) => user,
        SignIn::Challenge(challenge) => panic!("asked for {}", challenge.name()),
    }
}

#[wasm_bindgen_test]
async fn a_person_signs_in_reads_the_account_refreshes_and_signs_out() {
    let pool = TestPool::with(Memory::default());
    let user = signed_in(&pool).await;
    assert_eq!(pool.sent(), ["InitiateAuth", "RespondToAuthChallenge"]);
    assert_eq!(pool.client.current_user().unwrap().unwrap().name(), user.name());

    let first = user.session().await.unwrap();
    assert!(pool.sent().is_empty(), "valid tokens are not refreshed");
    let attributes = user.attributes().await.unwrap();
    assert!(attributes.iter().any(|(name, value)| name == "sub" && !value.is_empty()), "{attributes:?}");
    assert_eq!(pool.sent(), ["GetUser"]);

    let second = user.refresh().await.unwrap();
    assert_eq!(pool.sent(), ["GetTokensFromRefreshToken"]);
    assert_ne!(first.access_token.expose(), second.access_token.expose());
    assert!(second.id_token.is_some() && second.refresh_token.is_some());
    assert_eq!(user.session().await.unwrap().access_token.expose(), second.access_token.expose());

    let same = user.clone();
    assert!(user.sign_out().await.unwrap(), "the service confirms the end of the session");
    assert_eq!(pool.sent(), ["RevokeToken"]);
    assert!(pool.client.current_user().unwrap().is_none());
    assert_eq!(same.session().await.unwrap_err().code, "NotSignedIn");
    assert!(pool.sent().is_empty(), "nobody is left to ask for");
    let revoked = pool.ask("GetUser", json!({ "AccessToken": second.access_token.expose() })).await;
    assert_eq!(revoked.unwrap_err(), "NotAuthorizedException");
}

#[wasm_bindgen_test]
async fn a_wrong_password_is_refused() {
    let pool = TestPool::with(Memory::default());
    let error = pool.client.sign_in(USERNAME, "Wr0ng-Passw0rd!").await.unwrap_err();
    assert_eq!((error.code.as_str(), error.retryable), ("NotAuthorizedException", false));
    assert!(!error.message.is_empty());
    assert!(pool.client.current_user().unwrap().is_none());
    assert_eq!(pool.sent(), ["InitiateAuth", "RespondToAuthChallenge"], "a refusal is not asked for again");
}

#[wasm_bindgen_test]
async fn a_person_who_was_invited_chooses_a_password() {
    const GIVEN: &str = "Only-f0r-today!";
    const CHOSEN: &str = "My-0wn-Passw0rd!";
    let pool = TestPool::with(Memory::default());
    let name = pool.invite(GIVEN).await;
    let SignIn::Challenge(challenge) = pool.client.sign_in(&name, GIVEN).await.unwrap() else {
        panic!("signed in by a password for one day")
    };
    assert_eq!(challenge.name(), "NEW_PASSWORD_REQUIRED");
    assert!(challenge.parameter("requiredAttributes").is_some());
    assert!(pool.client.current_user().unwrap().is_none(), "nobody is signed in half-way");
    let SignIn::Done(user) = challenge.respond([("NEW_PASSWORD", CHOSEN)]).await.unwrap() else {
        panic!("asked again")
    };
    assert_eq!(user.name(), name);
    assert!(user.sign_out().await.unwrap());

    assert_eq!(pool.client.sign_in(&name, GIVEN).await.unwrap_err().code, "NotAuthorizedException");
    assert!(matches!(pool.client.sign_in(&name, CHOSEN).await.unwrap(), SignIn::Done(_)));
}

#[wasm_bindgen_test]
async fn all_who_want_new_tokens_at_once_wait_for_one_refresh() {
    let pool = TestPool::with(Memory::default());
    let user = signed_in(&pool).await;
    pool.sent();
    let refreshes = [user.clone(), user.clone(), user].map(|user| {
        future_to_promise(async move {
            let session = user.refresh().await.map_err(|error| JsValue::from(error.to_string()))?;
            Ok(session.access_token.expose().into())
        })
    });
    let mut tokens = Vec::new();
    for refresh in refreshes {
        tokens.push(JsFuture::from(refresh).await.unwrap().as_string().unwrap());
    }
    assert_eq!(pool.sent(), ["GetTokensFromRefreshToken"]);
    assert!(tokens[0] == tokens[1] && tokens[1] == tokens[2]);
}
