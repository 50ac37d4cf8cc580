//! Which code runs which method.

use super::call::{Call, End};
use super::{account, refresh, session, sign_in, sign_out};

/// Runs the method that the input names.
pub(super) fn run(call: &Call<'_>) -> Option<End> {
    let method = call.input("method");
    let is = |name| call.is(method, name);
    if is("\"session\"") {
        session::session(call)
    } else if is("\"refresh\"") {
        refresh::refresh(call)
    } else if is("\"signIn\"") {
        sign_in::run(call)
    } else if is("\"signOut\"") {
        sign_out::sign_out(call)
    } else if is("\"load\"") {
        session::load(call)
    } else if is("\"restore\"") {
        session::restore(call)
    } else {
        account::run(call)
    }
}
