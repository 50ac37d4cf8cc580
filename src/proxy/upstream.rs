//! A request to the app's own API: passed on with the access token that the page does not have.

use super::http::Forward;
use super::origin::pair;
use super::person::Person;
use super::visit::Visit;

/// Headers that concern this connection or this server, and never go on. The host adds what `Connection` names.
const WITHOUT: [&str; 19] = [
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
    "via",
    "x-real-ip",
    "x-request-id",
];

/// How headers begin by which proxies and identity services in front of an API say who somebody is, or where a request went: an
/// API must hear such things from this server, and never from its client.
const IDENTITY: [&str; 21] = [
    "cf-access-",
    "client-cert",
    "proxy-",
    "remote-",
    "ssl-client-",
    "tailscale-",
    "true-client-ip",
    "x-amzn-oidc-",
    "x-auth-",
    "x-authenticated-",
    "x-client-cert",
    "x-email",
    "x-forwarded-",
    "x-goog-authenticated-",
    "x-goog-iap-",
    "x-ms-client-",
    "x-original-",
    "x-remote-",
    "x-rewrite-",
    "x-ssl-",
    "x-user",
];

/// Whether a header of the request must not go on. Some servers read `_` as `-`.
fn stays(name: &str) -> bool {
    let name = name.replace('_', "-");
    WITHOUT.contains(&name.as_str())
        || name == "x-webauth-user"
        || IDENTITY.iter().any(|beginning| name.starts_with(beginning))
}

/// The target of a path below the pool's, when a prefix is configured for it.
pub(super) fn target<'u>(upstreams: impl Iterator<Item = (&'u String, &'u String)>, path: &str) -> Option<&'u String> {
    let mut found = upstreams.filter(|(prefix, _)| {
        path.strip_prefix(prefix.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    });
    // The most specific: the map is sorted, so it is the last.
    found.by_ref().last().map(|(_, target)| target)
}

impl Visit<'_> {
    /// The way on, for the person who is signed in.
    pub(super) fn forward(&self, path: &str, target: &str, person: &Person) -> Forward {
        let query = &self.request.query;
        let mark = if query.is_empty() { "" } else { "?" };
        let ip = self.client_ip().map(|ip| pair("X-Forwarded-For", &ip));
        let own = [pair("Authorization", &["Bearer ", person.access.expose()].concat()), pair("X-Request-Id", self.id)];
        Forward {
            url: [target, path, mark, query].concat(),
            headers: own.into_iter().chain(ip).collect(),
            without: self.request.headers.iter().map(|(name, _)| name.clone()).filter(|name| stays(name)).collect(),
            back: Vec::new(),
        }
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
}
