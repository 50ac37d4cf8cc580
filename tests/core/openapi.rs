//! The description of the neutral contract, made from the same tables that the proxy routes by.

use cognito_identity_wasm::operation::{ErrorName, Operation};
use cognito_identity_wasm::proxy::{ADMIN_ROUTES, openapi};
use cognito_identity_wasm::wire::rest::answers::{ANSWERS, STRUCTURES, lines, members_of};
use cognito_identity_wasm::wire::rest::challenges::{CHALLENGES, STARTS, listed};
use cognito_identity_wasm::wire::rest::routes::{ROUTES, route};
use cognito_identity_wasm::wire::rest::{UNTOLD, names};
use serde_json::Value;
use std::collections::BTreeSet;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/pkg-template/openapi.json");

#[test]
fn the_description_in_the_package_is_that_of_the_routes() {
    let document = openapi();
    if std::env::var_os("UPDATE_TRANSCRIPTS").is_some() {
        std::fs::write(FILE, serde_json::to_string_pretty(&document).unwrap() + "\n").unwrap();
    }
    let written: Value = serde_json::from_str(&std::fs::read_to_string(FILE).unwrap()).unwrap();
    assert!(
        written == document,
        "UPDATE_TRANSCRIPTS=1 cargo test --features server --test core openapi writes it anew"
    );
}

/// Every operation, with its method and path.
fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            all.push((method.to_uppercase(), path.clone(), operation.clone()));
        }
    }
    all
}

/// Every object of the document, with where it stands.
fn walk(value: &Value, at: &str, visit: &mut dyn FnMut(&str, &Value)) {
    match value {
        Value::Object(members) => {
            visit(at, value);
            members.iter().for_each(|(name, inner)| walk(inner, &format!("{at}/{name}"), visit));
        }
        Value::Array(items) => items.iter().for_each(|item| walk(item, at, visit)),
        _ => {}
    }
}

fn model() -> Value {
    serde_json::from_str(include_str!("../fixtures/cognito-answers.json")).unwrap()
}

#[test]
fn every_route_is_described_and_nothing_names_the_provider() {
    let document = openapi();
    for route in ROUTES {
        assert!(document["paths"][route.path][route.method.to_lowercase()].is_object(), "{}", route.path);
    }
    for (method, below, ..) in ADMIN_ROUTES {
        let path = format!("/admin{below}");
        assert!(document["paths"][&path][method.to_lowercase()].is_object(), "{path}");
    }
    assert_eq!(
        operations(&document).len(),
        ROUTES.len() + ADMIN_ROUTES.len() + 5,
        "with /session, /admin/denied-tokens, /login, /login/redeem and what a browser opens to sign out"
    );
    let lower = document.to_string().to_lowercase();
    for word in ["cognito", "aws", "amazon", "lambda", "pool", "initiateauth"] {
        assert!(!lower.contains(word), "{word}");
    }
}

#[test]
fn every_operation_says_what_it_does_under_an_id_and_a_tag_of_its_own() {
    let document = openapi();
    let tags: BTreeSet<&str> =
        document["tags"].as_array().unwrap().iter().map(|tag| tag["name"].as_str().unwrap()).collect();
    let (mut ids, mut summaries) = (BTreeSet::new(), BTreeSet::new());
    for (method, path, operation) in operations(&document) {
        let text = |name: &str| operation[name].as_str().unwrap_or_default().to_owned();
        assert!(text("summary").len() > 7 && text("description").len() > 7, "{method} {path}");
        assert!(!text("summary").ends_with('.') && text("description").ends_with('.'), "{method} {path}");
        assert!(ids.insert(text("operationId")) && summaries.insert(text("summary")), "{method} {path}");
        assert_eq!(operation["tags"].as_array().unwrap().len(), 1);
        assert!(tags.contains(operation["tags"][0].as_str().unwrap()), "{path}");
    }
}

#[test]
fn every_member_and_every_parameter_has_words() {
    let document = openapi();
    walk(&document, "", &mut |at, value| {
        for (name, member) in value["properties"].as_object().into_iter().flatten() {
            // What tells the variants apart says itself what it is.
            let is_choice = member["enum"].as_array().is_some_and(|values| values.len() == 1);
            let words = member["description"].as_str().unwrap_or_default();
            assert!(is_choice || name == "error" || name == "tokens" || words.ends_with('.'), "{at}: {name}");
        }
        if value["in"].is_string() {
            assert!(value["description"].as_str().is_some_and(|words| words.ends_with('.')), "{at}: {value}");
        }
        if value["discriminator"].is_object() {
            assert!(value["description"].is_string(), "{at}");
        }
    });
    let codes =
        document["components"]["schemas"]["ErrorDetails"]["properties"]["code"]["description"].as_str().unwrap();
    for line in codes.lines().skip(2) {
        assert!(line.ends_with('.') && line.len() > 20, "{line}");
    }
    let introduction = document["info"]["description"].as_str().unwrap();
    assert!(!introduction.contains('{'), "every place is filled");
}

#[test]
fn no_list_of_required_members_is_empty_and_each_names_a_member() {
    let document = openapi();
    let mut seen = 0;
    walk(&document, "", &mut |at, value| {
        let Some(required) = value["required"].as_array() else { return };
        seen += 1;
        assert!(!required.is_empty(), "{at}");
        for name in required {
            assert!(value["properties"][name.as_str().unwrap()].is_object(), "{at}: {name}");
        }
    });
    assert!(seen > 60, "{seen}");
}

#[test]
fn every_reference_leads_somewhere_and_every_schema_is_used() {
    let document = openapi();
    let mut used = BTreeSet::new();
    walk(&document, "", &mut |at, value| {
        let mapped = value["discriminator"]["mapping"].as_object().into_iter().flatten().map(|(_, target)| target);
        for target in value["$ref"].as_str().into_iter().chain(mapped.filter_map(Value::as_str)) {
            let target = target.strip_prefix('#').unwrap();
            assert!(document.pointer(target).is_some(), "{at}: {target}");
            used.insert(target.to_owned());
        }
    });
    for (kind, parts) in document["components"].as_object().unwrap() {
        for name in parts.as_object().unwrap().keys().filter(|_| kind != "securitySchemes") {
            assert!(used.contains(&format!("/components/{kind}/{name}")), "{kind} {name}");
        }
    }
}

#[test]
fn a_client_can_tell_methods_and_challenges_apart() {
    let document = openapi();
    let schemas = &document["components"]["schemas"];
    let variant = |choice: &str, value: &str| {
        let target =
            schemas[choice]["discriminator"]["mapping"][value].as_str().unwrap_or_else(|| panic!("{choice} {value}"));
        document.pointer(target.strip_prefix('#').unwrap()).unwrap()
    };
    let inside = |schema: &Value, member: &str| {
        let target = schema["properties"][member]["$ref"].as_str().unwrap();
        document.pointer(target.strip_prefix('#').unwrap()).unwrap().clone()
    };
    let holds = |schema: &Value, list: &'static str| {
        let required: Vec<&str> =
            schema["required"].as_array().into_iter().flatten().map(|name| name.as_str().unwrap()).collect();
        for (name, is_required) in listed(list) {
            let name = names::parameter(name);
            assert!(schema["properties"][&name].is_object(), "{name}");
            assert_eq!(required.contains(&name.as_str()), is_required, "{name}");
        }
    };
    for choice in ["SignInRequest", "ChallengeRequest", "Challenge"] {
        let one_of = schemas[choice]["oneOf"].as_array().unwrap().len();
        assert_eq!(one_of, schemas[choice]["discriminator"]["mapping"].as_object().unwrap().len());
    }
    for start in STARTS {
        let request = variant("SignInRequest", start.method);
        assert_eq!(request["properties"]["method"]["enum"], serde_json::json!([start.method]));
        holds(&inside(request, "authParameters"), start.takes);
    }
    for challenge in CHALLENGES {
        let (question, answer) = (variant("Challenge", challenge.name), variant("ChallengeRequest", challenge.name));
        for schema in [question, answer] {
            assert_eq!(schema["properties"]["challengeName"]["enum"], serde_json::json!([challenge.name]));
            let needs = schema["required"].as_array().unwrap().contains(&"session".into());
            assert_eq!(needs, challenge.session, "{}", challenge.name);
        }
        holds(&inside(question, "challengeParameters"), challenge.brings);
        holds(&inside(answer, "challengeResponses"), challenge.takes);
    }
}

#[test]
fn required_members_of_requests_are_those_that_the_service_requires() {
    let (document, model) = (openapi(), model());
    let added = ["ClientId", "UserPoolId", "AccessToken", "RefreshToken", "Token"];
    for (method, path, operation) in operations(&document) {
        let command =
            ADMIN_ROUTES.iter().find(|(known, below, ..)| *known == method && format!("/admin{below}") == path);
        let own = ROUTES.iter().find(|route| route.method == method && route.path == path);
        let needed: Vec<String> = match (own, command) {
            (Some(route), _) => {
                let required = route.operation.members().iter().filter(|member| member.required);
                required.map(|member| member.name.to_owned()).collect()
            }
            (_, Some((.., command, _))) => {
                let required = model["operations"][command]["input"].as_array().unwrap();
                required.iter().map(|name| name.as_str().unwrap().to_owned()).collect()
            }
            _ => continue,
        };
        let in_body = operation["requestBody"]["content"]["application/json"]["schema"]["required"].as_array();
        let in_address = operation["parameters"].as_array().unwrap().iter().filter(|one| one["required"] == true);
        let mut told: BTreeSet<String> =
            in_body.into_iter().flatten().map(|name| name.as_str().unwrap().to_owned()).collect();
        told.extend(
            in_address.filter_map(|one| one["name"].as_str()).filter(|name| !name.starts_with('X')).map(Into::into),
        );
        let expected: BTreeSet<String> =
            needed.iter().filter(|name| !added.contains(&name.as_str())).map(|name| names::member(name)).collect();
        // Two bodies are a choice; the test above looks at them.
        if !["/sign-in", "/challenge"].contains(&path.as_str()) {
            assert_eq!(told, expected, "{method} {path}");
        }
    }
}

#[test]
fn answers_are_those_of_the_service_model() {
    let model = model();
    let held = |table: &'static str, name: &str, expected: &Value| {
        let members = members_of(table, name);
        let wanted: BTreeSet<String> = expected["members"]
            .as_object()
            .unwrap()
            .keys()
            .filter(|name| !UNTOLD.contains(&name.as_str()))
            .cloned()
            .collect();
        let told: BTreeSet<String> = members.iter().map(|member| member.name.to_owned()).collect();
        assert_eq!(told, wanted, "{name}");
        for member in &members {
            let kind = format!("{}{}", if member.list { "[" } else { "" }, member.kind);
            assert_eq!(expected["members"][member.name], kind, "{name}.{}", member.name);
        }
        for name in expected["required"].as_array().unwrap() {
            assert!(members.iter().any(|member| member.name == name && member.required), "{name}");
        }
    };
    for (name, expected) in model["operations"].as_object().unwrap() {
        held(ANSWERS, name, expected);
    }
    for (name, expected) in model["structures"].as_object().unwrap() {
        held(STRUCTURES, name, expected);
    }
    for (name, _) in lines(ANSWERS) {
        assert!(model["operations"][name].is_object(), "{name}");
    }
}

#[test]
fn every_operation_lists_its_errors_by_status() {
    let (document, model) = (openapi(), model());
    for (method, path, operation) in operations(&document) {
        let mut listed: BTreeSet<String> = BTreeSet::new();
        // What a browser opens.
        let is_opened = method == "GET" && ["/login", "/sign-out"].contains(&path.as_str());
        for (status, response) in operation["responses"].as_object().unwrap() {
            if status == "200" {
                assert!(
                    response["content"]["application/json"]["schema"]["$ref"].is_string()
                        || response["content"]["application/json"]["schema"]["properties"].is_object(),
                    "{path}"
                );
                continue;
            }
            if status == "302" {
                assert!(is_opened && response["headers"]["Location"].is_object(), "{path}");
                continue;
            }
            let target =
                response["$ref"].as_str().and_then(|target| document.pointer(target.strip_prefix('#').unwrap()));
            let response = target.unwrap_or(response);
            assert_eq!(response["content"]["application/json"]["schema"]["$ref"], "#/components/schemas/Error");
            for code in response["x-error-codes"].as_array().unwrap() {
                let code = code.as_str().unwrap();
                assert!(response["description"].as_str().unwrap().contains(code));
                listed.insert(code.to_owned());
            }
        }
        let own = Operation::ALL.iter().find(|own| route(**own).method == method && route(**own).path == path);
        let command =
            ADMIN_ROUTES.iter().find(|(known, below, ..)| *known == method && format!("/admin{below}") == path);
        let errors: Vec<String> = match (own, command) {
            (Some(own), _) => own.errors().iter().map(|error| error.name().to_owned()).collect(),
            (_, Some((.., command, _))) => {
                let errors = model["operations"][command]["errors"].as_array().unwrap();
                errors.iter().map(|name| name.as_str().unwrap().to_owned()).collect()
            }
            _ => Vec::new(),
        };
        for error in errors {
            assert!(listed.contains(names::code(&error)), "{method} {path}: {error}");
        }
        assert!((listed.contains("CsrfHeaderMissing") || is_opened) && listed.contains("ServiceUnavailable"));
        for code in &listed {
            let known = ErrorName::ALL.iter().any(|name| names::code(name.name()) == code);
            let admin = ["GroupExists", "PreconditionNotMet", "UnsupportedUserState"].contains(&code.as_str());
            assert!(known || admin || names::OWN_CODES.contains(&code.as_str()), "{code}");
        }
    }
}
