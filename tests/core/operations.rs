//! The table of operations is the service model's; the table of methods, and what machines send, keep to it.

use crate::flows::{account, scripts, with};
use crate::support::{Host, ok};
use cognito_identity_wasm::operation::{ErrorName, Method, Operation, methods};
use serde_json::{Value, json};
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

/// `ours:kind:AWS's` of a line, with its marks.
struct Member {
    name: &'static str,
    kind: char,
    aws: String,
    is_argument: bool,
    is_required: bool,
}

/// AWS's name of a member: ours with a capital letter, where the line has no other.
fn aws_name(name: &str, given: Option<&str>) -> String {
    let (first, rest) = name.split_at(usize::from(!name.is_empty()));
    given.map_or_else(|| first.to_uppercase() + rest, str::to_owned)
}

fn members(method: &Method) -> Vec<Member> {
    let read = |text: &'static str| {
        let mut parts = text.split(':');
        let (name, marks) = (parts.next().unwrap(), parts.next().unwrap());
        let aws = aws_name(name, parts.next());
        assert_eq!(parts.next(), None, "{text}");
        let kind = marks.trim_start_matches('^').trim_end_matches('!');
        assert!(kind.len() == 1 && "tknfmpluUcsx=".contains(kind), "{text}");
        Member {
            name,
            kind: kind.chars().next().unwrap(),
            aws,
            is_argument: marks.starts_with('^'),
            is_required: marks.ends_with('!'),
        }
    };
    method.members.split_whitespace().map(read).collect()
}

/// The methods that are one round trip, with their operation.
fn round_trips() -> impl Iterator<Item = (Method, Operation)> {
    methods().filter(|method| method.operation != "-").map(|method| {
        let operation = Operation::from_name(method.operation);
        (method, operation.unwrap_or_else(|| panic!("{} is no operation", method.operation)))
    })
}

fn has(operation: Operation, name: &str) -> bool {
    operation.members().iter().any(|member| member.name == name)
}

#[test]
fn every_line_of_the_methods_is_written_as_the_page_of_the_table_says() {
    let lines: Vec<Method> = methods().collect();
    let names: BTreeSet<&str> = lines.iter().map(|method| method.name).collect();
    assert_eq!(names.len(), lines.len());
    for method in &lines {
        let known = method.traits == "-" || method.traits.chars().all(|letter| "pudmoie".contains(letter));
        assert!(known, "{}: {}", method.name, method.traits);
        let is_of = |letters: &str| letters.chars().filter(|letter| method.traits.contains(*letter)).count();
        assert!(is_of("pud") <= 1, "{} is of one kind", method.name);
        let members = members(method);
        assert!(members.iter().filter(|member| member.is_argument).count() <= 1, "{}", method.name);
        let names: BTreeSet<&str> = members.iter().map(|member| member.name).collect();
        assert_eq!(names.len(), members.len(), "{}", method.name);
        let must = members.iter().any(|member| member.is_required && !member.is_argument);
        assert!(!must || is_of("op") > 0, "{}: what must be given makes its options needed", method.name);
        for shape in method.shapes.split_whitespace() {
            let mut parts = shape.split(':');
            let (ours, kind, aws) = (parts.next().unwrap(), parts.next().unwrap(), parts.next());
            let kind = kind.strip_prefix('!').unwrap_or(kind);
            let letter = kind.strip_prefix('[').unwrap_or(kind);
            assert!(letter.len() == 1 && "vtADEPFNLSU".contains(letter), "{shape}");
            assert!(!aws_name(ours, aws).is_empty() && parts.next().is_none(), "{shape}");
            assert!(!ours.is_empty() || !method.shapes.contains(' '), "{shape} is the whole or one of many");
        }
    }
}

#[test]
fn every_member_of_a_method_is_one_of_its_operation() {
    for (method, operation) in round_trips() {
        for member in members(&method) {
            assert!(has(operation, &member.aws), "{}: {operation:?} has no {}", method.name, member.aws);
        }
        for (letter, names) in [
            ('p', ["ClientId", "SecretHash", "Username", "ClientMetadata", "UserContextData"].as_slice()),
            ('u', &["AccessToken"]),
            ('d', &["AccessToken", "DeviceKey"]),
            ('m', &["ClientMetadata"]),
        ] {
            let all = !method.traits.contains(letter) || names.iter().all(|name| has(operation, name));
            assert!(all, "{}: `{letter}` needs {names:?} of {operation:?}", method.name);
        }
    }
}

#[test]
fn every_member_that_the_service_requires_is_given_or_added() {
    for (method, operation) in round_trips() {
        let own = members(&method);
        for required in operation.members().iter().filter(|member| member.required) {
            let added = match required.name {
                "ClientId" | "Username" => method.traits.contains('p'),
                "AccessToken" => method.traits.contains(['u', 'd']),
                "DeviceKey" => method.traits.contains('d'),
                _ => false,
            };
            let given =
                own.iter().any(|member| member.aws == required.name && (member.is_required || member.kind == '='));
            assert!(added || given, "{}: nobody gives {}", method.name, required.name);
        }
    }
}

fn keeps_to_the_table(name: &str, body: &Value) {
    let operation = Operation::from_name(name).unwrap_or_else(|| panic!("{name} is no operation"));
    for member in body.as_object().unwrap().keys() {
        assert!(has(operation, member), "{operation:?} has no {member}");
    }
    for member in operation.members().iter().filter(|member| member.required) {
        assert!(!body[member.name].is_null(), "{operation:?} lacks {}", member.name);
    }
}

#[test]
fn every_call_has_the_members_that_the_service_requires_and_no_unknown_one() {
    for (method, operation) in round_trips() {
        let mut given = json!({});
        for member in members(&method).into_iter().filter(|member| member.aws != "DeviceKey") {
            given[member.aws.as_str()] = format!("<{}>", member.name).into();
        }
        let access = match method.traits.chars().next() {
            Some('p') => "name",
            Some('u') => "token",
            Some('d') => "device",
            _ => "session",
        };
        let mut call = account(method.operation, access, given);
        call = with(call, "clientMetadata", json!({ "a": "b" }));
        if method.traits.contains(['p', 'm']) {
            call["takesMetadata"] = true.into();
        }
        call = with(call, if access == "session" { "session" } else { "username" }, "mia".into());
        let mut host = Host::with(&[("mia.deviceKey", "us-east-1_d")])
            .session("mia", "r1")
            .setting("clientSecret", "shh".into())
            .setting("userContextData", json!({ "EncodedData": "x" }));
        host.run(&call, vec![ok(json!({}))]).unwrap();
        assert_eq!(host.sent(), [operation.name()]);
        keeps_to_the_table(operation.name(), host.body(0));
    }
    for mut script in scripts() {
        for (call, answers) in &script.calls {
            script.host.run(call, answers.clone()).unwrap();
        }
        for (number, name) in script.host.sent().into_iter().enumerate() {
            keeps_to_the_table(name, script.host.body(number));
        }
    }
}
