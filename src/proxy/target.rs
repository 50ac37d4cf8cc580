//! The raw target of a request: what two readers could take for different paths is refused before anybody reads it.
//!
//! Sources: RFC 3986, sections 2.1 and 5.2.4; RFC 9110, section 4.2.

use crate::wire::rest as wire;

/// Whether a path is one for every reader. It begins with a slash and has visible ASCII alone, without `\` and `#`; what is
/// percent-encoded is UTF-8 without control characters; and no segment is `.` or `..`, neither raw, nor encoded, nor with
/// parameters behind a `;`.
pub(super) fn is_unambiguous(path: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_graphic() && byte != b'\\' && byte != b'#';
    path.starts_with('/') && path.bytes().all(fits) && path.split('/').all(is_segment)
}

fn is_segment(segment: &str) -> bool {
    let Some(decoded) = wire::decode(segment) else { return false };
    let name = decoded.split(';').next().unwrap_or_default();
    !decoded.chars().any(char::is_control) && name != "." && name != ".."
}

/// Whether a query has visible ASCII alone.
pub(super) fn is_query(query: &str) -> bool {
    query.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#')
}

/// Whether a path can go on to another server, whose reading of it nobody knows: what is more than one reading is refused, too.
///
/// No empty segment, no segment that begins with dots in front of a `;`, and no sign that is encoded without need.
pub(super) fn is_plain(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    let disguised = ["%2f", "%5c", "%2e", "%00", "%25", "%3b"].iter().any(|sign| lower.contains(sign));
    let odd = path.bytes().any(|byte| b"?@".contains(&byte));
    let Some(below) = path.strip_prefix('/') else { return false };
    // A slash at the end is no empty segment.
    let empty = below.strip_suffix('/').unwrap_or(below).split('/').any(str::is_empty);
    is_unambiguous(path) && !disguised && !odd && !empty
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_with_two_readings_is_refused() {
        for good in
            ["/", "/user", "/devices/a%2Fb", "/admin/users/a%40b", "/%C3%A4", "/a;b", "/..a", "/a..;b", "//x", "/a%5Cb"]
        {
            assert!(is_unambiguous(good), "{good}");
        }
        for bad in [
            "",
            "user",
            "/a/../b",
            "/..",
            "/.",
            "/a/.",
            "/%2e%2e/x",
            "/.%2E",
            "/%2e",
            "/..;/x",
            "/..;a=b/x",
            "/%2e%2e;/x",
            "/.;x",
            "/%2e%2e%3bx",
            "/a\\b",
            "/a b",
            "/a\tb",
            "/a\u{7f}",
            "/a\u{a0}",
            "/ä",
            "/%",
            "/%4",
            "/%zz",
            "/%u002e",
            "/%u002e%u002e/",
            "/%c0%ae%c0%ae/",
            "/%ff",
            "/%ed%a0%80",
            "/%00",
            "/%09",
            "/%0a",
            "/%0D",
            "/%7f",
            "/%C2%85",
            "/a#b",
        ] {
            assert!(!is_unambiguous(bad), "{bad}");
        }
    }

    #[test]
    fn a_path_in_disguise_does_not_go_on() {
        for good in ["/api", "/api/", "/api/a.b/c-d~e", "/api/%C3%A4", "/api/..a/a..b", "/api/a;v=1"] {
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
            "/api/%252e",
            "/api\\x",
            "/api/%5cx",
            "/api/a b",
            "/api/\r\nx",
            "/api/@x",
            "api",
            "/api/%00",
            "/api/ä",
            "/api/..;/x",
            "/api/..%3b/x",
            "/api/%c0%ae/",
            "/api/%u002e",
            "/api/%09",
        ] {
            assert!(!is_plain(bad), "{bad}");
        }
    }

    #[test]
    fn a_query_is_visible_ascii() {
        for (query, fits) in
            [("", true), ("a=b&c=%20", true), ("a b", false), ("a\r\n", false), ("ä", false), ("a#b", false)]
        {
            assert_eq!(is_query(query), fits, "{query}");
        }
    }
}
