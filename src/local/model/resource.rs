//! What a pool keeps and gives back, without acting on it: identity providers, resource servers, brandings, jobs, configurations.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// One of them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::local) struct Resource {
    /// The member that answers wrap it in, like `IdentityProvider`.
    pub(in crate::local) kind: String,
    /// What requests name it by.
    pub(in crate::local) key: String,
    /// As they were given.
    pub(in crate::local) members: Map<String, Value>,
    /// Milliseconds since 1970.
    pub(in crate::local) created: f64,
    pub(in crate::local) modified: f64,
}
