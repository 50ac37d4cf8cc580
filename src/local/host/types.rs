//! What goes in and out of the local Cognito.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One HTTP request, as the host received it.
#[cfg_attr(test, derive(ts_rs::TS))]
#[derive(Clone, Deserialize)]
pub struct Request {
    /// `GET`, `POST` or `OPTIONS`.
    pub method: String,
    /// The path with its query.
    pub path: String,
    /// Header names in lower case, and their values.
    pub headers: Vec<(String, String)>,
    /// The body as text.
    pub body: String,
}

/// One HTTP response for the host to send.
#[cfg_attr(test, derive(ts_rs::TS))]
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Header names and values.
    pub headers: Vec<(String, String)>,
    /// The body as text.
    pub body: String,
    /// How long the host waits before it sends: the latency fault.
    pub delay_ms: u32,
    /// Whether the host breaks the connection instead of answering: the connection fault.
    pub drop: bool,
    /// What the host signs before it sends; empty where the engine signs by itself.
    pub unsigned: Vec<Unsigned>,
}

/// A token in the body of a response that wants its signature.
#[cfg_attr(test, derive(ts_rs::TS))]
#[derive(Clone, Serialize)]
#[non_exhaustive]
pub struct Unsigned {
    /// Header and claims, as they are signed by RS256.
    pub text: String,
    /// What stands in the body in place of the signature in base64url.
    pub mark: String,
}

/// What a request leads to.
#[cfg_attr(test, derive(ts_rs::TS))]
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// The answer.
    Respond(Response),
    /// A trigger of the pool must run first; its answer goes to [`LocalCognito::resume`](crate::local::LocalCognito::resume).
    Invoke(Invocation),
    /// Another server must be asked first: an identity provider. What it answers, as `{ status, body }`, goes to
    /// [`LocalCognito::resume`](crate::local::LocalCognito::resume).
    Fetch(OutgoingRequest),
}

/// An HTTP request for the host to send, without following redirects.
#[cfg_attr(test, derive(ts_rs::TS))]
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OutgoingRequest {
    /// Names the suspended request.
    #[serde(serialize_with = "as_text")]
    #[cfg_attr(test, ts(type = "string"))]
    pub id: u64,
    /// `GET` or `POST`.
    pub method: &'static str,
    /// Absolute.
    pub url: String,
    /// Header names and values.
    pub headers: Vec<(String, String)>,
    /// Empty for `GET`.
    pub body: String,
}

/// A Lambda trigger for the host to run.
#[cfg_attr(test, derive(ts_rs::TS))]
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Invocation {
    /// Names the suspended request. A text for the host: its numbers have 53 bits.
    #[serde(serialize_with = "as_text")]
    #[cfg_attr(test, ts(type = "string"))]
    pub id: u64,
    /// The pool whose trigger it is.
    pub pool_id: String,
    /// Its name in LambdaConfig with a small first letter, like `preSignUp`.
    #[cfg_attr(test, ts(type = "TriggerName"))]
    pub trigger: &'static str,
    /// The event, in AWS's shape.
    #[cfg_attr(test, ts(type = "TriggerEvent"))]
    pub event: Value,
}

/// A pool and its app clients.
#[cfg_attr(test, derive(ts_rs::TS))]
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PoolInfo {
    /// The pool's id.
    pub user_pool_id: String,
    /// The pool's name.
    pub name: String,
    /// Its app clients, in configuration order.
    pub client_ids: Vec<String>,
    /// The host names of its domains, where managed login is served.
    pub domains: Vec<String>,
}

fn as_text<S: serde::Serializer>(id: &u64, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(id)
}

// Bodies and events hold passwords, codes and tokens: they never show.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request").field("method", &self.method).finish_non_exhaustive()
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response").field("status", &self.status).finish_non_exhaustive()
    }
}

impl fmt::Debug for OutgoingRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OutgoingRequest").field("id", &self.id).field("method", &self.method).finish_non_exhaustive()
    }
}

impl fmt::Debug for Invocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Invocation").field("id", &self.id).field("trigger", &self.trigger).finish_non_exhaustive()
    }
}
