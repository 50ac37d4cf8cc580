//! What came in and what goes out, as the host reads and writes it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// White space around a header's value: RFC 9110, section 5.6.3. Any other is a part of the value, whatever Unicode calls it.
const OWS: [char; 2] = [' ', '\t'];

/// A value of a header without white space around it.
pub(super) fn trimmed(value: &str) -> &str {
    value.trim_matches(OWS)
}

/// A request.
#[cfg_attr(test, derive(ts_rs::TS))]
#[derive(Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Request {
    /// The method, in capitals.
    pub method: String,
    /// `https` or `http`, as the request's own address says.
    pub scheme: String,
    /// The host, with a port that is not the scheme's own.
    pub host: String,
    /// The path, byte for byte as it was sent, where the host can tell.
    pub path: String,
    /// What follows the `?`.
    #[serde(default)]
    pub query: String,
    /// Names in small letters.
    pub headers: Vec<(String, String)>,
    /// The address of whoever holds the connection.
    #[serde(default)]
    pub peer: Option<String>,
}

impl std::fmt::Debug for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Headers and bodies hold tokens, cookies and passwords; a path may hold a person's name.
        f.debug_struct("Request").field("method", &self.method).finish_non_exhaustive()
    }
}

impl Request {
    /// A header that may stand once: two of a kind are none, for two readers could take different ones.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(known, _)| known == name);
        match (found.next(), found.next()) {
            (Some((_, value)), None) => Some(trimmed(value)),
            _ => None,
        }
    }

    /// How often a header stands there.
    pub(super) fn count(&self, name: &str) -> usize {
        self.headers.iter().filter(|(known, _)| known == name).count()
    }

    /// The values of a header that may stand several times, as one list.
    pub(super) fn list<'r>(&'r self, name: &'r str, separator: char) -> impl DoubleEndedIterator<Item = &'r str> {
        let found = self.headers.iter().filter(move |(known, _)| known == name);
        let values = found.flat_map(move |(_, value)| value.split(separator));
        values.map(trimmed).filter(|value| !value.is_empty())
    }

    /// The values of the cookies of that name, compared byte for byte.
    pub(super) fn cookies(&self, name: &str) -> Vec<&str> {
        let pairs = self.list("cookie", ';').filter_map(|pair| pair.split_once('='));
        pairs.filter(|(known, _)| *known == name).map(|(_, value)| value).collect()
    }

    /// The cookies whose names begin so.
    pub(super) fn cookies_that_begin<'r>(&'r self, name: &'r str) -> impl Iterator<Item = (&'r str, &'r str)> {
        let pairs = self.list("cookie", ';').filter_map(|pair| pair.split_once('='));
        pairs.filter(move |(known, _)| known.starts_with(name))
    }

    /// The cookie of that name. Two of one name are none: somebody else has set one of them, and nobody can tell which.
    pub(super) fn cookie(&self, name: &str) -> Option<&str> {
        match self.cookies(name).as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }

    pub(super) fn header_bytes(&self) -> usize {
        self.headers.iter().map(|(name, value)| name.len() + value.len() + 4).sum::<usize>() + self.path.len()
    }
}

/// An answer.
#[cfg_attr(test, derive(ts_rs::TS))]
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Response {
    /// The status.
    pub status: u16,
    /// The headers; a name may stand several times.
    pub headers: Vec<(String, String)>,
    /// The body; none for 204.
    pub body: Option<String>,
}

/// A request that goes on to the app's own API.
#[cfg_attr(test, derive(ts_rs::TS))]
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Forward {
    /// Where to.
    pub url: String,
    /// Headers to set, the access token among them.
    pub headers: Vec<(String, String)>,
    /// Headers of the request that must not go on.
    pub without: Vec<String>,
    /// Headers for the answer on its way back.
    pub back: Vec<(String, String)>,
}

/// What comes of a request, with what the log shall say of it.
#[cfg_attr(test, derive(ts_rs::TS))]
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Outcome {
    /// An answer, unless the request goes on.
    pub respond: Option<Response>,
    /// The way on.
    pub forward: Option<Forward>,
    /// A line for the log: no secret, no name of a person, no value that was sent.
    #[cfg_attr(test, ts(type = "Record<string, unknown>"))]
    pub record: Value,
}
