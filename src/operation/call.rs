//! What a flow wants to ask of the service: an operation and its input.

use super::{Json, Operation};
use crate::secret::Secret;

/// One request to the service.
///
/// The input keeps the order in which it was written, so a transcript is byte-exact.
#[derive(Clone, Debug)]
pub struct Call {
    /// What to do.
    pub operation: Operation,
    /// The input.
    pub input: Json,
}

impl Call {
    /// A call without input yet.
    pub fn new(operation: Operation) -> Call {
        Call { operation, input: Json::Map(Vec::new()) }
    }

    /// Adds a member.
    pub fn with(mut self, name: &'static str, value: Json) -> Call {
        self.input.set(name, value);
        self
    }

    /// Adds a string.
    pub fn text(self, name: &'static str, value: &str) -> Call {
        self.with(name, Json::text(value))
    }

    /// Adds a secret string.
    pub fn secret(self, name: &'static str, value: &Secret<String>) -> Call {
        self.with(name, Json::Text(value.clone()))
    }

    /// Adds a member when there is one.
    pub fn maybe(self, name: &'static str, value: Option<Json>) -> Call {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// Adds a string when there is one.
    pub fn maybe_text(self, name: &'static str, value: Option<&str>) -> Call {
        self.maybe(name, value.map(Json::text))
    }
}
