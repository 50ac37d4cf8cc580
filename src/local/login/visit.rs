//! One request to managed login, read once.

use base64ct::{Base64, Base64UrlUnpadded, Encoding};
use sha2::{Digest, Sha256};

use crate::local::host::fields::{Fields, decode};
use crate::local::host::http::{header, is_loopback};
use crate::local::host::types::Request;

/// A request.
pub(super) struct Visit<'r> {
    request: &'r Request,
    pub(super) path: &'r str,
    pub(super) query: Fields,
    pub(super) form: Fields,
}

impl<'r> Visit<'r> {
    pub(super) fn read(request: &'r Request) -> Visit<'r> {
        let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
        let visit = Visit { request, path, query: Fields::parse(query), form: Fields::default() };
        if visit.is_form() { Visit { form: Fields::parse(&request.body), ..visit } } else { visit }
    }

    pub(super) fn is_form(&self) -> bool {
        let kind = self.header("content-type").unwrap_or_default();
        kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded"))
    }

    pub(super) fn is(&self, method: &str) -> bool {
        self.request.method.eq_ignore_ascii_case(method)
    }

    pub(super) fn header(&self, name: &str) -> Option<&'r str> {
        header(self.request, name)
    }

    pub(super) fn cookie(&self, name: &str) -> Option<&'r str> {
        let pairs = self.header("cookie").unwrap_or_default().split(';');
        pairs.filter_map(|pair| pair.trim().split_once('=')).find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// The name that the request was sent to, with its port.
    pub(super) fn host(&self) -> &'r str {
        self.header("host").unwrap_or("localhost")
    }

    /// The same without a port.
    pub(super) fn host_name(&self) -> &'r str {
        let host = self.host();
        host.rsplit_once(':')
            .filter(|(_, port)| port.bytes().all(|c| c.is_ascii_digit()))
            .map_or(host, |(name, _)| name)
    }

    /// The address that serves this request: behind a proxy that ends TLS, the proxy's.
    pub(super) fn address(&self) -> String {
        let secure = self.header("x-forwarded-proto") == Some("https");
        format!("{}://{}", if secure { "https" } else { "http" }, self.host())
    }

    /// Whether a page of this machine, or one of ours, sends this form.
    pub(super) fn comes_from_here(&self) -> bool {
        match self.header("origin") {
            Some(origin) => origin == "null" || is_loopback(origin) || origin == self.address(),
            None => self.header("sec-fetch-site") != Some("cross-site"),
        }
    }

    /// User and password of HTTP Basic. RFC 6749 has both form-encoded inside, which many clients leave out: the password is given as
    /// decoded and as it stands.
    pub(super) fn basic(&self) -> Option<(String, [String; 2])> {
        let (scheme, sent) = self.header("authorization")?.split_once(' ')?;
        if !scheme.eq_ignore_ascii_case("basic") {
            return None;
        }
        let text = String::from_utf8(Base64::decode_vec(sent.trim()).ok()?).ok()?;
        let (user, password) = text.split_once(':')?;
        Some((decode(user), [decode(password), password.to_owned()]))
    }

    pub(super) fn bearer(&self) -> Option<&'r str> {
        let (scheme, token) = self.header("authorization")?.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
    }
}

/// What is kept of a secret that somebody else holds.
pub(super) fn hash(secret: &str) -> String {
    Base64UrlUnpadded::encode_string(&Sha256::digest(secret.as_bytes()))
}
