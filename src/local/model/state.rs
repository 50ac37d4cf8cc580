//! All pools.

use serde::{Deserialize, Serialize};

use super::pool::Pool;

/// What the server remembers.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(in crate::local) struct State {
    /// In configuration order.
    pub(in crate::local) pools: Vec<Pool>,
    /// Where tokens say they come from.
    pub(in crate::local) origin: Origin,
}

/// How the issuer of a pool's tokens is made.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(in crate::local) struct Origin {
    /// `issuer` of the configuration: a prefix, or a pattern with `{poolId}`.
    pub(in crate::local) issuer: Option<String>,
    /// The host's own address.
    pub(in crate::local) endpoint: Option<String>,
}

impl Origin {
    pub(in crate::local) fn issuer_of(&self, pool_id: &str) -> String {
        match (&self.issuer, &self.endpoint) {
            (Some(pattern), _) if pattern.contains("{poolId}") => pattern.replace("{poolId}", pool_id),
            (Some(prefix), _) | (None, Some(prefix)) => format!("{}/{pool_id}", prefix.trim_end_matches('/')),
            (None, None) => {
                let region = pool_id.split('_').next().unwrap_or_default();
                format!("https://cognito-idp.{region}.amazonaws.com/{pool_id}")
            }
        }
    }
}
