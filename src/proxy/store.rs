//! Where a Redis or Valkey is: one node, a cluster, or what Sentinels watch. The host connects to it.

use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, Visitor, value::MapAccessDeserializer};

use crate::secret::Secret;

/// A store, as the configuration names it.
#[cfg_attr(test, derive(ts_rs::TS), ts(untagged))]
#[derive(Debug)]
pub(super) enum Store {
    /// One node, by its address.
    Node(#[cfg_attr(test, ts(as = "String"))] Secret<String>),
    /// Several.
    Nodes(
        #[cfg_attr(
            test,
            ts(
                type = "{ cluster: string[] } | { sentinels: string[]; name: string; username?: string; password?: string; tls?: boolean }"
            )
        )]
        Nodes,
    ),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
pub(super) struct Nodes {
    cluster: Vec<Secret<String>>,
    sentinels: Vec<Secret<String>>,
    name: Option<String>,
    /// Of the nodes that Sentinels name. The others have theirs in their addresses.
    username: Option<String>,
    password: Option<Secret<String>>,
    tls: bool,
}

impl<'de> Deserialize<'de> for Store {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Store;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an address like redis://127.0.0.1:6379, or an object with `cluster` or `sentinels`")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Store, E> {
                Ok(Store::Node(text.into()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Store, A::Error> {
                Nodes::deserialize(MapAccessDeserializer::new(map)).map(Store::Nodes)
            }
        }
        from.deserialize_any(Either)
    }
}

impl Store {
    /// What is wrong with it.
    pub(super) fn check(&self) -> Result<(), &'static str> {
        let (addresses, nodes) = match self {
            Store::Node(address) => return if is_address(address) { Ok(()) } else { Err(ADDRESS) },
            Store::Nodes(nodes) => (nodes.cluster.iter().chain(&nodes.sentinels), nodes),
        };
        let of_sentinels = nodes.name.is_some() || nodes.username.is_some() || nodes.password.is_some() || nodes.tls;
        match (nodes.cluster.is_empty(), nodes.sentinels.is_empty()) {
            (true, true) | (false, false) => {
                return Err("give either `cluster` or `sentinels`, with at least one address.");
            }
            (true, false) if nodes.name.is_none() => {
                return Err("`sentinels` needs `name`, by which they know the master.");
            }
            (false, true) if of_sentinels => {
                return Err(
                    "`name`, `username`, `password` and `tls` belong to `sentinels`: a cluster's addresses hold theirs.",
                );
            }
            _ => {}
        }
        if addresses.into_iter().all(is_address) { Ok(()) } else { Err(ADDRESS) }
    }
}

const ADDRESS: &str = "an address must begin with redis:// or rediss://.";

fn is_address(address: &Secret<String>) -> bool {
    let address = address.expose();
    let rest = address.strip_prefix("redis://").or_else(|| address.strip_prefix("rediss://"));
    rest.is_some_and(|rest| !rest.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(json: &str) -> Result<(), &'static str> {
        serde_json::from_str::<Store>(json).unwrap().check()
    }

    #[test]
    fn each_form_of_a_store_is_taken_and_no_mixture() {
        for good in [
            r#""redis://127.0.0.1""#,
            r#""rediss://user:word@redis.example:6380/2""#,
            r#"{"cluster":["redis://a:1","redis://b:2"]}"#,
            r#"{"sentinels":["redis://a:26379"],"name":"mymaster","password":"p","tls":true}"#,
        ] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        for bad in [
            r#""http://127.0.0.1""#,
            r#""redis://""#,
            "{}",
            r#"{"cluster":[]}"#,
            r#"{"cluster":["redis://a"],"sentinels":["redis://b"],"name":"m"}"#,
            r#"{"cluster":["redis://a"],"name":"m"}"#,
            r#"{"sentinels":["redis://a"]}"#,
            r#"{"cluster":["a:1"]}"#,
        ] {
            assert!(check(bad).is_err(), "{bad}");
        }
        assert!(serde_json::from_str::<Store>("5").is_err());
        assert!(serde_json::from_str::<Store>(r#"{"nodes":["redis://a"]}"#).is_err());
    }
}
