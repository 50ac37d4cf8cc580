//! The only folder that knows JavaScript: the classes that people hold.
//!
//! Rules for everything in here: exported methods take `&self` and `JsValue`, hand over to the host and return its promise; no
//! `RefCell` borrow lives across a call into JavaScript; asynchronous methods reject, never throw.

#[cfg(any(feature = "npm-client", feature = "npm-dropin", feature = "npm-login", feature = "npm-server"))]
mod allocator;
#[cfg(feature = "npm-bench")]
mod bench;
#[cfg(feature = "npm-client")]
mod client;
#[cfg(feature = "npm-dropin")]
mod dropin;
#[cfg(feature = "npm-local")]
mod local;
#[cfg(feature = "npm-login")]
mod login;
#[cfg(all(
    any(feature = "npm-client", feature = "npm-dropin", feature = "npm-login"),
    not(any(feature = "local", feature = "server"))
))]
mod panic;
#[cfg(feature = "npm-server")]
mod proxy;
#[cfg(any(feature = "npm-client", feature = "npm-dropin", feature = "npm-login", feature = "npm-server"))]
mod stack;
#[cfg(any(feature = "npm-local", feature = "npm-server"))]
mod value;
#[cfg(feature = "npm-server")]
mod verifier;
