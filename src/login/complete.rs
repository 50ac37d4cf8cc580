//! The way back: an answer with a code or a refusal, for a transaction that was begun here.

use super::answer::{error, fail, refuse, send};
use super::tokens::{check, is_issuer};
use super::transaction::{is_over, keep, load, passed};
use crate::client::{Call, Effect, End};
use crate::text::sheet::Value;

const FORM: &str =
    "form{ grant_type='authorization_code client_id=.clientId code=$0 redirect_uri=$1 code_verifier=$2 }";

pub(super) fn complete(call: &Call<'_>) -> Option<End> {
    let (answer, at) = (call.input("answer"), call.input("at"));
    let (code, state) = (call.get(answer, "code"), call.text_at(answer, "state"));
    let loaded = load(call, state)?;
    let entry = call.get(loaded, "entry");
    let (is_known, is_peek) = (call.is_object(entry), call.input("peek").is_there());
    if is_peek {
        // What is unknown and came to another address is another library's.
        let is_ours = is_known || call.same(at, call.setting("at"));
        return Some((Effect::Value, if is_ours { call.add("true") } else { Value::ABSENT }));
    }
    let own = call.get(entry, "state");
    if !is_known {
        let error = error!("UnknownState" "service" "This browser did not begin this sign-in, or completed it before: begin again, here.");
        return fail(call, error, own);
    }
    // Before anything is sent: no second call and no other tab can use it again.
    keep(call, loaded, state, Value::ABSENT);
    let has = |name, value: Value| call.same(call.get(entry, name), value);
    let issuer = call.get(answer, "iss");
    let error = if is_over(passed(call, entry)) {
        error!("LoginExpired" "service" "More than ten minutes have passed since this sign-in began: begin again.")
    } else if !has("pool", call.setting("userPoolId")) || !has("domain", call.setting("domain")) || !has("at", at) {
        error!("UnknownState" "service" "This sign-in was begun for another pool, domain or address: begin again.")
    } else if issuer.is_there() && !is_issuer(call, issuer) {
        error!("IssuerMismatch" "service" "Another issuer answered than the one that was asked: begin again.")
    } else if !code.is_there() {
        return refuse(call, answer, own);
    } else {
        ""
    };
    if !error.is_empty() {
        return fail(call, error, own);
    }
    let request = call.write(FORM, &[code, call.get(entry, "redirect_uri"), call.get(entry, "verifier")]);
    let reply = send(call, request, own)?;
    check(call, call.get(reply, "claims"), entry)?;
    let body = call.get(reply, "body");
    let template = "access_token=?access_token id_token=?id_token refresh_token=?refresh_token state=$0";
    Some((Effect::Value, call.fill(template, Value::ABSENT, body, &[own])))
}
