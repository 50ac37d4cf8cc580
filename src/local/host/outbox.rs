//! Messages that a real pool would send by e-mail or SMS.

use serde_json::{Value, json};

/// One message.
#[derive(Clone)]
pub(in crate::local) struct Mail {
    pub(in crate::local) username: String,
    pub(in crate::local) user_pool_id: String,
    /// `signUp`, `resendCode`, `forgotPassword`, `adminCreateUser`, `verifyAttribute`, `authentication`.
    pub(in crate::local) kind: &'static str,
    /// `EMAIL` or `SMS`.
    pub(in crate::local) medium: &'static str,
    pub(in crate::local) destination: String,
    pub(in crate::local) code: String,
    /// The subject of an e-mail, and the message; nothing where the pool sends by itself.
    pub(in crate::local) words: Option<(Option<String>, String)>,
}

impl Mail {
    pub(in crate::local) fn to_json(&self) -> Value {
        let mut mail = json!({
            "username": self.username,
            "userPoolId": self.user_pool_id,
            "kind": self.kind,
            "medium": self.medium,
            "destination": self.destination,
            "code": self.code,
        });
        if let (Some(mail), Some((subject, message))) = (mail.as_object_mut(), &self.words) {
            mail.extend(subject.iter().map(|subject| ("subject".to_owned(), json!(subject))));
            mail.insert("message".to_owned(), json!(message));
        }
        mail
    }
}

/// The destination as the service shows it: `j***@e***`, `+*******1234`.
pub(in crate::local) fn masked(medium: &str, destination: &str) -> String {
    if medium == "EMAIL" {
        let (name, host) = destination.split_once('@').unwrap_or((destination, ""));
        let first = |text: &str| text.chars().next().map(String::from).unwrap_or_default();
        return format!("{}***@{}***", first(name), first(host));
    }
    let digits: Vec<char> = destination.chars().filter(char::is_ascii_digit).collect();
    let tail: String = digits.iter().skip(digits.len().saturating_sub(4)).collect();
    format!("+{}{tail}", "*".repeat(digits.len().saturating_sub(4)))
}

/// `CodeDeliveryDetails` of an answer.
pub(in crate::local) fn delivery_details(attribute: &str, medium: &str, destination: &str) -> Value {
    json!({ "AttributeName": attribute, "DeliveryMedium": medium, "Destination": masked(medium, destination) })
}
