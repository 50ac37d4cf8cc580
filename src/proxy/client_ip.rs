//! Whose address a request comes from, through proxies that are trusted and no others.

use std::net::IpAddr;

use ipnet::IpNet;

/// Reads a network in CIDR notation, or one address.
pub(super) fn network(text: &str) -> Option<IpNet> {
    text.parse().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from))
}

/// The client's address: the peer, or, where the peer is trusted, the last entry of `X-Forwarded-For` that is not.
///
/// Entries further left were written by strangers. An entry that is no address ends the walk: what stands before it cannot
/// be placed.
pub(super) fn client_ip<'f>(
    peer: Option<&str>,
    forwarded: impl DoubleEndedIterator<Item = &'f str>,
    trusted: &[IpNet],
) -> Option<IpAddr> {
    let mut address: IpAddr = canonical(peer?)?;
    for hop in forwarded.rev() {
        if !trusted.iter().any(|network| network.contains(&address)) {
            break;
        }
        match canonical(hop) {
            Some(before) => address = before,
            None => break,
        }
    }
    Some(address)
}

/// An IPv4 address in IPv6's clothes is the IPv4 address; a port is dropped.
fn canonical(text: &str) -> Option<IpAddr> {
    let address = text.parse::<IpAddr>().ok().or_else(|| text.parse::<std::net::SocketAddr>().ok().map(|a| a.ip()))?;
    Some(address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(peer: &str, forwarded: &[&str], trusted: &[&str]) -> String {
        let trusted: Vec<IpNet> = trusted.iter().map(|text| network(text).unwrap()).collect();
        client_ip(Some(peer), forwarded.iter().copied(), &trusted).map_or("-".into(), |ip| ip.to_string())
    }

    #[test]
    fn nobody_is_believed_unless_configured() {
        assert_eq!(ip("198.51.100.7", &["203.0.113.9"], &[]), "198.51.100.7");
        assert_eq!(ip("198.51.100.7", &["203.0.113.9"], &["10.0.0.0/8"]), "198.51.100.7");
    }

    #[test]
    fn the_last_untrusted_hop_is_the_client() {
        let hops = ["10.0.0.0/8", "192.0.2.1"];
        assert_eq!(ip("10.1.1.1", &["203.0.113.9"], &hops), "203.0.113.9");
        assert_eq!(ip("10.1.1.1", &["1.1.1.1", "203.0.113.9", "192.0.2.1"], &hops), "203.0.113.9");
        assert_eq!(ip("10.1.1.1", &["10.9.9.9"], &hops), "10.9.9.9");
        assert_eq!(ip("10.1.1.1", &[], &hops), "10.1.1.1");
    }

    #[test]
    fn what_is_no_address_ends_the_walk() {
        assert_eq!(ip("10.1.1.1", &["203.0.113.9", "unknown"], &["10.0.0.0/8"]), "10.1.1.1");
        assert_eq!(ip("10.1.1.1", &["203.0.113.9:4711"], &["10.0.0.0/8"]), "203.0.113.9");
        assert_eq!(ip("::ffff:10.1.1.1", &["2001:db8::1"], &["10.0.0.0/8"]), "2001:db8::1");
        assert_eq!(ip("nonsense", &["203.0.113.9"], &["10.0.0.0/8"]), "-");
    }
}
