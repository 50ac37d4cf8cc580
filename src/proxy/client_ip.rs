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

/// What counts as one client: the address, or the network of so many bits of an IPv6 address.
pub(super) fn network_of(address: IpAddr, ipv6_prefix: u8) -> String {
    match IpNet::new(address, if address.is_ipv4() { 32 } else { ipv6_prefix.min(128) }) {
        Ok(network) if address.is_ipv6() => network.trunc().to_string(),
        _ => address.to_string(),
    }
}

/// An IPv4 address in IPv6's clothes is the IPv4 address; a port and a zone are dropped.
fn canonical(text: &str) -> Option<IpAddr> {
    let unzoned = text.split_once('%').map_or(text, |(address, _)| address);
    let address = unzoned.parse::<IpAddr>().ok();
    let address = address.or_else(|| text.parse::<std::net::SocketAddr>().ok().map(|socket| socket.ip()))?;
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
        assert_eq!(ip("fe80::1%eth0", &[], &[]), "fe80::1");
    }

    #[test]
    fn a_machine_with_many_ipv6_addresses_is_one_client() {
        let network = |text: &str, bits| network_of(canonical(text).unwrap(), bits);
        assert_eq!(network("2001:db8:1:2:3:4:5:6", 64), "2001:db8:1:2::/64");
        assert_eq!(network("2001:db8:1:2:ffff::9", 64), "2001:db8:1:2::/64");
        assert_eq!(network("2001:db8:1:2::9", 56), "2001:db8:1::/56");
        assert_eq!(network("::ffff:192.0.2.7", 64), "192.0.2.7");
    }
}
