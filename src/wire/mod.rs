//! From a call to HTTP and back. A wire knows the provider's shape and nothing of flows.

pub mod cognito;
pub mod rest;

use crate::error::Result;
use crate::operation::{Call, Json};
use crate::prelude::*;

/// What a host has to send.
#[derive(Debug)]
pub struct Request {
    /// The HTTP method.
    pub method: &'static str,
    /// Where to.
    pub url: String,
    /// Names and values.
    pub headers: Json,
    /// The body, to be written as JSON.
    pub body: Option<Json>,
}

/// What a host has received, with the body already parsed.
#[derive(Debug)]
pub struct Reply<'a> {
    /// The HTTP status.
    pub status: u16,
    /// `x-amzn-ErrorType`, of Cognito alone.
    pub error_type: Option<&'a str>,
    /// `x-amzn-RequestId`, or the auth proxy's `X-Request-Id`.
    pub request_id: Option<&'a str>,
    /// The body; `None` when it is no JSON.
    pub body: Option<Json>,
}

/// Whom a client asks.
pub enum Service {
    /// Amazon Cognito, at its endpoint.
    Cognito(String),
    /// An auth proxy.
    Proxy {
        /// Its address, without a slash at the end.
        base: String,
        /// The host's parser of JSON.
        parse: fn(&str) -> Option<Json>,
        /// The host's printer of JSON.
        print: fn(&Json) -> String,
    },
}

impl Service {
    /// The request of a call.
    pub fn request(&self, call: &Call) -> Request {
        let (base, parse) = match self {
            Service::Cognito(endpoint) => return cognito::request(endpoint, call),
            Service::Proxy { base, parse, .. } => (base, parse),
        };
        let rest::Request { method, path, bearer, held, body } = rest::write_call(call);
        let mut headers = Json::texts([(rest::CSRF_HEADER, "1")]);
        if body.is_some() {
            headers.set("Content-Type", Json::text("application/json"));
        }
        if let Some(token) = bearer {
            headers.set("Authorization", Json::text(["Bearer ", token.expose()].concat()));
        }
        let claims = held.and_then(|claims| parse(claims.expose()));
        if let Some(subject) = claims.as_ref().and_then(|claims| claims.text_at("sub")) {
            headers.set(rest::SUBJECT_HEADER, Json::text(subject));
        }
        Request { method, url: [base, path.as_str()].concat(), headers, body }
    }

    /// The answer in a reply, in Cognito's names, or the error that it tells.
    pub fn read(&self, reply: Reply<'_>) -> Result<Json> {
        match self {
            Service::Cognito(_) => cognito::read(reply),
            Service::Proxy { print, .. } => rest::read(reply, *print),
        }
    }
}

impl core::fmt::Debug for Service {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Service")
    }
}
