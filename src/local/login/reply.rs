//! Answers of managed login: pages, redirects, JSON.

use serde_json::{Value, json};

use crate::local::host::fields::Fields;
use crate::local::host::types::Response;

/// An answer under way.
pub(super) struct Reply {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: String,
}

impl Reply {
    pub(super) fn new(status: u16, content_type: &str, body: String) -> Reply {
        Reply { status, headers: vec![("content-type", content_type.to_owned())], body }
    }

    /// Sends the browser on. 303, so that what was posted is not posted again elsewhere.
    pub(super) fn redirect(to: &str) -> Reply {
        Reply { status: 303, headers: vec![("location", to.to_owned())], body: String::new() }
    }

    /// JSON that pages of any origin may read: it is given for a token or a code, never for a cookie.
    pub(super) fn json(status: u16, body: &Value) -> Reply {
        Reply::new(status, "application/json;charset=UTF-8", body.to_string()).open()
    }

    /// An error of the token endpoint, as RFC 6749 has it.
    pub(super) fn oauth_error(error: &str, description: Option<&str>) -> Reply {
        let mut body = json!({ "error": error });
        if let (Some(body), Some(description)) = (body.as_object_mut(), description) {
            body.insert("error_description".to_owned(), json!(description));
        }
        Reply::json(400, &body)
    }

    /// Lets pages of any origin read the answer.
    pub(super) fn open(self) -> Reply {
        self.header("access-control-allow-origin", "*").header("access-control-expose-headers", "WWW-Authenticate")
    }

    pub(super) fn header(mut self, name: &'static str, value: impl Into<String>) -> Reply {
        self.headers.push((name, value.into()));
        self
    }

    /// A cookie for this host alone, which scripts cannot read.
    pub(super) fn cookie(self, name: &str, value: &str, seconds: u64) -> Reply {
        self.header("set-cookie", format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax"))
    }

    pub(super) fn into_response(self, request_id: &str) -> Response {
        let common = [
            ("cache-control", "no-store"),
            ("referrer-policy", "no-referrer"),
            ("x-content-type-options", "nosniff"),
            ("x-amz-cognito-request-id", request_id),
        ];
        let common = common.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
        let own = self.headers.into_iter().map(|(name, value)| (name.to_owned(), value));
        Response {
            status: self.status,
            headers: common.chain(own).collect(),
            body: self.body,
            delay_ms: 0,
            drop: false,
            unsigned: Vec::new(),
        }
    }
}

/// The way back to an app.
pub(super) struct Return<'a> {
    pub(super) uri: &'a str,
    pub(super) state: Option<&'a str>,
    /// Tokens, and errors in their place, are in the fragment, which no server sees.
    pub(super) in_fragment: bool,
}

impl Return<'_> {
    pub(super) fn with(&self, mut fields: Fields) -> Reply {
        if let Some(state) = self.state {
            fields = fields.with("state", state);
        }
        let mark = match self.in_fragment {
            true => '#',
            false if self.uri.contains('?') => '&',
            false => '?',
        };
        Reply::redirect(&format!("{}{mark}{}", self.uri, fields.encode()))
    }

    pub(super) fn error(&self, error: &str, description: &str) -> Reply {
        self.with(Fields::default().with("error", error).with("error_description", description))
    }
}
