//! The calls whose transcripts are fixtures, as scripts: what is stored, what is called, what the service answers.

use crate::support::{Ending, Host, ok, refusal, tokens};
use serde_json::{Value, json};

/// A pool, and the calls on it with the service's answers to each.
#[derive(Clone)]
pub struct Script {
    pub name: &'static str,
    pub host: Host,
    pub calls: Vec<(Value, Vec<Value>)>,
}

/// What `pkg-template/src/client/objects.ts` makes of `signIn({ username: 'mia', flow, password, preferredChallenge })`.
pub fn begin(flow: &str, password: Option<&str>, preferred: Option<&str>) -> Value {
    let auth_flow = match flow {
        "srp" => "USER_SRP_AUTH",
        "password" => "USER_PASSWORD_AUTH",
        "user-auth" => "USER_AUTH",
        _ => "CUSTOM_AUTH",
    };
    let mut members = json!({});
    if flow == "custom-srp" {
        members["CHALLENGE_NAME"] = "SRP_A".into();
    }
    if flow == "password" || preferred == Some("PASSWORD") {
        members["PASSWORD"] = password.into();
    }
    if let Some(preferred) = preferred {
        members["PREFERRED_CHALLENGE"] = preferred.into();
    }
    let srp = flow.contains("srp") || preferred == Some("PASSWORD_SRP") && password.is_some();
    let mut options = json!({ "username": "mia", "authFlow": auth_flow, "srp": srp, "members": members });
    if let Some(password) = password {
        options["password"] = password.into();
    }
    json!({ "method": "signIn", "user": "mia", "options": options })
}

/// A sign-in by that flow, with a password.
pub fn start(flow: &str) -> Value {
    begin(flow, Some("Passw0rd!"), None)
}

/// What `pkg-template/src/client/step.ts` makes of an answer to a challenge whose session is `handle`.
pub fn respond(user: &str, challenge: &str, members: Value) -> Value {
    let options = json!({ "challenge": challenge, "session": "handle", "username": user, "members": members });
    json!({ "method": "signIn", "user": user, "options": options })
}

/// The same with an option more.
pub fn with(mut call: Value, name: &str, value: Value) -> Value {
    call["options"][name] = value;
    call
}

/// A question of the service in the SRP of a person (or a device), with numbers that any server could send.
pub fn verifier(name: &str, user: &str) -> Value {
    json!({ "ChallengeName": name, "ChallengeParameters": {
        "USER_ID_FOR_SRP": user, "USERNAME": user, "SALT": "-5a17", "SRP_B": "abcdef", "SECRET_BLOCK": "c2VjcmV0" } })
}

pub fn challenge(name: &str, parameters: Value) -> Value {
    json!({ "ChallengeName": name, "Session": "handle", "ChallengeParameters": parameters })
}

pub fn device_keys() -> [(&'static str, &'static str); 3] {
    [("sub-1.deviceKey", "us-east-1_d"), ("sub-1.deviceGroupKey", "-grp"), ("sub-1.randomPasswordKey", "ZGV2aWNl")]
}

/// Tokens that come with an offer to remember the device.
pub fn tokens_with_device(name: &str) -> Value {
    let mut reply = tokens(name, Some("r1"));
    reply["AuthenticationResult"]["NewDeviceMetadata"] =
        json!({ "DeviceKey": "us-east-1_d", "DeviceGroupKey": "-grp" });
    reply
}

/// A refresh of mia's session.
pub fn refresh() -> Value {
    json!({ "method": "refresh", "user": "mia", "token": "r1", "options": {} })
}

/// An operation of the account.
pub fn account(operation: &str, access: &str, members: Value) -> Value {
    let options = json!({});
    json!({ "method": "account", "user": "mia", "operation": operation, "access": access, "members": members, "options": options })
}

/// The answers of a person without a device who signs in by SRP.
pub fn srp_answers(user: &str) -> Vec<Value> {
    vec![ok(verifier("PASSWORD_VERIFIER", user)), ok(tokens(user, Some("r1")))]
}

pub fn unknown_device() -> Value {
    refusal("ResourceNotFoundException", "Device does not exist.")
}

fn script(name: &'static str, host: Host, calls: Vec<(Value, Vec<Value>)>) -> Script {
    Script { name, host, calls }
}

/// One call that is asked something, and the answer.
fn asked(name: &'static str, first: (Value, Vec<Value>), answer: (Value, Vec<Value>)) -> Script {
    script(name, Host::default(), vec![first, answer])
}

fn of_sign_in() -> Vec<Script> {
    let (plain, mia) = (Host::default, || ok(tokens("mia", Some("r1"))));
    let secret = || Host::default().setting("clientSecret", "shh".into());
    let companions = Host::default()
        .setting("clientMetadata", json!({ "app": "shop" }))
        .setting("userContextData", json!({ "EncodedData": "blob" }));
    let question = || ok(challenge("CUSTOM_CHALLENGE", json!({ "USERNAME": "mia", "question": "2+2" })));
    let custom = || (respond("mia", "CUSTOM_CHALLENGE", json!({ "ANSWER": "4" })), vec![mia()]);
    let setup = || (start("password"), vec![ok(challenge("MFA_SETUP", json!({})))]);
    let user_auth = |preferred| begin("user-auth", Some("Passw0rd!"), Some(preferred));
    let mut device = verifier("DEVICE_PASSWORD_VERIFIER", "sub-1");
    device["Session"] = "handle-2".into();
    let chosen = json!({ "ChallengeName": "SELECT_CHALLENGE", "Session": "handle", "AvailableChallenges": ["PASSWORD_SRP", "EMAIL_OTP"] });
    let choice = respond("mia", "SELECT_CHALLENGE", json!({ "ANSWER": "PASSWORD_SRP" }));
    vec![
        script("srp", plain(), vec![(start("srp"), srp_answers("sub-1"))]),
        script("srp_with_client_secret", secret(), vec![(start("srp"), srp_answers("sub-1"))]),
        script("srp_with_companions", companions, vec![(start("srp"), srp_answers("mia"))]),
        script("password", plain(), vec![(start("password"), vec![mia()])]),
        asked("custom", (start("custom"), vec![question()]), custom()),
        asked(
            "custom_srp",
            (start("custom-srp"), vec![ok(verifier("PASSWORD_VERIFIER", "mia")), question()]),
            custom(),
        ),
        asked(
            "new_password",
            (
                start("password"),
                vec![ok(challenge(
                    "NEW_PASSWORD_REQUIRED",
                    json!({ "requiredAttributes": "[\"userAttributes.name\"]" }),
                ))],
            ),
            (
                respond(
                    "mia",
                    "NEW_PASSWORD_REQUIRED",
                    json!({ "NEW_PASSWORD": "N3w!", "userAttributes.name": "Mia" }),
                ),
                vec![mia()],
            ),
        ),
        asked(
            "select_mfa_type",
            (start("password"), vec![ok(challenge("SELECT_MFA_TYPE", json!({ "MFAS_CAN_CHOOSE": "[\"SMS_MFA\"]" })))]),
            (
                respond("mia", "SELECT_MFA_TYPE", json!({ "ANSWER": "SMS_MFA" })),
                vec![ok(challenge("SMS_MFA", json!({})))],
            ),
        ),
        asked(
            "mfa_setup_totp",
            setup(),
            (
                with(
                    respond("mia", "MFA_SETUP", json!({})),
                    "software",
                    json!({ "UserCode": "123456", "FriendlyDeviceName": "phone" }),
                ),
                vec![ok(json!({ "Status": "SUCCESS", "Session": "handle-2" })), mia()],
            ),
        ),
        asked(
            "mfa_setup_email",
            setup(),
            (
                respond("mia", "MFA_SETUP", json!({ "EMAIL": "mia@example.com" })),
                vec![ok(challenge("EMAIL_OTP", json!({})))],
            ),
        ),
        script("user_auth_password", plain(), vec![(user_auth("PASSWORD"), vec![mia()])]),
        script("user_auth_srp", plain(), vec![(user_auth("PASSWORD_SRP"), srp_answers("mia"))]),
        asked(
            "select_challenge_srp",
            (begin("user-auth", None, None), vec![ok(chosen)]),
            (with(with(choice, "password", "Passw0rd!".into()), "srp", true.into()), srp_answers("mia")),
        ),
        script(
            "new_device",
            plain(),
            vec![(
                start("srp"),
                vec![
                    ok(verifier("PASSWORD_VERIFIER", "sub-1")),
                    ok(tokens_with_device("sub-1")),
                    ok(json!({ "UserConfirmationNecessary": true })),
                ],
            )],
        ),
        script(
            "device",
            Host::with(&device_keys()),
            vec![(
                start("srp"),
                vec![
                    ok(verifier("PASSWORD_VERIFIER", "sub-1")),
                    ok(challenge("DEVICE_SRP_AUTH", json!({}))),
                    ok(device),
                    ok(tokens("sub-1", Some("r1"))),
                ],
            )],
        ),
        script(
            "device_forgotten",
            Host::with(&device_keys()),
            vec![(
                start("srp"),
                vec![ok(verifier("PASSWORD_VERIFIER", "sub-1")), unknown_device(), ok(tokens("sub-1", Some("r1")))],
            )],
        ),
    ]
}

fn of_sessions() -> Vec<Script> {
    let signed_in = || Host::default().session("mia", "r1");
    let with_device = || Host::with(&[("mia.deviceKey", "us-east-1_d")]).session("mia", "r1");
    let secret = |host: Host| host.setting("clientSecret", "shh".into());
    let one = |name, host, call, answers| script(name, host, vec![(call, answers)]);
    let sign_out = |options: Value| json!({ "method": "signOut", "user": "mia", "options": options });
    let expired = || Host::default().session_until("mia", "r1", -1.0);
    let fresh = || ok(tokens("mia", Some("r2")));
    let session = json!({ "method": "session", "user": "mia", "options": { "clientMetadata": { "app": "shop" } } });
    let of_device = with(account("ForgetDevice", "device", json!({})), "key", "us-east-1_d".into());
    let owned = Host::with(&[("mia.deviceKey", "us-east-1_d"), ("mia.deviceGroupKey", "-grp")]).session("mia", "r1");
    vec![
        one("refresh", signed_in(), refresh(), vec![ok(tokens("mia", None))]),
        one("refresh_with_device_and_secret", secret(with_device()), refresh(), vec![fresh()]),
        one(
            "refresh_the_old_way",
            secret(with_device()),
            refresh(),
            vec![refusal("UnknownOperationException", ""), ok(tokens("mia", None))],
        ),
        one("sign_out_global", signed_in(), sign_out(json!({ "global": true })), vec![ok(json!({}))]),
        one("sign_out", signed_in(), sign_out(json!({})), vec![ok(json!({}))]),
        one("sign_out_global_refreshed", expired(), sign_out(json!({ "global": true })), vec![fresh(), ok(json!({}))]),
        one("session_refreshed", expired(), session, vec![fresh()]),
        one("delete_user", signed_in(), account("DeleteUser", "token", json!({})), vec![ok(json!({}))]),
        one("forget_device", owned, of_device, vec![ok(json!({}))]),
    ]
}

/// Every script, each with a transcript of its name.
pub fn scripts() -> Vec<Script> {
    of_sign_in().into_iter().chain(of_sessions()).collect()
}

/// Plays a script, compares it with its transcript, and gives how each of its calls ended.
pub fn play(name: &str) -> (Host, Vec<Ending>) {
    let Script { mut host, calls, .. } = scripts().into_iter().find(|script| script.name == name).unwrap();
    let ends = calls.iter().map(|(call, answers)| host.run(call, answers.clone()).unwrap()).collect();
    host.matches(name);
    (host, ends)
}
