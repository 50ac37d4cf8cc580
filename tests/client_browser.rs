//! The tests of `client_wasm.rs` for `wasm-pack test --headless`, which runs only what is configured for a browser; and
//! what only a page has: a storage that outlives its clients.
#![cfg(target_arch = "wasm32")]
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

#[path = "client_wasm.rs"]
mod client_wasm;

use client_wasm::test_pool::{CLIENT_ID, PASSWORD, TestPool, USERNAME};
use client_wasm::web::{Page, SignIn, Storage};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn a_page_knows_after_a_reload_who_signed_in() {
    let pool = TestPool::with(Page::local().unwrap());
    let SignIn::Done(user) = pool.client.sign_in(USERNAME, PASSWORD).await.unwrap() else { panic!("asked") };
    let session = user.session().await.unwrap();
    let last = format!("CognitoIdentityServiceProvider.{CLIENT_ID}.LastAuthUser");
    assert_eq!(Page::local().unwrap().get(&last).unwrap().as_deref(), Some(user.name()));

    // As after a reload: another client, the same storage.
    let client = pool.client_with(Page::local().unwrap());
    let user = client.current_user().unwrap().unwrap();
    assert_eq!(user.session().await.unwrap().access_token.expose(), session.access_token.expose());
    assert!(user.sign_out().await.unwrap());
    assert_eq!(Page::local().unwrap().get(&last).unwrap(), None);
    assert!(pool.client.current_user().unwrap().is_none());
    assert!(pool.client_with(Page::session().unwrap()).current_user().unwrap().is_none());
}
