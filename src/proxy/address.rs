//! Addresses in the configuration, read so that nobody takes a part of one for its host.

/// Whether a text is scheme, host and port.
pub(super) fn is_origin(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-".contains(&byte);
    let is_host = |host: &str| {
        let numbers = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
        match numbers {
            Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
            None => !host.is_empty() && host.bytes().all(fits),
        }
    };
    rest.is_some_and(|rest| {
        let at = rest
            .find(']')
            .map_or_else(|| rest.find(':'), |end| rest.get(end..).and_then(|more| more.find(':')).map(|at| at + end));
        let (host, port) = rest.split_at(at.unwrap_or(rest.len()));
        is_host(host) && is_port_and_path(port)
    })
}

/// Whether it is https, to a host that is written plainly.
pub(super) fn is_https(text: &str) -> bool {
    text.starts_with("https://")
        && is_origin(text.split_inclusive('/').take(3).collect::<String>().trim_end_matches('/'))
}

/// Whether it is http, to this machine.
pub(super) fn is_loopback(text: &str) -> bool {
    let host = text.strip_prefix("http://").unwrap_or_default();
    ["localhost", "127.0.0.1", "[::1]"].iter().any(|name| host.strip_prefix(name).is_some_and(is_port_and_path))
}

/// Whether what follows a host is nothing, a port, a path: whatever else stands there, the host may be another.
fn is_port_and_path(text: &str) -> bool {
    let (port, path) = text.split_at(text.find('/').unwrap_or(text.len()));
    let port_fits = port.is_empty() || port.strip_prefix(':').is_some_and(|port| port.parse::<u16>().is_ok());
    port_fits && !path.contains(['@', '\\', '?', '#'])
}
