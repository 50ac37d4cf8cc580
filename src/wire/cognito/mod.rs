//! Amazon Cognito's wire: AWS JSON 1.1 over one endpoint.
//!
//! Source: Amazon Cognito user pools API Reference, "Making API requests" and "Common Errors".

mod tree;

pub use tree::{Reply, Request, read, request};

use crate::error::Kind;
use crate::prelude::*;
use crate::srp::kdf::hmac;
use crate::text::base64;

/// What the id of a user pool, such as `eu-central-1_AbCdEf123`, tells: the AWS region, and the pool's name, which SRP mixes
/// into the password. Nothing for what is not an id; ids have at most 55 characters.
pub fn user_pool_id(id: &str) -> Option<(&str, &str)> {
    let (region, name) = id.split_once('_')?;
    let region_fits = region.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let name_fits = name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (id.len() <= 55 && !region.is_empty() && !name.is_empty() && region_fits && name_fits).then_some((region, name))
}

/// The domains of the partitions, by the beginning of the region: the prefixes of their regular expressions in AWS's endpoint
/// rules. `pkg-template/src/client/settings.ts` has the same.
pub const DOMAINS: [(&str, &str); 7] = [
    ("cn-", "amazonaws.com.cn"),
    ("us-isob-", "sc2s.sgov.gov"),
    ("us-isof-", "csp.hci.ic.gov"),
    ("us-iso-", "c2s.ic.gov"),
    ("eu-isoe-", "cloud.adc-e.uk"),
    ("eusc-", "amazonaws.eu"),
    ("", "amazonaws.com"),
];

/// The domain of the partition that a region belongs to.
fn domain(region: &str) -> &'static str {
    DOMAINS.iter().find(|(prefix, _)| region.starts_with(prefix)).map_or("amazonaws.com", |(_, domain)| domain)
}

/// The service's address in a region, with a slash at the end.
pub fn regular_endpoint(region: &str) -> String {
    ["https://cognito-idp.", region, ".", domain(region), "/"].concat()
}

/// How the tokens of a user pool name their issuer: AWS has an old form and a new one.
pub fn issuers(user_pool_id: &str) -> [String; 2] {
    let region = self::user_pool_id(user_pool_id).unwrap_or_default().0;
    let regular = regular_endpoint(region) + user_pool_id;
    let newer = regular.replacen("https://cognito-idp.", "https://issuer-cognito-idp.", 1);
    [regular, newer]
}

/// `SecretHash` of a user name: base64(HMAC-SHA256(client secret, user name + client id)).
pub fn secret_hash(client_secret: &str, username: &str, client_id: &str) -> String {
    base64::encode(hmac(client_secret.as_bytes(), &[username.as_bytes(), client_id.as_bytes()]).as_slice())
}

/// `ns#NameException:http://…` without what stands around the name.
fn exception_name(raw: &str) -> &str {
    let name = raw.split(':').next().unwrap_or(raw);
    name.rsplit('#').next().unwrap_or(name).trim_ascii()
}

/// Codes of throttling, which comes as 400 or 429.
pub(crate) const THROTTLING: [&str; 6] = [
    "TooManyRequestsException",
    "ThrottlingException",
    "Throttling",
    "RequestThrottled",
    "RequestLimitExceeded",
    "SlowDown",
];

/// Whose fault, and whether to try again.
fn judge(name: Option<&str>, status: i64) -> (Kind, bool) {
    if status == 429 || name.is_some_and(|name| THROTTLING.contains(&name)) {
        return (Kind::Server, true);
    }
    match (status, name) {
        (500.., _) => (Kind::Server, true),
        (_, Some(_)) => (Kind::Service, false),
        // No AWS service answers like this: a captive portal, a firewall, a wrong endpoint.
        (_, None) => (Kind::Internal, false),
    }
}

fn no_message(kind: Kind) -> &'static str {
    match kind {
        Kind::Server => "The service failed without saying why: try again later.",
        Kind::Service => "The service refused without saying why.",
        _ => "Not an answer of Amazon Cognito: check the endpoint, and what stands between it and here.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_partition_has_its_own_domain() {
        for (region, host) in [
            ("eu-central-1", "https://cognito-idp.eu-central-1.amazonaws.com/"),
            ("us-gov-west-1", "https://cognito-idp.us-gov-west-1.amazonaws.com/"),
            ("cn-north-1", "https://cognito-idp.cn-north-1.amazonaws.com.cn/"),
            ("us-iso-east-1", "https://cognito-idp.us-iso-east-1.c2s.ic.gov/"),
            ("us-isob-east-1", "https://cognito-idp.us-isob-east-1.sc2s.sgov.gov/"),
            ("us-isof-south-1", "https://cognito-idp.us-isof-south-1.csp.hci.ic.gov/"),
            ("eu-isoe-west-1", "https://cognito-idp.eu-isoe-west-1.cloud.adc-e.uk/"),
            ("eusc-de-east-1", "https://cognito-idp.eusc-de-east-1.amazonaws.eu/"),
        ] {
            assert_eq!(regular_endpoint(region), host);
        }
    }

    #[test]
    fn a_user_pool_id_is_read_or_refused() {
        assert_eq!(user_pool_id("us-east-1_abc"), Some(("us-east-1", "abc")));
        for bad in ["", "_", "us-east-1", "us-east-1_", "_abc", "us east_abc", "us-east-1_a-b", "us-east-1_é"] {
            assert!(user_pool_id(bad).is_none(), "{bad}");
        }
        let longest = format!("us-east-1_{}", "a".repeat(45));
        assert!(user_pool_id(&longest).is_some());
        assert!(user_pool_id(&format!("{longest}a")).is_none());
    }
}
