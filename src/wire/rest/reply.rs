//! Answers of the neutral contract: as the proxy writes them.

use super::names::to_neutral;
use crate::operation::Json;

/// Members of answers that tell the provider, its region and its account: groups have them.
pub const UNTOLD: [&str; 2] = ["UserPoolId", "RoleArn"];

/// The service's answer with neutral names, without what would tell whose it is.
pub fn answer(reply: &Json) -> Json {
    to_neutral(reply, &UNTOLD)
}

/// The body that tells an error.
pub fn refusal(code: &str, message: &str, retryable: bool, request_id: &str) -> Json {
    Json::Map(vec![(
        "error".into(),
        Json::Map(vec![
            ("code".into(), Json::text(code)),
            ("message".into(), Json::text(message)),
            ("retryable".into(), Json::Bool(retryable)),
            ("requestId".into(), Json::text(request_id)),
        ]),
    )])
}
