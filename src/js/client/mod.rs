//! The modern face: `Pool`, `User`, `Session`.

mod arguments;
mod devices;
mod engine;
mod failure;
mod fetch;
mod json;
mod mfa;
mod object;
mod pool;
mod scope;
mod session;
mod step;
mod storage;
mod token;
mod user;
