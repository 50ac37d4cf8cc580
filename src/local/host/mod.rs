//! The edge to the host: requests and responses, refusals, faults, the outbox, and what one request may use.

pub(super) mod env;
pub(super) mod faults;
pub(super) mod fields;
pub(super) mod http;
pub(super) mod input;
pub(super) mod outbox;
pub(super) mod refusal;
pub(super) mod trigger_answer;
pub(super) mod types;
