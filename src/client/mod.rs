//! The client: what a method of `Pool`, `User` or `Session` does, without I/O.
//!
//! A [`Machine`] is one call of one method. It is started with a JSON text that says what was called, and gives turns: JSON
//! texts that say what to write to the storage and what to do next (an [`Effect`]). The host does that, and resumes the
//! machine with the answer, until a turn ends the call. The machine decides everything; it does no I/O, knows no clock
//! and draws no random bytes.

mod account;
mod call;
mod device;
mod effect;
mod entropy;
mod failure;
mod machine;
mod memory;
mod methods;
mod refresh;
mod session;
mod sign_in;
mod sign_out;

/// Whether a pool may be reached directly. The npm package's entry for apps behind an auth proxy is built without what only Cognito's own wire
/// takes: the secret of an app client, its names of throttling, its older way to refresh, what other libraries stored.
const DIRECT: bool = !cfg!(feature = "npm-proxy");

// Managed login is calls of the same idiom: `src/login`.
pub(crate) use call::{Call, End};
pub use effect::Effect;
pub use entropy::Entropy;
pub use machine::Machine;
pub(crate) use memory::Memory;
