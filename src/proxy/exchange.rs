//! One request's way through the proxy, as a conversation: it asks for a step, the host answers with an event.
//!
//! The way itself is written as `async` code that awaits nothing but these answers, so there is no executor, no clock and
//! no I/O in it; a driver resumes it by hand.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::http::Outcome;

/// What the host shall do.
///
/// Exhaustive on purpose, as [`Event`] and [`Turn`] are: a host that does not know a step cannot do it, and should not compile.
#[cfg_attr(test, derive(ts_rs::TS))]
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "step", rename_all = "camelCase")]
pub enum Step {
    /// POST this to the user pool: answered by [`Event::Replied`] or [`Event::Unanswered`].
    Send {
        /// The endpoint.
        url: String,
        /// `X-Amz-Target`; the other headers are always the same.
        target: String,
        /// The body.
        body: String,
    },
    /// POST this form to a token endpoint, once: answered by [`Event::Replied`] or [`Event::Unanswered`].
    Redeem {
        /// The endpoint.
        url: String,
        /// The header `Authorization`, for an app client with a secret.
        authorization: Option<String>,
        /// The body.
        body: String,
    },
    /// Draw random bytes: answered by [`Event::Text`], base64url.
    Draw {
        /// How many.
        bytes: u32,
    },
    /// Encrypt with AES-256-GCM under a fresh nonce: answered by [`Event::Text`], base64url of nonce, ciphertext and tag.
    Seal {
        /// The id of the key.
        key: String,
        /// What to seal, base64url.
        plain: String,
        /// What is bound to it.
        bound: String,
    },
    /// Decrypt: answered by [`Event::Text`], base64url, without a text when the tag is wrong.
    Open {
        /// The id of the key.
        key: String,
        /// As [`Step::Seal`] was answered.
        sealed: String,
        /// What is bound to it.
        bound: String,
    },
    /// Read a session from the store, and keep it for another while: answered by [`Event::Found`], or by [`Event::Flag`] when the
    /// store cannot be asked.
    Load {
        /// The ticket.
        ticket: String,
        /// What is bound to it.
        bound: String,
        /// How long a session is kept that nobody asks for, in seconds.
        seconds: f64,
    },
    /// Write a session into the store: answered by [`Event::Kept`], or by [`Event::Flag`] when the store cannot be asked.
    Keep {
        /// The ticket of a session that is there, and the version of it that this one takes the place of; none for a new session.
        before: Option<(String, String)>,
        /// What to seal, base64url.
        plain: String,
        /// What is bound to it.
        bound: String,
        /// How long a session is kept that nobody asks for, in seconds.
        seconds: f64,
    },
    /// Remove a session from the store: answered by [`Event::Flag`].
    Drop {
        /// The ticket.
        ticket: String,
        /// Only this version of it.
        version: Option<String>,
    },
    /// Read what lies in the store and remove it, so that nobody else reads it: answered by [`Event::Found`], or by [`Event::Flag`] when
    /// the store cannot be asked.
    Take {
        /// The ticket.
        ticket: String,
        /// What is bound to it.
        bound: String,
    },
    /// Mark what may happen once: answered by [`Event::Flag`], whether nobody has marked it before.
    Once {
        /// A digest.
        mark: String,
        /// How long the mark is kept, in seconds.
        seconds: f64,
    },
    /// Check an RS256 signature: answered by [`Event::Flag`], without a value when the pool's keys cannot be had.
    Verify {
        /// Where the pool's keys are.
        jwks: String,
        /// The id of the key.
        key: String,
        /// The token.
        token: String,
    },
    /// Take a slot for the request, and its body: answered by [`Event::Began`] or [`Event::Busy`].
    Begin {
        /// Whether the request may have a body that is read here.
        body: bool,
        /// Who counts as one client.
        network: Option<String>,
    },
    /// Ask the deny list: answered by [`Event::Flag`], without a value when the list cannot be asked.
    Denied {
        /// Digests and ids, none of them a secret.
        keys: Vec<String>,
        /// What may be denied up to a time, with the time of this token.
        #[cfg_attr(test, ts(type = "Record<string, number>"))]
        issued: BTreeMap<String, f64>,
        /// The tokens of one sign-in, which such a denial may except.
        family: Option<String>,
    },
    /// Add to the deny list: answered by [`Event::Flag`].
    Deny {
        /// What to deny.
        keys: Vec<String>,
        /// Until when, in seconds since 1970.
        until: f64,
    },
    /// Deny what began up to this second, and wait until the second is over, so that whatever begins afterwards is good: answered
    /// by [`Event::Flag`].
    DenyBefore {
        /// Names, as in [`Step::Denied`].
        names: Vec<String>,
        /// The tokens of one sign-in that stay good.
        except: Option<String>,
        /// For how long, in seconds.
        seconds: f64,
    },
    /// Count an attempt: answered by [`Event::Wait`].
    Limit {
        /// Who counts as one client.
        network: Option<String>,
        /// A digest of the user name.
        username: Option<String>,
    },
    /// Tell the limiter that the attempt succeeded: answered by [`Event::Flag`].
    Succeeded {
        /// As in [`Step::Limit`].
        network: Option<String>,
        /// As in [`Step::Limit`].
        username: String,
    },
    /// Run an administrator's command: answered by [`Event::Replied`] or [`Event::Unanswered`].
    Admin {
        /// The name of the operation.
        command: String,
        /// The input.
        #[cfg_attr(test, ts(type = "Record<string, unknown>"))]
        input: Value,
        /// The AWS region.
        region: String,
        /// The endpoint, where it is not AWS's own.
        endpoint: Option<String>,
    },
    /// Whether everything that is needed can be reached: answered by [`Event::Flag`].
    Ready,
}

/// What came of a step.
#[cfg_attr(test, derive(ts_rs::TS))]
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(tag = "event", rename_all = "camelCase")]
pub enum Event {
    /// The service answered.
    #[serde(rename_all = "camelCase")]
    Replied {
        /// The HTTP status.
        status: u16,
        /// `x-amzn-ErrorType`
        error_type: Option<String>,
        /// The body.
        body: String,
    },
    /// It did not.
    Unanswered {
        /// Because it took too long.
        timeout: bool,
    },
    /// The request has a slot.
    Began {
        /// Its body; no more of it than one byte above the limit.
        body: Option<String>,
    },
    /// It has none.
    Busy {
        /// Because its body did not come in time.
        slow: bool,
    },
    /// A text, or none.
    Text {
        /// The text.
        text: Option<String>,
    },
    /// What the store has for a ticket.
    Found {
        /// What was sealed, base64url; none where there is no session, or the ticket is another's.
        plain: Option<String>,
        /// Which version of the session this is.
        version: String,
        /// When it was written, in milliseconds since 1970.
        written: f64,
    },
    /// A session was written.
    Kept {
        /// Its ticket; none when the session was ended or changed by somebody else meanwhile, and nothing was written.
        ticket: Option<String>,
    },
    /// Yes or no, or nobody knows.
    Flag {
        /// The flag.
        value: Option<bool>,
    },
    /// How long to wait before the next attempt.
    Wait {
        /// In seconds; none when this attempt may go on.
        seconds: Option<f64>,
        /// Whether the limiter could be asked at all.
        known: bool,
    },
}

/// What an exchange wants next.
#[cfg_attr(test, derive(ts_rs::TS))]
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Turn {
    /// Do this, and resume with what came of it.
    Ask(Step),
    /// Answer with this: it is over.
    Done(Box<Outcome>),
}

type Way = Pin<Box<dyn Future<Output = Outcome>>>;

/// A request that is being answered.
pub struct Exchange {
    way: Way,
    desk: Rc<Desk>,
}

/// Where steps and events are laid down.
#[derive(Default)]
struct Desk {
    step: Cell<Option<Step>>,
    event: Cell<Option<Event>>,
}

/// The way's view of the host.
#[derive(Clone)]
pub(super) struct Host(Rc<Desk>);

impl Host {
    /// Asks, and waits for the answer.
    pub(super) async fn ask(&self, step: Step) -> Event {
        self.0.step.set(Some(step));
        poll_fn(|_| self.0.event.take().map_or(Poll::Pending, Poll::Ready)).await
    }

    /// Asks what is answered by a flag; any other answer is none.
    pub(super) async fn flag(&self, step: Step) -> Option<bool> {
        match self.ask(step).await {
            Event::Flag { value } => value,
            _ => None,
        }
    }

    /// Asks what is answered by a text.
    pub(super) async fn text(&self, step: Step) -> Option<String> {
        match self.ask(step).await {
            Event::Text { text } => text,
            _ => None,
        }
    }
}

impl Exchange {
    pub(super) fn new(way: impl FnOnce(Host) -> Way) -> Exchange {
        let desk = Rc::new(Desk::default());
        Exchange { way: way(Host(Rc::clone(&desk))), desk }
    }

    /// Goes on until the next step, or the end. The first time takes no event.
    ///
    /// After [`Turn::Done`] it must not be called again: it would ask for nothing that anybody could answer.
    pub fn resume(&mut self, event: Option<Event>) -> Turn {
        self.desk.event.set(event);
        match self.way.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(outcome) => {
                // A finished future must not be polled again; this one never ends.
                self.way = Box::pin(std::future::pending());
                Turn::Done(Box::new(outcome))
            }
            Poll::Pending => Turn::Ask(self.desk.step.take().unwrap_or(Step::Ready)),
        }
    }
}

impl std::fmt::Debug for Exchange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Exchange")
    }
}
