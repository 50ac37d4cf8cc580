//! Which code runs which method.

use super::call::{Call, End};
use super::{account, session, sign_in, sign_out};

/// Runs the method that the input names.
pub(super) async fn run(call: &Call<'_>) -> Option<End> {
    let method = call.input("method");
    let is = |name| call.is(method, name);
    if is("\"session\"") {
        session::session(call).await
    } else if is("\"refresh\"") {
        session::refresh(call).await
    } else if is("\"signIn\"") {
        sign_in::run(call).await
    } else if is("\"signOut\"") {
        sign_out::sign_out(call).await
    } else if is("\"restore\"") {
        session::restore(call)
    } else {
        account::run(call).await
    }
}
