//! From a call to HTTP and back. A wire knows the provider's shape and nothing of flows.

pub mod cognito;
pub mod proxy;
