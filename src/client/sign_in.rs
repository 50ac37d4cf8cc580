//! Signing in: from a user name to tokens, or to a challenge that a person must answer.
//!
//! One loop serves the first request and every answer, because any answer may be followed by any challenge. What
//! needs no person it does itself: the SRP proof, the proof of a remembered device, the confirmation of a new one.

use super::Entropy;
use super::account::verified;
use super::call::{Allows, Call, End};
use super::device::{Device, NO_DEVICE};
use super::effect::Effect;
use super::failure::{ODD, failure};
use super::session::{Tokens, signed_in};
use crate::srp;
use crate::text::sheet::Value;

/// How many challenges in a row are answered without a person: real sign-ins have four.
const ROUNDS: u8 = 16;

pub(super) const NO_PASSWORD: &str = failure!("This flow requires `password`.");

const INITIATE: &str = "InitiateAuth";
const RESPOND: &str = "RespondToAuthChallenge";

/// What is asked of the service next. Each can be asked again without the device.
#[derive(Clone, Copy, PartialEq)]
enum Ask {
    /// InitiateAuth.
    Start,
    /// The person's answer.
    Answer,
    /// The proof of the password.
    Password,
    /// The device's public number.
    DeviceSrp,
    /// The proof of the device's password.
    DevicePassword,
}

struct SignIn<'c, 'a> {
    call: &'c Call<'a>,
    entropy: &'a Entropy,
    /// The name that the service uses, once it has said so.
    user: Value,
    /// The password, as a JSON string.
    password: Value,
    /// `Session` of the challenge that the person answers.
    session: Value,
    /// Whether it is a new sign-in, and not an answer.
    is_new: bool,
    /// The challenge that is answered without a person.
    challenge: Value,
    ephemeral: Option<&'a srp::Ephemeral>,
    device: Option<Device>,
    /// The name under which it is stored.
    device_owner: Value,
    device_forgotten: bool,
}

/// The input of InitiateAuth.
const START: &str = "AuthFlow=?authFlow ClientId=.clientId AuthParameters{ DEVICE_KEY=$1 USERNAME=\"2 SRP_A=$3 &4 SECRET_HASH=$6 } ClientMetadata=$7 UserContextData=.userContextData Session=$8";
/// The input of RespondToAuthChallenge.
const RESPONSE: &str = "ChallengeName=$0 ClientId=.clientId ChallengeResponses{ USERNAME=\"2 &4 PASSWORD_CLAIM_SECRET_BLOCK=$5 SRP_A=$3 DEVICE_KEY=$1 SECRET_HASH=$6 } Session=$8 ClientMetadata=$7 UserContextData=.userContextData";

/// `Pool.signIn`, with `authFlow`; and `step.respond`, with the `challenge` that is answered, a `session`, and `software` with the code of a new authenticator.
///
/// The options have the user's name in `username`; what goes into AuthParameters or ChallengeResponses in `members`; a `password` to be proven, and
/// `srp` where its proof begins here.
pub(super) fn run(call: &Call<'_>) -> Option<End> {
    let (is_new, software) = (!call.option("challenge").is_there(), call.option("software"));
    let mut sign_in = SignIn {
        call,
        entropy: call.entropy()?,
        user: call.user,
        password: call.option("password"),
        session: call.option("session"),
        is_new,
        challenge: Value::ABSENT,
        ephemeral: None,
        device: Device::stored(call, call.stored()),
        device_owner: call.user,
        device_forgotten: false,
    };
    let known = call.text_at(call.stored(), "username");
    if sign_in.device.is_none() && known.is_there() {
        sign_in.find_device(known)?;
    }
    if software.is_there() {
        // The first code of a new authenticator, before the answer to MFA_SETUP.
        let body = call.write("Session=$0 &1", &[sign_in.session, call.inside_of(software)]);
        let reply = call.send("VerifySoftwareToken", body, Allows::ONCE)?;
        verified(call, reply)?;
        sign_in.session = call.get(reply, "Session").or(sign_in.session);
    }
    let mut next = if is_new { Ask::Start } else { Ask::Answer };
    for _ in 0..ROUNDS {
        let body = sign_in.body(next)?;
        // A challenge is answered once; a sign-in that nobody heard of may begin again.
        let (operation, allows) = if next == Ask::Start { (INITIATE, Allows::AGAIN) } else { (RESPOND, Allows::ONCE) };
        let Some(reply) = call.send(operation, body, allows) else {
            next = sign_in.without_device(next)?;
            continue;
        };
        let name = call.text_at(reply, "ChallengeName");
        if !name.is_there() {
            return sign_in.signed_in(reply);
        }
        sign_in.challenge = reply;
        next = if call.is(name, "PASSWORD_VERIFIER") {
            sign_in.meet_user()?;
            Ask::Password
        } else if call.is(name, "DEVICE_SRP_AUTH") {
            Ask::DeviceSrp
        } else if call.is(name, "DEVICE_PASSWORD_VERIFIER") {
            Ask::DevicePassword
        } else {
            let known = call.text_at(call.get(reply, "ChallengeParameters"), "USER_ID_FOR_SRP").or(sign_in.user);
            sign_in.store_alias(known);
            return Some((Effect::Step, call.write("username=\"0 challenge=$1", &[known, reply])));
        };
    }
    call.fail(ODD)
}

impl SignIn<'_, '_> {
    /// The input of what is asked.
    fn body(&mut self, ask: Ask) -> Option<Value> {
        let call = self.call;
        let parameters = call.get(self.challenge, "ChallengeParameters");
        let (mut name, mut session) = (call.get(self.challenge, "ChallengeName"), call.get(self.challenge, "Session"));
        // `SRP_A`, then what is computed or answered, then the secret block that a proof is about.
        let (mut srp_a, mut members, mut block) = (Value::ABSENT, Value::ABSENT, Value::ABSENT);
        match ask {
            Ask::Start | Ask::Answer => {
                (name, session) = (call.option("challenge"), self.session);
                members = call.inside_of(call.option("members"));
                if ask == Ask::Start {
                    self.user = call.user;
                }
                if call.flag("srp") {
                    srp_a = self.srp_a(false)?;
                }
            }
            Ask::DeviceSrp => {
                srp_a = self.srp_a(true)?;
                if self.device.is_none() {
                    return call.fail(NO_DEVICE);
                }
            }
            Ask::Password | Ask::DevicePassword => {
                block = call.get(parameters, "SECRET_BLOCK");
                members = self.prove(parameters, ask == Ask::DevicePassword)?;
            }
        }
        let hash = call.secret_hash(self.user);
        let device_key = self.device.map_or(Value::ABSENT, |device| device.key);
        let metadata = call.metadata();
        let (template, metadata) = match ask {
            Ask::Start => (START, call.option("validationData").or(metadata)),
            _ => (RESPONSE, metadata),
        };
        Some(call.write(template, &[name, device_key, self.user, srp_a, members, block, hash, metadata, session]))
    }

    /// Raises the generator to an exponent of its own, and gives `SRP_A`: the person's, or the device's.
    fn srp_a(&mut self, of_device: bool) -> Option<Value> {
        let index = if of_device { 2 } else { usize::from(self.device_forgotten) };
        let Some(ephemeral) = self.call.ephemeral(index) else { return self.call.fail(ODD) };
        let public = self.call.add_string(&ephemeral.public_hex());
        self.ephemeral = Some(ephemeral);
        Some(public)
    }

    /// Takes the name that the service uses; the device is looked up again where it differs from the typed one.
    fn meet_user(&mut self) -> Option<()> {
        let call = self.call;
        let known = call.text_at(call.get(self.challenge, "ChallengeParameters"), "USER_ID_FOR_SRP");
        if known.is_there() && !call.same(known, self.user) {
            self.user = known;
            if !self.device_forgotten {
                self.find_device(known)?;
            }
        }
        Some(())
    }

    /// Takes the device that is stored under that name, if there is one.
    fn find_device(&mut self, user: Value) -> Option<()> {
        if let Some(device) = Device::stored(self.call, self.call.load(user)?) {
            self.device = Some(device);
            self.device_owner = user;
        }
        Some(())
    }

    /// Proves knowledge of the password, the person's or the device's, under the time of this moment: two members of the response.
    fn prove(&self, parameters: Value, of_device: bool) -> Option<Value> {
        let call = self.call;
        // An app behind an auth proxy does not know the pool: the challenge names it.
        let pool_name = call.setting("poolName").or(call.get(parameters, "REALM"));
        let (mut realm, mut username, mut password) = (pool_name, self.user, self.password);
        if of_device {
            let Some(device) = self.device else { return call.fail(NO_DEVICE) };
            (realm, username, password) = (device.group_key, call.inside(device.key), device.password);
        }
        if !password.is_there() {
            return call.fail(NO_PASSWORD);
        }
        // Nothing at all would be signed as well as anything else.
        if !call.text_at(parameters, "SECRET_BLOCK").is_there() {
            return call.fail(ODD);
        }
        let [realm, password, salt, b, block] = [
            realm,
            password,
            call.get(parameters, "SALT"),
            call.get(parameters, "SRP_B"),
            call.get(parameters, "SECRET_BLOCK"),
        ]
        .map(|value| call.inside(value));
        let Some(ephemeral) = self.ephemeral else { return call.fail(ODD) };
        let [realm, user, password, salt, b, block, time] =
            [realm, username, password, salt, b, block, call.time()].map(|value| call.plain(value));
        let login = srp::Login { pool_name: realm.expose(), username: user.expose(), password: password.expose() };
        let question = srp::Challenge { salt: salt.expose(), b: b.expose(), secret_block: block.expose() };
        let signature = call.keep(|| srp::client::sign(ephemeral, &login, &question, time.expose()).ok());
        let Some(signature) = signature else { return call.fail(ODD) };
        let mark = call.mark();
        call.put("\"TIMESTAMP\":\"").copy(call.time());
        call.put("\",\"PASSWORD_CLAIM_SIGNATURE\":\"").copy(signature).put("\"");
        Some(call.since(mark))
    }

    /// Drops a device that the service does not know, and says what is asked again without it, once.
    fn without_device(&mut self, asked: Ask) -> Option<Ask> {
        // A proof that the service refuses now will be refused for ever: the device's password is lost or wrong.
        let refused = asked == Ask::DevicePassword && self.call.failed_with("NotAuthorizedException");
        if self.device_forgotten || !(refused || Device::is_unknown(self.call)) {
            return None;
        }
        self.device.take()?;
        Device::forget(self.call, self.device_owner);
        self.device_forgotten = true;
        match asked {
            Ask::Password => Some(asked),
            Ask::Answer if !self.call.option("software").is_there() => Some(asked),
            _ if self.is_new => Some(Ask::Start),
            _ => None,
        }
    }

    /// An alias says under which name the person's device is found at the next sign-in.
    fn store_alias(&self, user: Value) {
        if !self.call.same(user, self.call.user) {
            self.call.store(self.call.user, ".username", self.call.string(user));
        }
    }

    fn signed_in(&self, reply: Value) -> Option<End> {
        let call = self.call;
        let tokens = Tokens::of(call, reply, Value::ABSENT)?;
        // What was typed may be an alias.
        let user = call.inside(tokens.access_claim(call, "username")).or(self.user);
        let end = signed_in(call, user, tokens);
        let offered = call.get(call.get(reply, "AuthenticationResult"), "NewDeviceMetadata");
        let access = tokens.get(call, "accessToken");
        if let Some((device, body)) = Device::confirm(call, offered, access, self.entropy) {
            if call.send("ConfirmDevice", body, Allows::AGAIN).is_some() {
                device.store(call, user);
            } else if !call.failure().is_there() {
                // The host stopped. Any other failure does not undo a sign-in.
                return None;
            }
        }
        if offered.is_there() || self.device.is_some() {
            self.store_alias(user);
        }
        Some(end)
    }
}
