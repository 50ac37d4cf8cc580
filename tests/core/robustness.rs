//! Whatever a host answers: a call ends, says how, and never panics.

use crate::flows::{Script, scripts};
use crate::support::{Ended, Host};
use cognito_identity_wasm::client::{Effect, Machine};
use serde_json::{Value, json};

/// Plays a script with the n-th answer of one of its calls changed.
///
/// Calls in front of it are left out: what they store comes from none of the scripts.
fn tampered(script: &Script, call: usize, turn: usize, change: &dyn Fn(&str) -> String) -> Option<Ended> {
    let (input, answers) = &script.calls[call];
    let mut tamper = |number: usize, _: Effect, answer: &str| (number == turn).then(|| change(answer));
    script.host.clone().run_tampered(input, answers.clone(), &mut tamper)
}

/// The answers of each call of a script, as texts, with what each was asked.
fn answers(script: &Script) -> Vec<Vec<(Effect, usize, String)>> {
    let record = |(input, answers): &(Value, Vec<Value>)| {
        let mut all = Vec::new();
        let mut tamper = |number: usize, effect: Effect, answer: &str| {
            all.push((effect, number, answer.to_owned()));
            None
        };
        script.host.clone().run_tampered(input, answers.clone(), &mut tamper).unwrap().unwrap();
        all
    };
    script.calls.iter().map(record).collect()
}

fn every_answer(mut look: impl FnMut(&Script, usize, Effect, usize, &str)) {
    for script in scripts() {
        for (call, answers) in answers(&script).into_iter().enumerate() {
            for (effect, turn, answer) in answers {
                look(&script, call, effect, turn, &answer);
            }
        }
    }
}

/// Whether each play of a call costs the powers of SRP: fewer of its places are tried.
fn costs(script: &Script, call: usize) -> bool {
    script.calls[call].0["options"]["srp"] == true
}

fn is_error(error: &Value) -> bool {
    ["code", "kind", "message"].iter().all(|name| error[name].as_str().is_some_and(|text| !text.is_empty()))
}

#[test]
fn an_answer_cut_anywhere_ends_the_call_or_is_passed_over() {
    every_answer(|script, call, _, turn, answer| {
        for end in (0..answer.len()).step_by(if costs(script, call) { 61 } else { 7 }) {
            tampered(script, call, turn, &|answer| answer[..end].to_owned());
        }
    });
}

#[test]
fn a_call_cut_anywhere_ends() {
    for script in scripts() {
        for (input, _) in &script.calls {
            let text = script.host.text_of(input);
            for end in (0..text.len()).step_by(7) {
                let (mut machine, mut turn) = Machine::start(text[..end].to_owned(), None, 0.0);
                let mut turns = 0;
                while !turn.expose().is_empty() {
                    turn = machine.resume("{}".to_owned(), 0.0);
                    turns += 1;
                    assert!(turns < 64);
                }
            }
        }
    }
}

#[test]
fn an_answer_of_another_kind_ends_the_call_or_is_passed_over() {
    every_answer(|script, call, _, turn, _| {
        for other in ["[]", "null", "{}", "", "0", "\"\"", "[[[", "{\"status\":200,\"body\":{}}", "{\"status\":200}"] {
            let ended = tampered(script, call, turn, &|_| other.to_owned());
            if let Some(Err(error)) = ended {
                assert!(is_error(&error), "{}: {error}", script.name);
            }
        }
    });
}

/// The answer with one of its values, the n-th, being another; nothing where it has fewer.
fn with_leaf(value: &Value, nth: &mut usize, other: &Value) -> Option<Value> {
    if *nth == 0 {
        return Some(other.clone());
    }
    *nth -= 1;
    match value {
        Value::Object(members) => members.iter().find_map(|(name, inner)| {
            let changed = with_leaf(inner, nth, other)?;
            let mut members = members.clone();
            members.insert(name.clone(), changed);
            Some(Value::Object(members))
        }),
        Value::Array(items) => items.iter().enumerate().find_map(|(index, inner)| {
            let changed = with_leaf(inner, nth, other)?;
            let mut items = items.clone();
            items[index] = changed;
            Some(Value::Array(items))
        }),
        _ => None,
    }
}

#[test]
fn a_value_of_another_type_anywhere_leaves_turns_that_can_be_read() {
    let others = [Value::Null, json!(5), json!(""), json!("\"\\\u{1}"), json!([]), json!({}), json!(false)];
    every_answer(|script, call, _, turn, answer| {
        let answer: Value = serde_json::from_str(answer).unwrap();
        for (index, other) in others.iter().enumerate() {
            for leaf in 0.. {
                let Some(changed) = with_leaf(&answer, &mut { leaf }, other) else { break };
                if costs(script, call) && (leaf + turn) % others.len() != index {
                    continue;
                }
                let text = changed.to_string();
                let ended = tampered(script, call, turn, &|_| text.clone());
                let ended = ended.unwrap_or_else(|| panic!("{} turn {turn}: {text}", script.name));
                if let Err(error) = ended {
                    assert!(error == "the host" || is_error(&error), "{}: {error} after {text}", script.name);
                }
            }
        }
    });
}

#[test]
fn a_host_that_stops_anywhere_ends_the_call_and_a_sign_out_clears_all_the_same() {
    every_answer(|script, call, _, turn, _| {
        let (input, answers) = &script.calls[call];
        let is_last = self::answers(script)[call].last().unwrap().1 == turn;
        let mut host = script.host.clone();
        let mut tamper = |number: usize, _: Effect, _: &str| (number == turn).then(|| r#"{"stopped":true}"#.to_owned());
        let ended = host.run_tampered(input, answers.clone(), &mut tamper).unwrap();
        if input["method"] == "signOut" && !is_last {
            let ending = ended.unwrap();
            assert!(ending.what["revoked"].is_boolean());
            assert!(host.storage.is_empty(), "{}", script.name);
        } else {
            assert_eq!(ended.unwrap_err(), "the host", "{} at turn {turn}", script.name);
        }
    });
}

#[test]
fn a_host_that_stops_a_sign_out_at_all_of_its_turns_but_the_last_clears_all_the_same() {
    for script in scripts().into_iter().filter(|script| script.name.starts_with("sign_out")) {
        let (input, answers) = &script.calls[0];
        let mut host: Host = script.host.clone();
        let mut tamper =
            |_: usize, effect: Effect, _: &str| (effect != Effect::Load).then(|| r#"{"stopped":true}"#.to_owned());
        let ending = host.run_tampered(input, answers.clone(), &mut tamper).unwrap().unwrap();
        assert_eq!(ending.what, json!({ "revoked": false }));
        assert!(host.storage.is_empty());
    }
}
