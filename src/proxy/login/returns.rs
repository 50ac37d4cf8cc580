//! Where people come back to in the app: an address of an origin that is configured, read so that nobody takes a part of it for a host.

use super::super::target::{is_plain, is_query};

/// No address of an app is longer: a cookie keeps it.
const LONGEST: usize = 1024;

/// Scheme, host and port of an address.
pub(super) fn origin_of(address: &str) -> &str {
    let start = address.find("://").map_or(0, |at| at + 3);
    let end = address.get(start..).and_then(|rest| rest.find(['/', '?'])).map_or(address.len(), |at| at + start);
    address.get(..end).unwrap_or_default()
}

/// The whole address to return to; none where it is not allowed. `own` is the proxy's origin, which a path belongs to.
///
/// An address is compared byte for byte with the origins, and not read as a browser would: what a browser reads differently is refused.
pub(super) fn returned<'o>(given: &str, own: &'o str, mut allowed: impl Iterator<Item = &'o str>) -> Option<String> {
    if given.len() > LONGEST {
        return None;
    }
    let (origin, rest) = if given.starts_with('/') {
        (own, given)
    } else {
        let known = allowed.find(|origin| {
            given.strip_prefix(origin).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
        })?;
        (known, given.get(known.len()..)?)
    };
    let (path, query) = rest.split_once('?').map_or((rest, None), |(path, query)| (path, Some(query)));
    let fits = |query: &str| is_query(query) && !query.contains(['\\', '"', '<', '>']);
    if !(path.is_empty() || path == "/" || is_plain(path)) || !query.is_none_or(fits) {
        return None;
    }
    let path = if path.is_empty() { "/" } else { path };
    Some(match query {
        Some(query) => [origin, path, "?", query].concat(),
        None => [origin, path].concat(),
    })
}

/// An address with more in its query, in place of what somebody wrote there under the same names.
pub(super) fn with_query(address: &str, pairs: &[(&str, &str)]) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let is_ours =
        |pair: &&str| ["login", "login_code", "login_state"].contains(&pair.split('=').next().unwrap_or_default());
    let kept: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !is_ours(pair)).collect();
    let mut whole = path.to_owned();
    if !kept.is_empty() {
        whole.push('?');
        whole.push_str(&kept.join("&"));
    }
    for (name, value) in pairs {
        whole.push(if whole.contains('?') { '&' } else { '?' });
        whole.push_str(name);
        whole.push('=');
        whole.push_str(&super::form::encode(value));
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "https://auth.example.com";
    const ALLOWED: [&str; 2] = ["https://app.example.com", "http://localhost:3000"];

    fn to(given: &str) -> Option<String> {
        returned(given, OWN, ALLOWED.into_iter())
    }

    #[test]
    fn people_come_back_to_origins_that_are_configured() {
        for (given, whole) in [
            ("/", "https://auth.example.com/"),
            ("/orders?page=2&a=%2F", "https://auth.example.com/orders?page=2&a=%2F"),
            ("/?x=https://evil.example", "https://auth.example.com/?x=https://evil.example"),
            ("https://app.example.com", "https://app.example.com/"),
            ("https://app.example.com/a/b/", "https://app.example.com/a/b/"),
            ("https://app.example.com?x=1", "https://app.example.com/?x=1"),
            ("http://localhost:3000/%C3%A4", "http://localhost:3000/%C3%A4"),
        ] {
            assert_eq!(to(given).as_deref(), Some(whole), "{given}");
        }
    }

    #[test]
    fn nobody_is_led_to_another_origin_however_it_is_spelled() {
        let hostile = [
            "",
            "evil.example",
            "//evil.example",
            "///evil.example",
            "////evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "\\/evil.example",
            "/\\/evil.example",
            "/%2f%2fevil.example",
            "/%2F/evil.example",
            "/%5cevil.example",
            "/%5C%5Cevil.example",
            "/.//evil.example",
            "/..//evil.example",
            "/%2e%2e//evil.example",
            "/;/../evil.example",
            "/a//evil.example",
            "/@evil.example",
            "/\tevil.example",
            "/\t/evil.example",
            "\t//evil.example",
            "/\n/evil.example",
            "/\r\nLocation: https://evil.example",
            "/%0d%0aLocation:%20https://evil.example",
            "/%09/evil.example",
            "/\u{0}/evil.example",
            " https://app.example.com/",
            "https://app.example.com /",
            "https://evil.example",
            "https:evil.example",
            "https:/evil.example",
            "https:\\\\evil.example",
            "https:///evil.example",
            "HTTPS://app.example.com/",
            "https://APP.example.com/",
            "http://app.example.com/",
            "https://app.example.com.evil.example/",
            "https://app.example.com@evil.example/",
            "https://app.example.com:443@evil.example/",
            "https://app.example.com:8443/",
            "https://app.example.com:443/",
            "https://app.example.com\\@evil.example/",
            "https://app.example.com\\.evil.example/",
            "https://app.example.com#@evil.example/",
            "https://app.example.com%2eevil.example/",
            "https://app.example.com%00.evil.example/",
            "https://app.example.com;evil.example/",
            "https://app.example.com\t.evil.example/",
            "https://evil.example/https://app.example.com/",
            "https://evil.example?https://app.example.com/",
            "https://user:password@app.example.com/",
            "https://app.example.com//evil.example",
            "https://app.example.com/#/orders",
            "https://аpp.example.com/",
            "https://app。example.com/",
            "javascript:alert(1)",
            "javascript://app.example.com/%0aalert(1)",
            "java\tscript:alert(1)",
            "data:text/html,hello",
            "vbscript:x",
            "file:///etc/passwd",
            "blob:https://app.example.com/1",
            "ftp://app.example.com/",
            "ws://app.example.com/",
            "view-source:https://app.example.com/",
            "com.example.app:/callback",
            "/?x=<script>",
            "/?x=\\evil.example",
            "/?x#y",
            "?x=1",
            "#/",
            ".",
            "./x",
            "x/y",
        ];
        assert!(hostile.len() >= 40);
        for given in hostile {
            assert_eq!(to(given), None, "{given:?}");
        }
        assert_eq!(to(&["/", &"a".repeat(LONGEST)].concat()), None);
    }

    #[test]
    fn nobody_writes_the_answer_of_a_login_into_the_address_to_return_to() {
        let done = [("login", "refused"), ("login_code", "x y")];
        for (address, whole) in [
            ("https://a.example/", "https://a.example/?login=refused&login_code=x%20y"),
            ("https://a.example/?b=1&c", "https://a.example/?b=1&c&login=refused&login_code=x%20y"),
            (
                "https://a.example/?login=done&login_code=z&login_state&b=2",
                "https://a.example/?b=2&login=refused&login_code=x%20y",
            ),
            ("https://a.example/?logins=1&", "https://a.example/?logins=1&login=refused&login_code=x%20y"),
        ] {
            assert_eq!(with_query(address, &done), whole);
        }
    }

    #[test]
    fn an_origin_ends_where_the_path_or_the_query_begins() {
        for (address, origin) in [
            ("https://a.example", "https://a.example"),
            ("http://[::1]:3000/x?y", "http://[::1]:3000"),
            ("https://a?b", "https://a"),
        ] {
            assert_eq!(origin_of(address), origin);
        }
        assert_eq!(with_query("https://a/b?c=1", &[("d", "e f&")]), "https://a/b?c=1&d=e%20f%26");
        assert_eq!(with_query("https://a/", &[("d", "1"), ("e", "2")]), "https://a/?d=1&e=2");
    }
}
