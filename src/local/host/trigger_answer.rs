//! What triggers may answer: the members of `response` and their types, as AWS reads them.

use serde_json::Value;

use super::input::Shape;
use super::refusal::{Checked, invalid_lambda_response};

/// The members that are read of a trigger's `response`; others are nobody's.
fn members(trigger: &str) -> &'static [(&'static str, Shape)] {
    use Shape::{Flag, Object, Text, TextMap, Texts};
    match trigger {
        "preSignUp" => &[("autoConfirmUser", Flag), ("autoVerifyEmail", Flag), ("autoVerifyPhone", Flag)],
        "preTokenGeneration" => &[("claimsOverrideDetails", Object), ("claimsAndScopeOverrideDetails", Object)],
        "defineAuthChallenge" => &[("challengeName", Text), ("issueTokens", Flag), ("failAuthentication", Flag)],
        "createAuthChallenge" => &[
            ("publicChallengeParameters", TextMap),
            ("privateChallengeParameters", TextMap),
            ("challengeMetadata", Text),
        ],
        "verifyAuthChallengeResponse" => &[("answerCorrect", Flag)],
        "customMessage" => &[("smsMessage", Text), ("emailMessage", Text), ("emailSubject", Text)],
        "userMigration" => &[
            ("userAttributes", TextMap),
            ("finalUserStatus", Text),
            ("messageAction", Text),
            ("desiredDeliveryMediums", Texts),
            ("forceAliasCreation", Flag),
            ("enableSMSMFA", Flag),
        ],
        _ => &[],
    }
}

const fn words(shape: Shape) -> &'static str {
    match shape {
        Shape::Text => "a string",
        Shape::Flag => "true or false",
        Shape::Number => "a number",
        Shape::Texts => "a list of strings",
        Shape::TextMap => "an object of strings",
        Shape::Object => "an object",
        Shape::Objects => "a list of objects",
    }
}

/// Checks one member; `null` is as good as nothing.
pub(in crate::local) fn member(title: &str, object: &Value, name: &str, shape: Shape) -> Checked<()> {
    match object.get(name).filter(|value| !value.is_null()) {
        Some(value) if !shape.fits(value) => {
            let name = name.rsplit('/').next().unwrap_or(name);
            Err(invalid_lambda_response(format!(
                "Unrecognizable lambda output: {title} must set {name} to {}.",
                words(shape)
            )))
        }
        _ => Ok(()),
    }
}

/// `response` of the event that a trigger gave back.
pub(super) fn checked(trigger: &str, title: &str, event: &Value) -> Checked<Value> {
    let Some(response) = event.get("response").filter(|response| response.is_object()) else {
        return Err(invalid_lambda_response(format!(
            "Unrecognizable lambda output: {title} must return the event, with an object as its response."
        )));
    };
    for (name, shape) in members(trigger) {
        member(title, response, name, *shape)?;
    }
    Ok(response.clone())
}
