//! What a call remembers from one run to the next.

use super::Entropy;
use crate::prelude::*;
use crate::secret::Secret;
use crate::srp::Ephemeral;
use core::cell::{Cell, OnceCell};

/// What was heard, and what took long to compute.
#[derive(Default)]
pub(crate) struct Memory {
    /// The call, then what the host answered; each with the time of its turn, in milliseconds since 1970.
    pub(super) heard: Vec<(Secret<String>, f64)>,
    /// The random bytes of the call.
    pub(super) entropy: Option<Entropy>,
    /// The key pairs that were made of them.
    pub(super) ephemerals: [OnceCell<Ephemeral>; 3],
    /// Texts that are made once: proofs, the verifier of a device.
    pub(super) kept: Cell<Vec<Secret<String>>>,
}
