//! The modern API: `Pool`, `User`, `Session`. Each method hands its arguments to the host, which checks them, runs a
//! [`Machine`](crate::client::Machine) and returns the promise.

mod host;
mod machine;
mod pool;
mod session;
mod user;
