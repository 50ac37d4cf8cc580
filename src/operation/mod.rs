//! The vocabulary that everybody shares: operations, their inputs and replies, challenge names, error names.

mod call;
mod challenge;
mod error_name;
mod json;
mod methods;
mod reply;
mod table;

pub use call::Call;
pub use challenge::{AuthFlow, ChallengeName};
pub use error_name::ErrorName;
pub use json::{Json, Name};
pub use methods::{METHODS, Method, methods};
pub use reply::{AuthReply, Challenge, NewDevice, Tokens, texts};
pub use table::{Member, Operation};
