//! Operations of one round trip: on the account, its attributes, factors, devices and passkeys.

use super::call::{Allows, Call, End};
use super::device::Device;
use super::effect::Effect;
use super::failure::failure;
use super::session::{clear, send_signed};
use crate::text::sheet::Value;

const CODE_REFUSED: &str = failure!("EnableSoftwareTokenMFAException" "service"
    "The code does not fit: wait for the authenticator's next one, and check its clock.");
const UNKNOWN_DEVICE: &str = failure!("NotAvailable" "caller"
    "This device was never confirmed: give the key of another one, from devices.list().");

/// The input of an operation about a person by name; and of the others.
const NAMED_BODY: &str =
    "ClientId=.clientId SecretHash=$0 Username=?username &1 ClientMetadata=$2 UserContextData=.userContextData";
const BODY: &str = "Session=?session DeviceKey=$4 &1 ClientMetadata=$2 AccessToken=$3";

/// Sends one operation. The call has its name in `operation`, its own members in `members`, without the braces; `access` is one of
/// `"token"` (of the person who is signed in), `"device"` (of a device of that person, this one by default), `"name"` (of a person by name: `username`) and
/// `"session"` (of somebody who is signing in: `session`). `again` and `empty` are what the operation allows.
pub(super) fn run(call: &Call<'_>) -> Option<End> {
    let access = call.input("access");
    let is = |kind| call.is(access, kind);
    let (by_name, of_device) = (is("\"name\""), is("\"device\""));
    let mut device = Value::ABSENT;
    let mut own_device = Value::ABSENT;
    let mut hash = Value::ABSENT;
    if of_device {
        own_device = call.entry(call.stored(), "deviceKey");
        device = call.option("key").or(own_device);
        if !device.is_there() {
            return call.fail(UNKNOWN_DEVICE);
        }
    }
    if by_name {
        hash = call.secret_hash(call.inside(call.option("username")));
    }
    let members = call.inside_of(call.input("members"));
    let metadata = if call.input("takesMetadata").is_there() { call.metadata() } else { Value::ABSENT };
    let values = [hash, members, metadata, Value::ABSENT, device];
    let allows = Allows { again: call.input("again").is_there(), empty: call.input("empty").is_there() };
    let operation = call.plain(call.inside(call.input("operation")));
    let operation = operation.expose().as_str();
    let reply = if of_device || is("\"token\"") {
        send_signed(call, operation, BODY, values, allows)?
    } else {
        call.send(operation, call.write(if by_name { NAMED_BODY } else { BODY }, &values), allows)?
    };
    match operation {
        "DeleteUser" => clear(call, call.load(call.user)?),
        // The stored device goes where it is the one that the service forgot.
        "ForgetDevice" if call.same(own_device, device) => Device::forget(call, call.user),
        "VerifySoftwareToken" => verified(call, reply)?,
        _ => {}
    }
    Some((Effect::Value, reply))
}

/// Fails where VerifySoftwareToken answered `ERROR`.
pub(super) fn verified(call: &Call<'_>, reply: Value) -> Option<()> {
    if call.is(call.get(reply, "Status"), "\"ERROR\"") { call.fail(CODE_REFUSED) } else { Some(()) }
}
