//! Managed login: what a page sends to the login pages of a user pool, and what their answer means, without I/O.
//!
//! A [`Machine`] is one call, as in [`client`](crate::client): it is started with a JSON text that says what was called, and gives turns,
//! `[writes, effect, what]`, until one ends it. Names are OAuth's. Addresses are the host's to read and to write, and so is what a
//! caller may pass. The calls are
//!
//! - `authorize`, with `options`, parameters as they are sent: `state` and `nonce`, which are drawn, `code_challenge`, `redirect_uri` and
//!   what else the caller asks for; with the `verifier` of the challenge, `at` as below, the app's `state`, and the time `now`. It keeps
//!   a transaction and ends with the query of the address.
//! - `complete`, with the `answer` in an address, `{ state, code?, error?, error_description?, iss? }`, and `at`, that address without a
//!   query. With `peek` it ends with whether it is an answer to us, and touches nothing. Else it ends with `{ access_token, id_token,
//!   refresh_token?, state? }`. The transaction is removed before the code is redeemed, so a code is sent once.
//! - `clientCredentials`, with the `form` for a token endpoint, or the `body` for Cognito's own GetClientToken: it ends with
//!   `{ token, expires_in? }`.
//!
//! `pool` has what is known of the pool: `userPoolId`, `clientId`, `issuers`, `domain`, and `at`, its redirect address without a query.
//! Of the client's effects these calls use five, and two of them in their own way:
//!
//! - `load` asks for the transaction of a state: `"state"`. Answer with `{ entry?, index? }`: the values that were written under
//!   `<state>.login` and `logins`, where they are JSON. What is written is any JSON value; the host keeps its text.
//! - `send` asks for a POST: `{ form }` to the token endpoint, with the app client's secret where it has one, or `{ body }` to Cognito's
//!   API. Answer with `{ status, body?, claims? }`: the body where it is JSON, `claims` of the `access` and the `id` token in it; or with
//!   `{ none: true }` when no answer arrived.
//!
//! An error's `code` is ours, or OAuth's as it came: `access_denied`.
//!
//! # What is not protected
//!
//! The signature of tokens is not checked: they come from the token endpoint itself, over TLS. A server verifies them. Whoever reads the
//! storage finds the verifier of a sign-in that is under way.
//!
//! # Example
//!
//! ```
//! use cognito_identity_wasm::login::Machine;
//!
//! let call = r#"{"method":"authorize","pool":{"clientId":"client1","userPoolId":"eu-central-1_Test","domain":"https://auth.example.com"},"options":{"state":"drawn","nonce":"drawn, too","code_challenge":"digest","redirect_uri":"https://app.example.com/cb"},"verifier":"secret","at":"https://app.example.com/cb","now":1800000000000}"#;
//! let (mut machine, turn) = Machine::start(call.into(), 1_800_000_000_000.0);
//! assert_eq!(turn.expose(), r#"[[],"load","drawn"]"#);
//!
//! // Nothing is stored. The machine keeps the transaction, and says what stands in the address.
//! let turn = machine.resume("{}".into(), 1_800_000_000_000.0);
//! assert!(turn.expose().starts_with(r#"[[["drawn.login",{"began":1800000000000,"#));
//! assert!(turn.expose().ends_with(
//!     r#""value",{"response_type":"code","client_id":"client1","code_challenge_method":"S256","state":"drawn","nonce":"drawn, too","code_challenge":"digest","redirect_uri":"https://app.example.com/cb"}]"#
//! ));
//! ```
//!
//! # Source
//!
//! RFC 6749 (OAuth 2.0), RFC 7636 (PKCE), RFC 9207 (`iss`), RFC 9700 (best practice), OpenID Connect Core 1.0; "User pool
//! endpoints and managed login reference" in the Amazon Cognito developer guide.

mod answer;
mod authorize;
mod complete;
mod methods;
mod tokens;
mod transaction;

pub use methods::METHODS;

use crate::client::{Call, End, Memory};
use crate::prelude::*;
use crate::secret::Secret;

/// One call: it asks, its host answers, until it ends.
#[derive(Default)]
pub struct Machine(Memory);

impl Machine {
    /// Begins a call, and gives its first turn. `now` is in milliseconds since 1970.
    pub fn start(call: String, now: f64) -> (Machine, Secret<String>) {
        let mut machine = Machine::default();
        let turn = machine.go_on(call, now);
        (machine, turn)
    }

    /// Takes the host's answer to the last turn, a JSON text, and gives the next one. After the end the turn is an empty text.
    pub fn resume(&mut self, answer: String, now: f64) -> Secret<String> {
        if self.0.is_over() { Secret::default() } else { self.go_on(answer, now) }
    }

    #[inline(never)]
    fn go_on(&mut self, heard: String, now: f64) -> Secret<String> {
        self.0.go_on(heard, now, run)
    }
}

impl core::fmt::Debug for Machine {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Machine")
    }
}

fn run(call: &Call<'_>) -> Option<End> {
    let method = call.input("method");
    let is = |name| call.is(method, name);
    if is("\"authorize\"") {
        authorize::authorize(call)
    } else if is("\"complete\"") {
        complete::complete(call)
    } else {
        answer::client_credentials(call)
    }
}
