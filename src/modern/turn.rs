//! What a task and its driver say to each other.

use crate::error::{AuthError, Details, Result, code};
use crate::flow::Write;
use crate::operation::Json;
use crate::prelude::*;
use crate::secret::Secret;
use crate::wire::{Reply, Request, Service};

/// What a driver has to do next; before it does, it applies the writes that come along.
#[derive(Debug)]
pub enum Turn {
    /// Read the keys from storage, and answer with [`Event::Loaded`].
    Load(Vec<String>),
    /// Send the request, and answer with [`Event::Replied`].
    Send(Request),
    /// Wait for so many milliseconds, and answer with [`Event::Done`].
    Wait(f64),
    /// Run the refresh of this key, or wait for the one that runs; answer with [`Event::Done`].
    Refresh(String),
    /// The caller gets this value; `Null` for nothing.
    Value(Json),
    /// The caller gets this step, with `respond`.
    Step(Json),
    /// The caller gets the step of somebody who is signed in.
    SignedIn,
    /// The caller gets the session.
    Session,
    /// The caller gets the user.
    User,
    /// The caller gets this error, and the one below it.
    Failed(AuthError, Option<AuthError>),
    /// The caller gets the error for which the driver stopped.
    Stopped,
}

/// What came of a turn.
#[derive(Debug)]
pub enum Event {
    /// It is done; also the first event of each task.
    Done,
    /// The stored values, in the order of the keys.
    Loaded(Vec<Option<Secret<String>>>),
    /// The answer, or why there is none.
    Replied(Result<Json>),
    /// The driver could not do it, or must not go on: the time is over, the caller gave up, the storage failed.
    Stopped,
}

const NO_ANSWER: AuthError = AuthError::known(
    const {
        &Details::unanswered(
            code::NETWORK_ERROR,
            "No answer arrived: check the connection, the endpoint, and the page's Content-Security-Policy (connect-src).",
        )
    },
);
const BAD_REPLY: AuthError =
    AuthError::known(const { &Details::internal("`fetch` answered with something that is no Response.") });

impl Event {
    /// Reads what a driver says: nothing when it is done; a list of what it loaded; the reply as `{ status, errorType,
    /// requestId, body }`; or why there is none of all that: `offline`, `garbage` or `stopped`.
    pub fn of(told: Json, service: &Service) -> Event {
        match told {
            Json::List(values) => Event::Loaded(
                values.into_iter().map(|value| if let Json::Text(text) = value { Some(text) } else { None }).collect(),
            ),
            Json::Text(why) => match why.expose().as_str() {
                "offline" => Event::Replied(Err(NO_ANSWER)),
                "garbage" => Event::Replied(Err(BAD_REPLY)),
                _ => Event::Stopped,
            },
            Json::Map(_) => Event::Replied(service.read(Reply {
                status: told.number_at("status").unwrap_or_default() as u16,
                error_type: told.text_at("errorType"),
                request_id: told.text_at("requestId"),
                body: told.get("body").cloned(),
            })),
            _ => Event::Done,
        }
    }
}

impl Turn {
    /// As drivers read it: `[verb, writes, what]`; writes are `[key, value]`, without a value to remove the key.
    pub fn tell(self, writes: Vec<Write>) -> Json {
        let (verb, what) = match self {
            Turn::Load(keys) => ("load", Json::List(keys.into_iter().map(Json::text).collect())),
            Turn::Send(request) => {
                let mut told = Json::texts([("method", request.method), ("url", &request.url)]);
                told.set("headers", request.headers);
                ("send", told.maybe("body", request.body))
            }
            Turn::Wait(ms) => ("wait", Json::Number(ms)),
            Turn::Refresh(key) => ("refresh", Json::text(key)),
            Turn::Value(value) => ("value", value),
            Turn::Step(step) => ("step", step),
            Turn::SignedIn => ("signedIn", Json::Null),
            Turn::Session => ("session", Json::Null),
            Turn::User => ("user", Json::Null),
            Turn::Failed(error, below) => {
                let below = below.map(|below| tell_error(&below));
                ("failed", tell_error(&error).maybe("cause", below))
            }
            Turn::Stopped => ("stopped", Json::Null),
        };
        Json::List(vec![Json::text(verb), tell_writes(writes), what])
    }
}

/// Changes of the storage, as drivers read them.
pub fn tell_writes(writes: Vec<Write>) -> Json {
    let mut told = Vec::new();
    for Write { key, value } in writes {
        told.push(Json::List(vec![Json::text(key), value.map(Json::Text).unwrap_or_default()]));
    }
    Json::List(told)
}

/// An error, as drivers read it.
pub fn tell_error(error: &AuthError) -> Json {
    let mut told =
        Json::texts([("code", error.code.as_ref()), ("message", error.message.as_ref()), ("kind", error.kind.name())]);
    told.set("retryable", Json::Bool(error.retryable));
    told.maybe("status", error.status.map(|status| Json::Number(status.into())))
        .maybe("requestId", error.request_id.as_deref().map(Json::text))
}
