//! From an operation to HTTP and back, as servers speak it. A wire knows the provider's shape and nothing of the client's calls.

pub mod cognito;
pub mod rest;
