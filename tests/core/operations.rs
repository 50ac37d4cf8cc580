//! The table of operations is the service model's, and every call that flows make keeps to it.

use cognito_identity_wasm::flow::account::{self, MfaSetting};
use cognito_identity_wasm::flow::{Companions, SessionTokens};
use cognito_identity_wasm::operation::{Call, ErrorName, Json, Operation};
use serde_json::Value;
use std::collections::BTreeSet;

fn model() -> Value {
    serde_json::from_str(include_str!("../fixtures/cognito-operations.json")).unwrap()
}

fn texts(value: &Value) -> BTreeSet<&str> {
    value.as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

#[test]
fn the_table_holds_the_34_unsigned_operations_and_no_other() {
    let model = model();
    let unsigned: BTreeSet<&str> = model["operations"]
        .as_object()
        .unwrap()
        .iter()
        .filter(|(name, operation)| operation["signed"] == false && *name != "GetClientToken")
        .map(|(name, _)| name.as_str())
        .collect();
    let ours: BTreeSet<&str> = Operation::ALL.iter().map(|operation| operation.name()).collect();
    assert_eq!(ours.len(), 34);
    assert_eq!(ours, unsigned);
}

#[test]
fn members_and_errors_of_each_operation_are_the_models() {
    let model = model();
    for operation in Operation::ALL {
        let expected = &model["operations"][operation.name()];
        let names = operation.members().iter().map(|member| member.name).collect();
        let required = operation.members().iter().filter(|member| member.required).map(|member| member.name).collect();
        let errors = operation.errors().iter().map(|error| error.name()).collect();
        assert_eq!(texts(&expected["members"]), names, "{operation:?}");
        assert_eq!(texts(&expected["required"]), required, "{operation:?}");
        assert_eq!(texts(&expected["errors"]), errors, "{operation:?}");
        assert_eq!(Operation::from_name(operation.name()), Some(*operation));
    }
    assert_eq!(Operation::from_name("DropTables"), None);
    let distinct: BTreeSet<&str> = ErrorName::ALL.iter().map(|error| error.name()).collect();
    assert_eq!(distinct.len(), ErrorName::ALL.len());
}

/// Every call of the account, with everything in it that can be.
fn calls() -> Vec<Call> {
    let context = crate::support::context_with(Some("shh"));
    let companions = Companions {
        client_metadata: Some(Json::texts([("a", "b")])),
        user_context: Some(Json::texts([("EncodedData", "x")])),
        device_name: String::new(),
    };
    let pairs = Json::texts([("email", "mia@example.com")]);
    let (secret, on) = ("s".into(), Some(MfaSetting::Preferred));
    let tokens = SessionTokens { access: "a".into(), id: None, refresh: None, clock_drift: 0.0 };
    let of_user = [
        account::change_password(&secret, &secret),
        account::update_attributes(&pairs, Some(Json::texts([("a", "b")]))),
        account::delete_attributes(Json::List(vec![Json::text("email")])),
        account::request_attribute_code("email", Some(Json::texts([("a", "b")]))),
        account::confirm_attribute("email", &secret),
        account::set_mfa_preference(on, on, on),
        account::verify_software_token(&secret, Some("phone")),
        account::list_devices(Some(3.0), Some("next")),
        account::of_device(Operation::GetDevice, Some(&secret), None),
        account::of_device(Operation::ForgetDevice, Some(&secret), None),
        account::of_device(Operation::UpdateDeviceStatus, Some(&secret), Some("remembered")),
        account::complete_passkey(Json::texts([("id", "x")])),
        account::list_passkeys(Some(3.0), Some("next")),
        account::delete_passkey(&secret),
        Call::new(Operation::StartWebAuthnRegistration),
        Call::new(Operation::GetUser),
        Call::new(Operation::DeleteUser),
    ];
    let by_name = [
        account::sign_up(&context, "mia", Some(&secret), Some(&pairs), Some(&pairs), &companions),
        account::confirm_sign_up(&context, "mia", &secret, true, &companions),
        account::resend_confirmation_code(&context, "mia", &companions),
        account::forgot_password(&context, "mia", &companions),
        account::confirm_forgot_password(&context, "mia", &secret, &secret, &companions),
        account::associate_during_sign_in(Some(&secret)),
    ];
    of_user.into_iter().map(|call| account::of(call, &tokens)).chain(by_name).collect()
}

#[test]
fn every_call_has_the_members_that_the_service_requires_and_no_unknown_one() {
    for call in calls() {
        let members = call.operation.members();
        for (name, _) in call.input.entries() {
            assert!(members.iter().any(|member| member.name == name), "{:?} has no {name}", call.operation);
        }
        for member in members.iter().filter(|member| member.required) {
            assert!(call.input.get(member.name).is_some(), "{:?} lacks {}", call.operation, member.name);
        }
    }
}
