//! The only folder that knows JavaScript: the classes that people hold.
//!
//! Rules for everything in here: exported methods take `&self` and `JsValue`, make a task and return the driver's promise; no
//! `RefCell` borrow lives across a call into JavaScript; asynchronous methods reject, never throw.

#[cfg(any(feature = "client", feature = "dropin"))]
mod allocator;
#[cfg(feature = "bench")]
mod bench;
#[cfg(feature = "client")]
mod client;
#[cfg(feature = "dropin")]
mod dropin;
#[cfg(feature = "local")]
mod local;
#[cfg(all(any(feature = "client", feature = "dropin"), not(any(feature = "local", feature = "server"))))]
mod panic;
#[cfg(feature = "server")]
mod proxy;
#[cfg(feature = "server")]
mod verifier;
