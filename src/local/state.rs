//! All pools.

use serde::{Deserialize, Serialize};

use super::pool::Pool;
use super::refusal::{Checked, not_found};

/// What the server remembers.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct State {
    /// In configuration order.
    pub(super) pools: Vec<Pool>,
    /// Where tokens say they come from.
    pub(super) origin: Origin,
}

/// How the issuer of a pool's tokens is made.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct Origin {
    /// `issuer` of the configuration: a prefix, or a pattern with `{poolId}`.
    pub(super) issuer: Option<String>,
    /// The host's own address.
    pub(super) endpoint: Option<String>,
}

impl Origin {
    pub(super) fn issuer_of(&self, pool_id: &str) -> String {
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

impl State {
    pub(super) fn pool_mut(&mut self, id: &str) -> Checked<&mut Pool> {
        self.pools
            .iter_mut()
            .find(|pool| pool.id == id)
            .ok_or_else(|| not_found(format!("User pool {id} does not exist.")))
    }
}
