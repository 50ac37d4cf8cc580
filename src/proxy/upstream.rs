//! A request to the app's own API: passed on with the access token that the page does not have.

use super::failure::{Checked, invalid};
use super::http::Forward;
use super::origin::pair;
use super::person::Person;
use super::serve::Visit;

/// Headers that concern this connection or this server, and never go on. The host adds what `Connection` names.
const WITHOUT: [&str; 23] = [
    "authorization",
    "connection",
    "content-length",
    "cookie",
    "expect",
    "forwarded",
    "host",
    "keep-alive",
    "origin",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "x-auth-csrf",
    "x-auth-subject",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-real-ip",
    "x-request-id",
];

/// The target of a path below the pool's, when a prefix is configured for it.
pub(super) fn target<'u>(upstreams: impl Iterator<Item = (&'u String, &'u String)>, path: &str) -> Option<&'u String> {
    let mut found = upstreams.filter(|(prefix, _)| {
        path.strip_prefix(prefix.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    });
    // The most specific: the map is sorted, so it is the last.
    found.by_ref().last().map(|(_, target)| target)
}

/// Whether every reader takes the path for the same one: no empty, `.` or `..` segment, and no sign in disguise.
fn is_plain(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    let disguised = ["%2f", "%5c", "%2e", "%00", "%25", "\\"].iter().any(|sign| lower.contains(sign));
    let odd = path.bytes().any(|byte| byte <= b' ' || byte >= 0x7f || b"#?@".contains(&byte));
    let Some(path) = path.strip_prefix('/') else { return false };
    // A slash at the end is no empty segment.
    let mut segments = path.strip_suffix('/').unwrap_or(path).split('/');
    let stray = segments.any(|segment| ["", ".", ".."].contains(&segment));
    !disguised && !odd && !stray
}

impl Visit<'_> {
    /// The way on, for the person who is signed in.
    pub(super) fn forward(&self, path: &str, target: &str, person: &Person) -> Checked<Forward> {
        if !is_plain(path) {
            return Err(invalid("The path must be plain: no empty segment, no `..`, and no encoded slash or dot."));
        }
        let query = &self.request.query;
        let mark = if query.is_empty() { "" } else { "?" };
        let ip = self.client_ip().map(|ip| pair("X-Forwarded-For", &ip));
        let own = [pair("Authorization", &["Bearer ", person.access.expose()].concat()), pair("X-Request-Id", self.id)];
        Ok(Forward {
            url: [target, path, mark, query].concat(),
            headers: own.into_iter().chain(ip).collect(),
            without: WITHOUT.map(str::to_owned).to_vec(),
            back: Vec::new(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn a_prefix_ends_at_a_slash_and_the_longest_wins() {
        let upstreams: BTreeMap<String, String> =
            [("/api", "one"), ("/api/v2", "two")].map(|(a, b)| (a.to_owned(), b.to_owned())).into();
        let found = |path| target(upstreams.iter(), path).map(String::as_str);
        assert_eq!(found("/api"), Some("one"));
        assert_eq!(found("/api/x"), Some("one"));
        assert_eq!(found("/api/v2/x"), Some("two"));
        assert_eq!((found("/apix"), found("/"), found("/x/api")), (None, None, None));
    }

    #[test]
    fn a_path_in_disguise_is_refused() {
        for good in ["/api", "/api/", "/api/a.b/c-d~e", "/api/%C3%A4", "/api/..a/a..b"] {
            assert!(is_plain(good), "{good}");
        }
        for bad in [
            "//evil",
            "/api//x",
            "/api/../x",
            "/api/..",
            "/api/./x",
            "/api/%2e%2e/x",
            "/api/%2F",
            "/api/%252f",
            "/api\\x",
            "/api/%5cx",
            "/api/a b",
            "/api/\r\nx",
            "/api/@x",
            "api",
            "/api/%00",
            "/api/ä",
        ] {
            assert!(!is_plain(bad), "{bad}");
        }
    }
}
