//! The modern face: `Pool`, `User`, `Session`. A method makes a task and hands it to the driver, which returns the promise.

mod devices;
mod driver;
mod mfa;
mod passkeys;
mod pool;
mod session;
mod task;
mod user;
