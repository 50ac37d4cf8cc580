//! What people who are not signed in ask about a user name. An app client that hides who exists gets, for a name that nobody
//! has, the answer that a user's name would get.

use serde_json::json;

use crate::local::host::env::Env;
use crate::local::host::input::Input;
use crate::local::host::outbox::delivery_details;
use crate::local::host::refusal::{Answer, Checked, Stop, expired_code, user_not_found};
use crate::local::model::app_client::Client;
use crate::local::model::pool::{Lookup, Pool};

/// Who asks, and about whom; `None` when nobody has the name.
pub(super) fn asked(pool: &Pool, input: Input<'_>) -> Checked<(Client, Option<String>)> {
    let client = pool.client(input.need("ClientId")?)?.clone();
    let name = input.need("Username")?;
    client.check_secret_hash(input.text("SecretHash")?, &[name])?;
    Ok((client, pool.find(name, Lookup::Any)))
}

fn nobody() -> Stop {
    user_not_found("Username/client id combination not found.")
}

/// Answers a request for a code: `known` does it for a user who exists.
pub(super) fn send_code_unauthenticated(
    env: &mut Env<'_>,
    pool: &mut Pool,
    input: Input<'_>,
    known: fn(&mut Env<'_>, &mut Pool, &str) -> Answer,
) -> Answer {
    match asked(pool, input)? {
        (_, Some(username)) => known(env, pool, &username),
        (client, None) if client.hides_users() => {
            Ok(json!({ "CodeDeliveryDetails": delivery_details("email", "EMAIL", input.need("Username")?) }))
        }
        (_, None) => Err(nobody()),
    }
}

/// Who brings a code back, by which client, and the code.
pub(super) fn redeem_code<'a>(pool: &Pool, input: Input<'a>) -> Checked<(Client, String, &'a str)> {
    let (client, username) = asked(pool, input)?;
    let code = input.need("ConfirmationCode")?;
    match username {
        Some(username) => Ok((client, username, code)),
        None if client.hides_users() => Err(expired_code("Invalid code provided, please request a code again.")),
        None => Err(nobody()),
    }
}
