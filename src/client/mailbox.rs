//! Where a call and its host meet.

use super::Entropy;
use crate::prelude::*;
use crate::secret::Secret;
use core::cell::Cell;

/// What the two hand each other.
pub(super) struct Mailbox {
    /// The turn that is being written.
    pub(super) turn: Cell<String>,
    /// The answer to the last one.
    pub(super) answer: Cell<Option<Secret<String>>>,
    /// The time of this turn, in milliseconds since 1970.
    pub(super) now: Cell<f64>,
    /// The random bytes of the call.
    pub(super) entropy: Cell<Option<Entropy>>,
}
