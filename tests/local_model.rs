//! The local Cognito holds requests and configurations to the service's model: enums, patterns, bounds and types of every member.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod local_twin;

use cognito_identity_wasm::local::LocalCognito;
use local_twin::*;
use serde_json::{Value, json};

/// The pool's id and the members of a request.
fn of_pool(members: Value) -> Value {
    let mut body = json!({ "UserPoolId": POOL });
    merge(&mut body, members);
    body
}

#[test]
fn members_that_break_the_model_are_refused_in_the_services_words() {
    let mut server = Server::plain();
    let user = |members: Value| {
        let mut body = of_pool(json!({ "Username": "bea" }));
        merge(&mut body, members);
        body
    };
    let long = "x".repeat(129);
    let one = "1 validation error detected: ";
    for (operation, body, text) in [
        (
            "AdminCreateUser",
            user(json!({ "MessageAction": "SILENT" })),
            "Value 'SILENT' at 'messageAction' failed to satisfy constraint: Member must satisfy enum value set: [RESEND, SUPPRESS]",
        ),
        (
            "AdminCreateUser",
            user(json!({ "DesiredDeliveryMediums": ["EMAIL", "PIGEON"] })),
            "Value '[EMAIL, PIGEON]' at 'desiredDeliveryMediums' failed to satisfy constraint: \
             Member must satisfy constraint: [Member must satisfy enum value set: [SMS, EMAIL]]",
        ),
        (
            "AdminCreateUser",
            user(json!({ "UserAttributes": [{ "Name": "name", "Value": "B" }, { "Value": "x" }] })),
            "Value null at 'userAttributes.2.member.name' failed to satisfy constraint: Member must not be null",
        ),
        (
            "CreateUserPool",
            json!({ "PoolName": "a/b" }),
            "Value 'a/b' at 'poolName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w\\s+=,.@-]+",
        ),
        (
            "CreateUserPool",
            json!({ "PoolName": long }),
            &format!(
                "Value '{long}' at 'poolName' failed to satisfy constraint: Member must have length less than or equal to 128"
            ),
        ),
        (
            "CreateUserPool",
            json!({ "PoolName": "a", "AutoVerifiedAttributes": ["mail"] }),
            "Value '[mail]' at 'autoVerifiedAttributes' failed to satisfy constraint: \
             Member must satisfy constraint: [Member must satisfy enum value set: [phone_number, email]]",
        ),
        (
            "CreateUserPool",
            json!({ "PoolName": "a", "Schema": [{ "Name": "x", "AttributeDataType": "Text" }] }),
            "Value 'Text' at 'schema.1.member.attributeDataType' failed to satisfy constraint: \
             Member must satisfy enum value set: [String, Number, DateTime, Boolean]",
        ),
        (
            "CreateUserPool",
            json!({ "PoolName": "a", "Policies": { "PasswordPolicy": { "MinimumLength": 5 } } }),
            "Value '5' at 'policies.passwordPolicy.minimumLength' failed to satisfy constraint: \
             Member must have value greater than or equal to 6",
        ),
        (
            "CreateUserPoolClient",
            of_pool(json!({ "ClientName": "a", "TokenValidityUnits": { "IdToken": "weeks" } })),
            "Value 'weeks' at 'tokenValidityUnits.idToken' failed to satisfy constraint: \
             Member must satisfy enum value set: [seconds, minutes, hours, days]",
        ),
        (
            "CreateUserPoolClient",
            of_pool(json!({ "ClientName": "a", "AccessTokenValidity": 0 })),
            "Value '0' at 'accessTokenValidity' failed to satisfy constraint: Member must have value greater than or equal to 1",
        ),
        (
            "CreateUserPoolClient",
            of_pool(json!({ "ClientName": "a;b" })),
            "Value 'a;b' at 'clientName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w\\s+=,.@-]+",
        ),
        (
            "CreateGroup",
            of_pool(json!({ "GroupName": "two words" })),
            "Value 'two words' at 'groupName' failed to satisfy constraint: \
             Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+",
        ),
        (
            "CreateResourceServer",
            of_pool(json!({ "Identifier": "an api", "Name": "api" })),
            "Value 'an api' at 'identifier' failed to satisfy constraint: \
             Member must satisfy regular expression pattern: [\\x21\\x23-\\x5B\\x5D-\\x7E]+",
        ),
        (
            "SetLogDeliveryConfiguration",
            of_pool(json!({ "LogConfigurations": [{ "LogLevel": "DEBUG", "EventSource": "userNotification" }] })),
            "Value 'DEBUG' at 'logConfigurations.1.member.logLevel' failed to satisfy constraint: \
             Member must satisfy enum value set: [ERROR, INFO]",
        ),
        (
            "ListUserPools",
            json!({ "MaxResults": 61 }),
            "Value '61' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 60",
        ),
        (
            "SignUp",
            json!({ "ClientId": "a-b", "Username": "bea", "Password": PASSWORD }),
            "Value at 'clientId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+]+",
        ),
    ] {
        assert_eq!(server.refused(operation, body), refusal("InvalidParameter", &format!("{one}{text}")));
    }
    let tag = json!({ "ResourceArn": "arn:aws:x", "Tags": { "": "x" } });
    let (name, text) = server.refused("TagResource", tag);
    assert_eq!(name, "InvalidParameterException");
    assert!(text.starts_with("3 validation errors detected: Value 'arn:aws:x' at 'resourceArn' failed"), "{text}");
    let lambda = json!({ "PoolName": "a", "LambdaConfig": { "PreSignUp": "not an arn, and no name" } });
    assert!(
        server.refused("CreateUserPool", lambda).1.contains("'lambdaConfig.preSignUp' failed to satisfy constraint")
    );
    let ranges: Vec<String> = (0..201).map(|index| format!("10.0.0.{index}/32")).collect();
    let risk = of_pool(json!({ "RiskExceptionConfiguration": { "BlockedIPRangeList": ranges } }));
    assert!(server.refused("SetRiskConfiguration", risk).1.contains("blockedIPRangeList"));
}

#[test]
fn values_of_another_type_are_a_serialization_error_without_words_of_ours() {
    let mut server = Server::plain();
    let pool = |members: Value| {
        let mut body = json!({ "PoolName": "a" });
        merge(&mut body, members);
        body
    };
    for (body, text) in [
        (pool(json!({ "PoolName": 7 })), "NUMBER_VALUE can not be converted to a String"),
        (pool(json!({ "PoolName": {} })), "Start of structure or map found where not expected."),
        (pool(json!({ "PoolName": [] })), "Start of list found where not expected"),
        (pool(json!({ "UserPoolTags": { "a": 1 } })), "NUMBER_VALUE can not be converted to a String"),
        (pool(json!({ "UserPoolTags": "a" })), "Expected map or null"),
        (pool(json!({ "AutoVerifiedAttributes": "email" })), "Expected list or null"),
        (
            pool(json!({ "Policies": { "PasswordPolicy": { "MinimumLength": "8" } } })),
            "STRING_VALUE can not be converted to an Integer",
        ),
        (
            pool(json!({ "AdminCreateUserConfig": { "AllowAdminCreateUserOnly": "yes" } })),
            "STRING_VALUE can not be converted to a Boolean",
        ),
    ] {
        assert_eq!(server.refused("CreateUserPool", body), refusal("Serialization", text));
    }
    for body in ["[]", "7", "{", "\"x\""] {
        let response = server.send(&post("CreateUserPool", body.to_owned()));
        assert_eq!(response.status, 400);
        assert!(response.body.contains("SerializationException"), "{}", response.body);
        for word in ["serde", "line", "column", "invalid type", "expected struct"] {
            assert!(!response.body.contains(word), "{}", response.body);
        }
    }
}

#[test]
fn what_the_service_takes_beyond_its_model_is_taken() {
    let mut server = Server::plain();
    let certificate = json!({ "CertificateArn": "arn:aws:acm:us-east-1:000000000000:certificate/local" });
    server.ok(
        "CreateUserPoolDomain",
        of_pool(json!({ "Domain": "auth.example.com", "CustomDomainConfig": certificate })),
    );
    server.ok("SignUp", json!({ "ClientId": CLIENT, "Username": "bea", "Password": "Two w0rds!" }));
    // Members that nobody knows are passed over, as the service does.
    server.ok("AdminGetUser", of_pool(json!({ "Username": "ada", "Nonsense": 1 })));
    let secret = "x".repeat(24);
    server.ok("AddUserPoolClientSecret", of_pool(json!({ "ClientId": CLIENT, "ClientSecret": secret })));
}

#[test]
fn attributes_are_held_to_the_standard_schema() {
    let mut server = Server::plain();
    for (name, value, part) in [
        ("updated_at", "-1", "updated_at"),
        ("updated_at", "soon", "updated_at"),
        ("birthdate", "1815", "birthdate"),
        ("email_verified", "yes", "email_verified"),
    ] {
        let body = of_pool(json!({ "Username": "ada", "UserAttributes": [{ "Name": name, "Value": value }] }));
        let (error, text) = server.refused("AdminUpdateUserAttributes", body);
        assert_eq!(error, "InvalidParameterException");
        assert!(text.contains(part), "{text}");
    }
}

fn refused_config(change: impl FnOnce(&mut Value)) -> String {
    let mut config = config(json!({}), json!({}));
    change(&mut config);
    match LocalCognito::new(&config.to_string(), KEY, START, [1; 32]) {
        Ok(_) => panic!("accepted: {config}"),
        Err(error) => error.message.to_string(),
    }
}

#[test]
fn a_mistyped_member_of_the_configuration_is_named_with_its_place_and_the_nearest_name() {
    type Change = fn(&mut Value);
    let table: [(Change, &str); 20] = [
        (
            |it| it["pools"][0]["pool"]["PollName"] = json!("x"),
            "pools[0].pool.PollName is unknown. Did you mean PoolName?",
        ),
        (
            |it| it["pools"][0]["users"][0]["Attributs"] = json!({}),
            "pools[0].users[0].Attributs is unknown. Did you mean Attributes?",
        ),
        (|it| it["pools"][0]["cliens"] = json!([]), "pools[0].cliens is unknown. Did you mean clients?"),
        (
            |it| it["pools"][0]["clients"][0]["CallbackUrls"] = json!([]),
            "pools[0].clients[0].CallbackUrls is unknown. Did you mean CallbackURLs?",
        ),
        (|it| it["isuer"] = json!("x"), "isuer is unknown. Did you mean issuer?"),
        (|it| it["issuer"] = json!("localhost"), "issuer: must match the pattern https?://"),
        (|it| it["endpoint"] = json!("9400"), "endpoint: must match the pattern https?://"),
        (|it| it["region"] = json!("US East"), "region: must match the pattern"),
        (|it| it["region"] = json!(7), "region must be a string."),
        (|it| it["pools"][0]["users"] = json!({}), "pools[0].users must be an array."),
        (|it| it["pools"][0]["users"][0]["Username"] = Value::Null, "pools[0].users[0].Username: it is required."),
        (
            |it| it["pools"][0]["users"][0]["UserStatus"] = json!("DONE"),
            "pools[0].users[0].UserStatus: must be one of CONFIRMED, UNCONFIRMED",
        ),
        (
            |it| it["pools"][0]["users"][0]["TemporaryPassword"] = json!(PASSWORD),
            "pools[0].users[0]: Give Password or TemporaryPassword, not both.",
        ),
        (
            |it| {
                it["pools"][0]["groups"] = json!(["admins", { "GroupName": "guests" }]);
                it["pools"][0]["users"][0]["Groups"] = json!(["guests", "admin"]);
            },
            "pools[0].users[0].Groups[1]: the pool has no group admin. Did you mean admins?",
        ),
        (
            |it| it["pools"][0]["groups"] = json!([{ "GroupName": "a", "Precedence": -1 }]),
            "pools[0].groups[0].Precedence: must have value greater than or equal to 0.",
        ),
        (
            |it| it["pools"][0]["login"] = json!({ "callbackURLs": [] }),
            "pools[0].login.callbackURLs is unknown. Did you mean CallbackURLs?",
        ),
        (
            |it| it["faults"] = json!({ "throttle": { "operation": "InitateAuth" } }),
            "faults.throttle.operation: InitateAuth is not an operation. Did you mean InitiateAuth?",
        ),
        (
            |it| it["faults"] = json!({ "serverError": { "status": 99 } }),
            "faults.serverError.status: must have value greater than or equal to 200.",
        ),
        (
            |it| it["faults"] = json!({ "serverError": { "status": 600 } }),
            "faults.serverError.status: must have value less than or equal to 599.",
        ),
        (
            |it| {
                it["pools"][0]["pool"]["LambdaConfig"] =
                    json!({ "PreSignUp": "arn:aws:lambda:us-east-1:000000000000:function:f" })
            },
            "LambdaConfig.PreSignUp: the local Cognito has no handler for preSignUp in this user pool.",
        ),
    ];
    for (change, expected) in table {
        let message = refused_config(change);
        assert!(message.contains(expected), "{expected}: {message}");
    }
    let list = LocalCognito::new("[]", KEY, START, [1; 32]).err().unwrap();
    assert!(list.message.contains("must be an object"), "{}", list.message);
}

#[test]
fn users_of_a_pool_that_names_no_groups_bring_theirs_and_members_for_others() {
    let mut config = config(json!({}), json!({}));
    config["pools"][0]["users"][0]["about"] = json!("for whoever reads the configuration");
    config["pools"][0]["users"][0]["Groups"] = json!(["crew"]);
    let mut server = Server::new(config);
    assert_eq!(claims(&server.tokens()["IdToken"])["cognito:groups"], json!(["crew"]));
}

#[test]
fn a_fault_is_refused_when_it_is_set() {
    let mut server = Server::plain();
    for (faults, part) in [
        (json!({ "serverError": { "status": 101 } }), "serverError.status"),
        (json!({ "drop": { "operation": "Nothing" } }), "Nothing is not an operation"),
        (json!({ "latencyMs": -1 }), "latencyMs"),
        (json!([]), "must be an object"),
    ] {
        let mut request = post("", faults.to_string());
        request.path = "/_local/faults".into();
        let response = server.send(&request);
        assert_eq!(response.status, 400, "{faults}");
        assert!(response.body.contains(part), "{}", response.body);
    }
    server.faults(json!({ "throttle": { "operation": "/oauth2/token" }, "serverError": { "status": 599 } }));
}

#[test]
fn functions_set_at_run_time_have_a_handler_or_are_refused() {
    let arn = "arn:aws:lambda:us-east-1:000000000000:function:f";
    let mut config = config(json!({}), json!({}));
    config["pools"][0]["triggers"] = json!(["preSignUp", "preTokenGeneration"]);
    let mut server = Server::new(config);
    let hooks = json!({ "PreSignUp": arn, "PreTokenGenerationConfig": { "LambdaArn": arn, "LambdaVersion": "V1_0" } });
    server.ok("UpdateUserPool", of_pool(json!({ "LambdaConfig": hooks })));
    let update = of_pool(json!({ "LambdaConfig": { "PostConfirmation": arn } }));
    let (name, text) = server.refused("UpdateUserPool", update);
    assert_eq!(name, "InvalidParameterException");
    assert!(
        text.starts_with("LambdaConfig.PostConfirmation: the local Cognito has no handler for postConfirmation"),
        "{text}"
    );
    let create = json!({ "PoolName": "x", "LambdaConfig": { "CustomMessage": arn } });
    assert_eq!(server.refused("CreateUserPool", create).0, "InvalidParameterException");
}

#[test]
fn a_pool_is_described_with_its_defaults() {
    let mut server = Server::plain();
    let pool = server.ok("CreateUserPool", json!({ "PoolName": "x" }))["UserPool"].clone();
    assert_eq!(server.ok("DescribeUserPool", json!({ "UserPoolId": pool["Id"] }))["UserPool"], pool);
    assert_eq!(pool["DeletionProtection"], "INACTIVE");
    assert_eq!(pool["LambdaConfig"], json!({}));
    assert_eq!(pool["EmailConfiguration"]["EmailSendingAccount"], "COGNITO_DEFAULT");
    assert_eq!(pool["VerificationMessageTemplate"]["DefaultEmailOption"], "CONFIRM_WITH_CODE");
    assert_eq!(
        pool["AdminCreateUserConfig"],
        json!({ "AllowAdminCreateUserOnly": false, "UnusedAccountValidityDays": 7 })
    );
    assert_eq!(pool["AccountRecoverySetting"]["RecoveryMechanisms"].as_array().unwrap().len(), 2);
    assert_eq!(pool["Policies"]["PasswordPolicy"]["TemporaryPasswordValidityDays"], 7);
    assert_eq!(pool["Policies"]["SignInPolicy"]["AllowedFirstAuthFactors"], json!(["PASSWORD"]));
    let schema = pool["SchemaAttributes"].as_array().unwrap();
    let of = |name: &str| schema.iter().find(|one| one["Name"] == name).unwrap();
    assert_eq!(of("birthdate")["StringAttributeConstraints"], json!({ "MinLength": "10", "MaxLength": "10" }));
    assert_eq!(of("updated_at")["NumberAttributeConstraints"], json!({ "MinValue": "0" }));
    assert_eq!(of("email_verified").get("StringAttributeConstraints"), None);
}

#[test]
fn an_import_job_has_the_services_id_and_an_address_that_nobody_has() {
    let mut server = Server::plain();
    let role = "arn:aws:iam::000000000000:role/import";
    let job = server.ok("CreateUserImportJob", of_pool(json!({ "JobName": "j", "CloudWatchLogsRoleArn": role })));
    let id = text(&job["UserImportJob"], "JobId");
    assert!(id.starts_with("import-") && id.len() == 17, "{id}");
    assert!(text(&job["UserImportJob"], "PreSignedUrl").starts_with("https://no-uploads.invalid/"));
    let found = server.ok("DescribeUserImportJob", of_pool(json!({ "JobId": id })));
    assert_eq!(found["UserImportJob"]["PreSignedUrl"], job["UserImportJob"]["PreSignedUrl"]);
}

#[test]
fn only_attributes_of_the_schema_are_asked_for() {
    let mut server = Server::plain();
    server.ok("ListUsers", of_pool(json!({ "AttributesToGet": ["email"] })));
    let refused = server.refused("ListUsers", of_pool(json!({ "AttributesToGet": ["email", "shoe_size"] })));
    assert_eq!(refused, refusal("InvalidParameter", "One or more requested attributes do not exist."));
}

#[test]
fn only_a_whole_origin_of_this_machine_is_one() {
    let mut server = Server::plain();
    for (origin, status) in [
        ("http://localhost:3000", 200),
        ("http://LOCALHOST", 200),
        ("https://app.localhost.", 200),
        ("http://[::1]:8080", 200),
        ("http://127.1.2.3", 200),
        ("null", 403),
        ("http://localhost:3000@evil.example", 403),
        ("http://evil.example/.localhost", 403),
        ("http://[::1].evil.example", 403),
        ("http://localhost:80/x", 403),
        ("http://localhost.evil.example", 403),
        ("localhost", 403),
    ] {
        let mut request = post("ListUserPools", json!({ "MaxResults": 1 }).to_string());
        request.headers.push(("origin".into(), origin.into()));
        assert_eq!(server.send(&request).status, status, "{origin}");
    }
}
