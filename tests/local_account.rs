//! Sign-up, recovery, attributes, passwords and factor settings at the local Cognito.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod local_twin;

use local_twin::*;
use serde_json::{Value, json};

fn sign_up(name: &str, attributes: Value) -> Value {
    let list: Vec<Value> =
        attributes.as_object().unwrap().iter().map(|(name, value)| json!({ "Name": name, "Value": value })).collect();
    json!({ "ClientId": CLIENT, "Username": name, "Password": PASSWORD, "UserAttributes": list })
}

fn confirm(name: &str, code: &str) -> Value {
    json!({ "ClientId": CLIENT, "Username": name, "ConfirmationCode": code })
}

#[test]
fn a_person_signs_up_confirms_the_address_and_signs_in() {
    let mut server = Server::plain();
    let answer = server.ok("SignUp", sign_up("grace", json!({ "email": "grace@example.com" })));
    assert_eq!(answer["UserConfirmed"], false);
    assert_eq!(text(&answer, "UserSub").len(), 36);
    let details = json!({ "AttributeName": "email", "DeliveryMedium": "EMAIL", "Destination": "g***@e***" });
    assert_eq!(answer["CodeDeliveryDetails"], details);
    let mail = server.cognito.outbox(Some("grace"))[0].clone();
    assert_eq!((&mail["kind"], &mail["userPoolId"]), (&json!("signUp"), &json!(POOL)));
    let code = text(&mail, "code");
    assert_eq!(code.len(), 6);
    assert!(!answer.to_string().contains(&code));

    let wrong = if code == "000000" { "111111" } else { "000000" };
    let refused = server.refused("ConfirmSignUp", confirm("grace", wrong));
    assert_eq!(refused, refusal("CodeMismatch", "Invalid verification code provided, please try again."));
    server.ok("ConfirmSignUp", confirm("grace", &code));
    let again = server.refused("ConfirmSignUp", confirm("grace", &code));
    assert_eq!(again, refusal("NotAuthorized", "User cannot be confirmed. Current status is CONFIRMED"));
    let tokens = server.srp("grace", PASSWORD, None).unwrap();
    assert_eq!(claims(&tokens["AuthenticationResult"]["IdToken"])["email_verified"], true);
}

#[test]
fn a_confirmation_code_ends_after_a_day_and_after_five_wrong_answers() {
    let mut server = Server::plain();
    server.ok("SignUp", sign_up("grace", json!({ "email": "grace@example.com" })));
    let first = server.code();
    for _ in 0..5 {
        assert_eq!(server.refused("ConfirmSignUp", confirm("grace", "no")).0, "CodeMismatchException");
    }
    assert_eq!(server.refused("ConfirmSignUp", confirm("grace", &first)).0, "TooManyFailedAttemptsException");
    server.ok("ResendConfirmationCode", json!({ "ClientId": CLIENT, "Username": "grace" }));
    let second = server.code();
    server.later(86_401.0);
    let refused = server.refused("ConfirmSignUp", confirm("grace", &second));
    assert_eq!(refused, refusal("ExpiredCode", "Invalid code provided, please request a code again."));
    server.ok("ResendConfirmationCode", json!({ "ClientId": CLIENT, "Username": "grace" }));
    let third = server.code();
    server.ok("ConfirmSignUp", confirm("grace", &third));
    let refused = server.refused("ResendConfirmationCode", json!({ "ClientId": CLIENT, "Username": "grace" }));
    assert_eq!(refused, refusal("InvalidParameter", "User is already confirmed."));
}

#[test]
fn sign_up_refuses_taken_names_weak_passwords_and_wrong_attributes() {
    let mut server = Server::with(
        json!({ "Schema": [
            { "Name": "email", "Required": true, "Mutable": true },
            { "Name": "tier", "AttributeDataType": "String", "Mutable": false, "StringAttributeConstraints": { "MaxLength": "4" } },
            { "Name": "age", "AttributeDataType": "Number", "Mutable": true, "NumberAttributeConstraints": { "MinValue": "18" } },
        ] }),
        json!({}),
    );
    let email = json!({ "email": "grace@example.com" });
    assert_eq!(
        server.refused("SignUp", sign_up("ada", email.clone())),
        refusal("UsernameExists", "User already exists")
    );
    for (password, reason) in [
        ("Sh0rt!", "Password not long enough"),
        ("PASSW0RD!", "Password must have lowercase characters"),
        ("passw0rd!", "Password must have uppercase characters"),
        ("Password!", "Password must have numeric characters"),
        ("Passw0rd1", "Password must have symbol characters"),
    ] {
        let mut body = sign_up("grace", email.clone());
        body["Password"] = json!(password);
        let expected = refusal("InvalidPassword", &format!("Password did not conform with policy: {reason}"));
        assert_eq!(server.refused("SignUp", body), expected);
    }
    let schema = "Attributes did not conform to the schema: ";
    for (attributes, message) in [
        (json!({}), format!("{schema}email: The attribute email is required\n")),
        (json!({ "email": "nonsense" }), "Invalid email address format.".to_owned()),
        (json!({ "email": "a@b.c", "phone_number": "12" }), "Invalid phone number format.".to_owned()),
        (
            json!({ "email": "a@b.c", "custom:tier": "golden" }),
            format!("{schema}custom:tier: String must be no longer than 4 characters\n"),
        ),
        (json!({ "email": "a@b.c", "custom:age": "x" }), format!("{schema}custom:age: Number format is invalid\n")),
        (
            json!({ "email": "a@b.c", "custom:age": "3" }),
            format!("{schema}custom:age: Number must be no smaller than the minimum\n"),
        ),
        (
            json!({ "email": "a@b.c", "custom:none": "x" }),
            format!("{schema}Type for attribute {{custom:none}} could not be determined"),
        ),
    ] {
        assert_eq!(server.refused("SignUp", sign_up("grace", attributes)), refusal("InvalidParameter", &message));
    }
    let refused = server.refused("SignUp", sign_up("grace", json!({ "email": "a@b.c", "email_verified": "true" })));
    assert_eq!(refused, refusal("NotAuthorized", "A client attempted to write unauthorized attribute"));
    assert_eq!(server.refused("SignUp", sign_up("with space", email.clone())).0, "InvalidParameterException");
    server.ok("SignUp", sign_up("grace", json!({ "email": "a@b.c", "custom:tier": "gold", "custom:age": "36" })));
    server.ok("AdminConfirmSignUp", json!({ "UserPoolId": POOL, "Username": "grace" }));
    let token = server.srp("grace", PASSWORD, None).unwrap()["AuthenticationResult"]["AccessToken"].clone();
    let change = json!({ "AccessToken": token, "UserAttributes": [{ "Name": "custom:tier", "Value": "lead" }] });
    assert_eq!(
        server.refused("UpdateUserAttributes", change),
        refusal("InvalidParameter", "user.custom:tier: Attribute cannot be updated.\n")
    );
}

#[test]
fn in_a_pool_of_addresses_the_name_must_be_one_and_free() {
    let mut whole = config(json!({ "UsernameAttributes": ["email"] }), json!({}));
    whole["pools"][0]["users"][0] = json!({ "Username": "ada@example.com", "Password": PASSWORD });
    let mut server = Server::new(whole);
    let refused = server.refused("SignUp", sign_up("grace", json!({})));
    assert_eq!(refused, refusal("InvalidParameter", "Username should be an email."));
    let refused = server.refused("SignUp", sign_up("ada@example.com", json!({})));
    assert_eq!(refused, refusal("UsernameExists", "An account with the given email already exists."));
    server.ok("SignUp", sign_up("grace@example.com", json!({})));
    let code = server.code();
    server.ok("ConfirmSignUp", confirm("grace@example.com", &code));
    let token = server.srp("grace@example.com", PASSWORD, None).unwrap()["AuthenticationResult"]["AccessToken"].clone();
    let take = json!({ "AccessToken": token, "UserAttributes": [{ "Name": "email", "Value": "ada@example.com" }] });
    assert_eq!(server.refused("UpdateUserAttributes", take).0, "AliasExistsException");
}

#[test]
fn the_hooks_of_sign_up_confirm_verify_and_hear_of_it() {
    let mut config = config(json!({}), json!({}));
    config["pools"][0]["triggers"] = json!(["preSignUp", "postConfirmation"]);
    let mut server = Server::new(config);
    server.trigger = Some(Box::new(|trigger, mut event| {
        match trigger {
            "preSignUp" if event["userName"] == "mallory" => return Err("not you".into()),
            "preSignUp" => {
                assert_eq!(event["request"]["validationData"], json!({ "plan": "trial" }));
                event["response"] = json!({ "autoConfirmUser": true, "autoVerifyEmail": true });
            }
            "postConfirmation" => assert_eq!(event["request"]["userAttributes"]["cognito:user_status"], "CONFIRMED"),
            other => panic!("{other}"),
        }
        Ok(event)
    }));
    let mut body = sign_up("grace", json!({ "email": "grace@example.com" }));
    body["ValidationData"] = json!([{ "Name": "plan", "Value": "trial" }]);
    let answer = server.ok("SignUp", body.clone());
    assert_eq!(answer["UserConfirmed"], true);
    assert_eq!(server.cognito.outbox(Some("grace")), json!([]));
    let tokens = server.srp("grace", PASSWORD, None).unwrap();
    assert_eq!(claims(&tokens["AuthenticationResult"]["IdToken"])["email_verified"], true);
    body["Username"] = json!("mallory");
    let refused = server.refused("SignUp", body);
    assert_eq!(refused, refusal("UserLambdaValidation", "PreSignUp failed with error not you."));
    assert_eq!(
        server.refused("AdminGetUser", json!({ "UserPoolId": POOL, "Username": "mallory" })).0,
        "UserNotFoundException"
    );
}

#[test]
fn a_confirmed_sign_up_lets_a_choice_based_client_in() {
    let mut server = Server::plain();
    server.ok("SignUp", sign_up("grace", json!({ "email": "grace@example.com" })));
    let code = server.code();
    let session = server.ok("ConfirmSignUp", confirm("grace", &code))["Session"].clone();
    let body = |session: &Value| {
        json!({
            "AuthFlow": "USER_AUTH", "ClientId": CLIENT, "Session": session, "AuthParameters": { "USERNAME": "grace" },
        })
    };
    assert!(server.ok("InitiateAuth", body(&session))["AuthenticationResult"]["AccessToken"].is_string());
    assert_eq!(server.refused("InitiateAuth", body(&session)).0, "NotAuthorizedException");
}

#[test]
fn a_forgotten_password_is_replaced_by_a_code() {
    let mut server = Server::plain();
    let ask = json!({ "ClientId": CLIENT, "Username": "ada" });
    let answer = server.ok("ForgotPassword", ask.clone());
    assert_eq!(answer["CodeDeliveryDetails"]["Destination"], "a***@e***");
    let code = server.code();
    let body = |code: &str, password: &str| {
        json!({
            "ClientId": CLIENT, "Username": "ada", "ConfirmationCode": code, "Password": password,
        })
    };
    assert_eq!(server.refused("ConfirmForgotPassword", body("no", "N3w-password")).0, "CodeMismatchException");
    assert_eq!(server.refused("ConfirmForgotPassword", body(&code, "weak")).0, "InvalidPasswordException");
    server.ok("ConfirmForgotPassword", body(&code, "N3w-password"));
    server.srp("ada", "N3w-password", None).unwrap();
    server.srp("ada", PASSWORD, None).unwrap_err();
    assert_eq!(server.refused("ConfirmForgotPassword", body(&code, "N3w-password")).0, "ExpiredCodeException");

    server.ok("ForgotPassword", ask.clone());
    for _ in 0..5 {
        server.refused("ConfirmForgotPassword", body("no", "N3w-password"));
    }
    let limited = server.refused("ConfirmForgotPassword", body("no", "N3w-password"));
    assert_eq!(limited, refusal("LimitExceeded", "Attempt limit exceeded, please try after some time."));
    server.ok("ForgotPassword", ask);
    let code = server.code();
    server.later(3601.0);
    assert_eq!(server.refused("ConfirmForgotPassword", body(&code, "N3w-password")).0, "ExpiredCodeException");
}

#[test]
fn a_reset_by_the_administrator_must_be_finished_by_code() {
    let mut server = Server::plain();
    server.ok("AdminResetUserPassword", json!({ "UserPoolId": POOL, "Username": "ada" }));
    let code = server.code();
    assert_eq!(server.srp("ada", PASSWORD, None).unwrap_err().name, "PasswordResetRequiredException");
    server.ok(
        "ConfirmForgotPassword",
        json!({
            "ClientId": CLIENT, "Username": "ada", "ConfirmationCode": code, "Password": "N3w-password",
        }),
    );
    server.srp("ada", "N3w-password", None).unwrap();
}

#[test]
fn recovery_needs_a_verified_way_and_follows_the_pools_order() {
    let mut server = Server::with(
        json!({ "AccountRecoverySetting": { "RecoveryMechanisms": [
            { "Priority": 1, "Name": "verified_email" }, { "Priority": 2, "Name": "verified_phone_number" },
        ] } }),
        json!({}),
    );
    let both = json!([{ "Name": "phone_number", "Value": "+15551234567" }, { "Name": "phone_number_verified", "Value": "true" }]);
    server.ok("AdminUpdateUserAttributes", json!({ "UserPoolId": POOL, "Username": "ada", "UserAttributes": both }));
    let ask = json!({ "ClientId": CLIENT, "Username": "ada" });
    assert_eq!(server.ok("ForgotPassword", ask.clone())["CodeDeliveryDetails"]["DeliveryMedium"], "EMAIL");
    let unverified = json!([{ "Name": "email_verified", "Value": "false" }]);
    server.ok(
        "AdminUpdateUserAttributes",
        json!({ "UserPoolId": POOL, "Username": "ada", "UserAttributes": unverified }),
    );
    assert_eq!(server.ok("ForgotPassword", ask.clone())["CodeDeliveryDetails"]["Destination"], "+*******4567");
    let neither = json!([{ "Name": "phone_number_verified", "Value": "false" }]);
    server.ok("AdminUpdateUserAttributes", json!({ "UserPoolId": POOL, "Username": "ada", "UserAttributes": neither }));
    assert_eq!(server.refused("ForgotPassword", ask).0, "InvalidParameterException");
}

#[test]
fn unknown_users_cannot_be_told_from_known_ones_when_the_client_hides_users() {
    let mut server = Server::with(json!({}), json!({ "PreventUserExistenceErrors": "ENABLED" }));
    let nobody = json!({ "ClientId": CLIENT, "Username": "nobody@example.com" });
    for operation in ["ForgotPassword", "ResendConfirmationCode"] {
        assert_eq!(server.ok(operation, nobody.clone())["CodeDeliveryDetails"]["Destination"], "n***@e***");
    }
    assert_eq!(server.cognito.outbox(None), json!([]));
    assert_eq!(server.refused("ConfirmSignUp", confirm("nobody", "123456")).0, "ExpiredCodeException");
}

#[test]
fn a_password_is_changed_by_its_owner_and_earlier_ones_are_refused() {
    let mut server = Server::with(
        json!({ "Policies": { "PasswordPolicy": { "MinimumLength": 6, "RequireSymbols": false, "PasswordHistorySize": 2 } } }),
        json!({}),
    );
    let token = server.tokens()["AccessToken"].clone();
    let change =
        |from: &str, to: &str| json!({ "AccessToken": token, "PreviousPassword": from, "ProposedPassword": to });
    let wrong = server.refused("ChangePassword", change("Wrong0rd", "Second0"));
    assert_eq!(wrong, refusal("NotAuthorized", "Incorrect username or password."));
    assert_eq!(
        server.refused("ChangePassword", change(PASSWORD, PASSWORD)).0,
        "PasswordHistoryPolicyViolationException"
    );
    server.ok("ChangePassword", change(PASSWORD, "Second0"));
    assert_eq!(
        server.refused("ChangePassword", change("Second0", PASSWORD)).0,
        "PasswordHistoryPolicyViolationException"
    );
    server.ok("ChangePassword", change("Second0", "Third00"));
    server.ok("ChangePassword", change("Third00", PASSWORD));
    server.srp("ada", PASSWORD, None).unwrap();
}

#[test]
fn a_changed_address_is_unverified_until_its_code_comes_back() {
    let mut server = Server::plain();
    let token = server.tokens()["AccessToken"].clone();
    let change = json!({ "AccessToken": token, "UserAttributes": [
        { "Name": "email", "Value": "new@example.com" }, { "Name": "name", "Value": "Ada L." },
    ] });
    let answer = server.ok("UpdateUserAttributes", change);
    assert_eq!(answer["CodeDeliveryDetailsList"][0]["Destination"], "n***@e***");
    let attribute = |server: &mut Server, name: &str| {
        let user = server.ok("GetUser", json!({ "AccessToken": token }));
        let list = user["UserAttributes"].as_array().unwrap().clone();
        list.iter().find(|attribute| attribute["Name"] == name).map(|attribute| text(attribute, "Value"))
    };
    assert_eq!(attribute(&mut server, "email_verified").as_deref(), Some("false"));
    let verify = |code: &str| json!({ "AccessToken": token, "AttributeName": "email", "Code": code });
    assert_eq!(server.refused("VerifyUserAttribute", verify("no")).0, "CodeMismatchException");
    server.ok("GetUserAttributeVerificationCode", json!({ "AccessToken": token, "AttributeName": "email" }));
    let code = server.code();
    server.ok("VerifyUserAttribute", verify(&code));
    assert_eq!(attribute(&mut server, "email_verified").as_deref(), Some("true"));
    server.ok("DeleteUserAttributes", json!({ "AccessToken": token, "UserAttributeNames": ["name"] }));
    assert_eq!(attribute(&mut server, "name"), None);
    let sub = json!({ "AccessToken": token, "UserAttributeNames": ["sub"] });
    assert_eq!(server.refused("DeleteUserAttributes", sub).0, "InvalidParameterException");
}

#[test]
fn an_address_that_must_be_verified_first_stays_until_then() {
    let mut server = Server::with(
        json!({ "UserAttributeUpdateSettings": { "AttributesRequireVerificationBeforeUpdate": ["email"] } }),
        json!({}),
    );
    let token = server.tokens()["AccessToken"].clone();
    let change = json!({ "AccessToken": token, "UserAttributes": [{ "Name": "email", "Value": "new@example.com" }] });
    server.ok("UpdateUserAttributes", change);
    let email = |server: &mut Server| {
        let user = server.ok("AdminGetUser", json!({ "UserPoolId": POOL, "Username": "ada" }));
        user["UserAttributes"].as_array().unwrap().iter().find(|one| one["Name"] == "email").unwrap()["Value"].clone()
    };
    assert_eq!(email(&mut server), "ada@example.com");
    let code = server.code();
    server.ok("VerifyUserAttribute", json!({ "AccessToken": token, "AttributeName": "email", "Code": code }));
    assert_eq!(email(&mut server), "new@example.com");
}

#[test]
fn an_authenticator_is_enrolled_and_preferred_by_its_owner() {
    let mut server = Server::with(json!({ "MfaConfiguration": "OPTIONAL" }), json!({}));
    let token = server.tokens()["AccessToken"].clone();
    let prefer = json!({
        "AccessToken": token, "SMSMfaSettings": null, "SoftwareTokenMfaSettings": { "Enabled": true, "PreferredMfa": true },
    });
    let early = server.refused("SetUserMFAPreference", prefer.clone());
    assert_eq!(early, refusal("InvalidParameter", "User has not verified software token mfa"));
    let secret = text(&server.ok("AssociateSoftwareToken", json!({ "AccessToken": token })), "SecretCode");
    let verify = |code: &str| json!({ "AccessToken": token, "UserCode": code, "FriendlyDeviceName": "phone" });
    assert_eq!(
        server.refused("VerifySoftwareToken", verify("000000")),
        refusal("EnableSoftwareTokenMFA", "Code mismatch")
    );
    let code = totp(&secret, server.now);
    assert_eq!(server.ok("VerifySoftwareToken", verify(&code))["Status"], "SUCCESS");
    assert!(server.srp("ada", PASSWORD, None).unwrap().get("AuthenticationResult").is_some(), "not turned on yet");
    server.ok("SetUserMFAPreference", prefer);
    let user = server.ok("GetUser", json!({ "AccessToken": token }));
    assert_eq!(user["UserMFASettingList"], json!(["SOFTWARE_TOKEN_MFA"]));
    assert_eq!(user["PreferredMfaSetting"], "SOFTWARE_TOKEN_MFA");
    assert_eq!(server.srp("ada", PASSWORD, None).unwrap()["ChallengeName"], "SOFTWARE_TOKEN_MFA");
    let factors = server.ok("GetUserAuthFactors", json!({ "AccessToken": token }));
    assert_eq!(factors["ConfiguredUserAuthFactors"], json!(["PASSWORD"]));
    let off = json!({ "AccessToken": token, "SoftwareTokenMfaSettings": { "Enabled": false } });
    server.ok("SetUserMFAPreference", off);
    assert!(server.srp("ada", PASSWORD, None).unwrap().get("AuthenticationResult").is_some());
}

#[test]
fn sms_is_turned_on_the_older_way_once_there_is_a_number() {
    let mut server = Server::with(json!({ "MfaConfiguration": "OPTIONAL" }), json!({}));
    let token = server.tokens()["AccessToken"].clone();
    let on =
        json!({ "AccessToken": token, "MFAOptions": [{ "DeliveryMedium": "SMS", "AttributeName": "phone_number" }] });
    let early = server.refused("SetUserSettings", on.clone());
    assert_eq!(early, refusal("InvalidParameter", "User does not have delivery config set to turn on SMS_MFA"));
    let number =
        json!({ "AccessToken": token, "UserAttributes": [{ "Name": "phone_number", "Value": "+15551234567" }] });
    server.ok("UpdateUserAttributes", number);
    server.ok("SetUserSettings", on);
    let user = server.ok("GetUser", json!({ "AccessToken": token }));
    assert_eq!(user["MFAOptions"], json!([{ "AttributeName": "phone_number", "DeliveryMedium": "SMS" }]));
    assert_eq!(server.srp("ada", PASSWORD, None).unwrap()["ChallengeName"], "SMS_MFA");
}

#[test]
fn a_verified_alias_belongs_to_one_user_unless_the_next_one_takes_it() {
    let mut server = Server::with(json!({ "AliasAttributes": ["email"] }), json!({}));
    server.ok("SignUp", sign_up("grace", json!({ "email": "ada@example.com" })));
    let code = server.code();
    let mut body = confirm("grace", &code);
    let refused = server.refused("ConfirmSignUp", body.clone());
    assert_eq!(refused, refusal("AliasExists", "An account with the email already exists."));
    body["ForceAliasCreation"] = json!(true);
    server.ok("ConfirmSignUp", body);
    let tokens = server.srp("ada@example.com", PASSWORD, None).unwrap();
    assert_eq!(claims(&tokens["AuthenticationResult"]["AccessToken"])["username"], "grace");
}

#[test]
fn a_client_reads_and_writes_only_the_attributes_that_it_may() {
    let mut server = Server::with(json!({}), json!({ "ReadAttributes": ["email"], "WriteAttributes": ["name"] }));
    let tokens = server.tokens();
    let id = claims(&tokens["IdToken"]);
    assert_eq!((&id["email"], id.get("email_verified")), (&json!("ada@example.com"), None));
    let write = |name: &str| json!({ "AccessToken": tokens["AccessToken"], "UserAttributes": [{ "Name": name, "Value": "x" }] });
    server.ok("UpdateUserAttributes", write("name"));
    let refused = server.refused("UpdateUserAttributes", write("nickname"));
    assert_eq!(refused, refusal("NotAuthorized", "A client attempted to write unauthorized attribute"));
}
