//! The modern face without JavaScript: what the methods of `Pool`, `User` and `Session` mean.
//!
//! A method makes a [`Task`] of what its caller gave. A driver asks the task for its [`Turn`]s, performs each, and hands back
//! what came of it. Tasks run the flows, turn their calls into HTTP, and decide about retries; drivers decide nothing.

pub mod codec;
mod given;
mod method;
mod session;
mod settings;
mod step;
mod task;
mod turn;

pub use given::{Given, Member, timeout_ms};
pub use method::Method;
pub use session::Decoded;
pub use settings::{DEFAULT_TIMEOUT_MS, Settings};
pub use step::{resumed, shown};
pub use task::{CLOSED, Task};
pub use turn::{Event, Turn, tell_error, tell_writes};
