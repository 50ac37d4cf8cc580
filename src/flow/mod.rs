//! Sans-IO state machines: what to ask next, and what an answer means.
//!
//! A flow is started with its command, the time and the entropy that it may need. It then either finishes, or suspends with
//! one [`Step`] that a driver performs and answers with one [`Event`]. `resume` consumes the flow: a second answer to the
//! same question does not compile. Drivers apply the `writes` of each turn, in order, before they perform its step.
//!
//! ```
//! use cognito_identity_wasm::flow::{Context, Event, Flow, Progress, SignOut, Step};
//! use std::rc::Rc;
//!
//! let context = Rc::new(Context {
//!     client_id: "client".into(),
//!     storage: "CognitoIdentityServiceProvider.client".into(),
//!     proxied: false,
//!     pool_name: "Pool".into(),
//!     client_secret: None,
//!     parse: |_| None,
//! });
//! let mut progress = SignOut::start(context, "mia", false);
//! let revoked = loop {
//!     progress = match progress {
//!         Progress::Finished { writes, result } => {
//!             assert!(writes.iter().all(|write| write.value.is_none()), "signing out only removes");
//!             break result;
//!         }
//!         // This host has an empty storage and no network.
//!         Progress::Suspended { flow, step: Step::Load(keys), .. } => {
//!             flow.resume(Event::Loaded(keys.iter().map(|_| None).collect()), 0.0)
//!         }
//!         Progress::Suspended { step: Step::Call(call), .. } => panic!("nobody is signed in: {:?}", call.operation),
//!     };
//! };
//! assert!(!revoked?);
//! # Ok::<(), cognito_identity_wasm::error::AuthError>(())
//! ```

pub mod account;
mod challenge;
mod command;
mod device;
mod keys;
pub mod retry;
mod session;
mod sign_in;
mod sign_out;

pub use challenge::{Answer, Pending};
pub(crate) use challenge::{NOT_STORED, WRONG_ANSWER};
pub use command::{Companions, Entropy, Method, SignInCommand, SignInOutcome, SignedIn};
pub use device::{Device, DeviceOutcome};
pub use keys::Keys;
pub use session::{Refresh, SessionTokens};
pub(crate) use sign_in::CODE_REFUSED;
pub use sign_in::SignIn;
pub use sign_out::SignOut;

use crate::error::{AuthError, Details, Result};
use crate::operation::{Call, Json};
use crate::prelude::*;
use crate::secret::Secret;
use crate::srp::kdf::hmac;
use crate::text::base64;

/// What a driver has to do next.
#[derive(Debug)]
pub enum Step {
    /// Send the call and answer with [`Event::Reply`].
    Call(Call),
    /// Read the keys from storage and answer with [`Event::Loaded`], in the same order.
    Load(Vec<String>),
}

/// What came of a step.
#[derive(Debug)]
pub enum Event {
    /// The service's answer, or why there is none.
    Reply(Result<Json>),
    /// The stored values; `None` where there is none.
    Loaded(Vec<Option<Secret<String>>>),
}

/// A change of the storage: `None` removes the key.
#[derive(Clone, Debug)]
pub struct Write {
    /// The whole key.
    pub key: String,
    /// The new value.
    pub value: Option<Secret<String>>,
}

/// Where a flow stands after one turn.
#[derive(Debug)]
pub enum Progress<F: Flow> {
    /// It waits for the answer to a step.
    Suspended {
        /// The flow, to be resumed with the answer.
        flow: F,
        /// Changes to make before the step.
        writes: Vec<Write>,
        /// The step.
        step: Step,
    },
    /// It is over.
    Finished {
        /// Changes to make.
        writes: Vec<Write>,
        /// What came of it.
        result: Result<F::Output>,
    },
}

impl<F: Flow> Progress<F> {
    fn failed(error: AuthError) -> Self {
        Progress::Finished { writes: Vec::new(), result: Err(error) }
    }
}

/// A state machine between two outcomes that a person can see.
pub trait Flow: Sized {
    /// What it is for.
    type Output;

    /// Takes the answer to the last step; `now` is in milliseconds since the epoch.
    fn resume(self, event: Event, now: f64) -> Progress<Self>;
}

/// An event that answers another step than the one that was asked.
pub(crate) const OUT_OF_STEP: AuthError =
    AuthError::known(const { &Details::internal("The driver answered another step than the one it was given.") });

/// What all flows of one pool know.
pub struct Context {
    /// `ClientId`; empty behind an auth proxy, which knows it.
    pub client_id: String,
    /// What the keys of the storage begin with.
    pub storage: String,
    /// Whether an auth proxy stands between. It names the pool in its challenges, and may keep the tokens: their claims, as
    /// JSON text, then stand where they would stand.
    pub proxied: bool,
    /// The part of the user pool id behind the first underscore: the pool's name in SRP. Empty behind an auth proxy.
    pub pool_name: String,
    /// The secret of the app client, where there is one: on servers only.
    pub client_secret: Option<Secret<String>>,
    /// The host's JSON parser.
    pub parse: fn(&str) -> Option<Json>,
}

impl Context {
    /// `SECRET_HASH` of a user name: base64(HMAC-SHA256(client secret, user name + client id)).
    pub fn secret_hash(&self, username: &str) -> Option<String> {
        let secret = self.client_secret.as_ref()?;
        let mac = hmac(secret.expose().as_bytes(), &[username.as_bytes(), self.client_id.as_bytes()]);
        Some(base64::encode(mac.as_slice()))
    }

    /// The claims of a token.
    pub fn claims(&self, jwt: &str) -> Result<Json> {
        if self.keeps_no(jwt) { object(self.parse, jwt) } else { Context::decode(self.parse, jwt) }
    }

    /// Whether this is no token but the claims of one that the auth proxy keeps.
    pub fn keeps_no(&self, jwt: &str) -> bool {
        self.proxied && jwt.starts_with('{')
    }

    /// The claims of a token where there is no pool.
    pub fn decode(parse: fn(&str) -> Option<Json>, jwt: &str) -> Result<Json> {
        object(parse, &crate::token::payload(jwt)?)
    }
}

fn object(parse: fn(&str) -> Option<Json>, text: &str) -> Result<Json> {
    parse(text).filter(|claims| matches!(claims, Json::Map(_))).ok_or(AuthError::malformed_token(
        "The token's payload is not a JSON object: pass the token as the service gave it.",
    ))
}

impl core::fmt::Debug for Context {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Context")
    }
}
