//! The way out: the parameters for the login pages, and the transaction that is kept for the way back.

use super::transaction::{keep, load};
use crate::client::{Call, Effect, End};

/// The query. PKCE is always there, by S256, and so is a nonce.
const QUERY: &str = "response_type='code client_id=.clientId code_challenge_method='S256 &0";
/// The transaction.
const ENTRY: &str = "began=$0 pool=.userPoolId domain=.domain at=$1 redirect_uri=?redirect_uri nonce=?nonce verifier=$2 max_age=?max_age state=$3";

pub(super) fn authorize(call: &Call<'_>) -> Option<End> {
    let state = call.text_at(call.options, "state");
    let loaded = load(call, state)?;
    let kept = [call.input("now"), call.input("at"), call.input("verifier"), call.input("state")];
    keep(call, loaded, state, call.write(ENTRY, &kept));
    Some((Effect::Value, call.write(QUERY, &[call.inside_of(call.options)])))
}
