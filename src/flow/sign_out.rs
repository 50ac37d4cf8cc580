//! Signing out: the service is told, and whatever it says, the storage is cleared.

use super::{Context, Event, Flow, Keys, OUT_OF_STEP, Progress, SessionTokens, Step};
use crate::operation::{Call, Operation};
use crate::prelude::*;
use crate::secret::Secret;
use alloc::rc::Rc;

/// The state machine of a sign-out; it finishes with whether the service confirmed the revocation.
pub struct SignOut {
    context: Rc<Context>,
    keys: Keys,
    global: bool,
    last_user: Option<Secret<String>>,
    awaiting: Await,
}

#[derive(Clone, Copy)]
enum Await {
    Session,
    Revoked,
}

impl core::fmt::Debug for SignOut {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("SignOut")
    }
}

impl SignOut {
    /// Starts the sign-out of that user; `global` ends every session of the person.
    pub fn start(context: Rc<Context>, username: &str, global: bool) -> Progress<SignOut> {
        let keys = Keys::new(&context.storage, username);
        let mut load = keys.session();
        load.push(keys.last_user());
        let flow = SignOut { context, keys, global, last_user: None, awaiting: Await::Session };
        Progress::Suspended { flow, writes: Vec::new(), step: Step::Load(load) }
    }

    fn call(&self, tokens: &SessionTokens) -> Option<Call> {
        if self.global {
            return Some(Call::new(Operation::GlobalSignOut).secret("AccessToken", &tokens.access));
        }
        // An auth proxy ends the session itself, whatever can be revoked behind it.
        let proxied = self.context.proxied;
        if !proxied && !tokens.is_revocable(&self.context) {
            return None;
        }
        Some(
            Call::new(Operation::RevokeToken)
                .secret("Token", tokens.refresh.as_ref()?)
                .text("ClientId", &self.context.client_id)
                .maybe_secret("ClientSecret", self.context.client_secret.as_ref())
                // So that it can deny the access token, too.
                .maybe_secret("AccessToken", Some(&tokens.access).filter(|_| proxied)),
        )
    }

    fn finish(self, revoked: bool) -> Progress<SignOut> {
        let is_last_user = self.last_user.is_some_and(|user| self.keys.is(user.expose()));
        Progress::Finished { writes: self.keys.clear(is_last_user), result: Ok(revoked) }
    }
}

impl Flow for SignOut {
    type Output = bool;

    fn resume(mut self, event: Event, _now: f64) -> Progress<SignOut> {
        match (self.awaiting, event) {
            (Await::Session, Event::Loaded(mut stored)) => {
                self.last_user = stored.pop().flatten();
                match SessionTokens::from_loaded(stored).and_then(|tokens| self.call(&tokens)) {
                    Some(call) => {
                        self.awaiting = Await::Revoked;
                        Progress::Suspended { flow: self, writes: Vec::new(), step: Step::Call(call) }
                    }
                    None => self.finish(false),
                }
            }
            (Await::Revoked, Event::Reply(reply)) => self.finish(reply.is_ok()),
            _ => Progress::failed(OUT_OF_STEP),
        }
    }
}
