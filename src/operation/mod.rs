//! The vocabulary that everybody shares: operations, challenge names, error names.

mod challenge;
mod error_name;
mod table;

pub use challenge::{AuthFlow, ChallengeName};
pub use error_name::ErrorName;
pub use table::{Member, Operation};
