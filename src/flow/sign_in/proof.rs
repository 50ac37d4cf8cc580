//! The proofs that a sign-in gives without a person: of the password, and of a remembered device.

use super::{Await, NO_PASSWORD, State, Turn};
use crate::error::{AuthError, Details, Kind, Result};
use crate::flow::OUT_OF_STEP;
use crate::operation::{Call, Challenge, Json};
use crate::prelude::*;
use crate::srp;

const NO_DEVICE: AuthError = AuthError::known(
    const {
        &Details::new(
            "ResourceNotFoundException",
            Kind::Service,
            "The service asks for a device that this storage does not hold.",
        )
    },
);

impl State {
    /// Draws the exponent, raises the generator to it, and gives `SRP_A`.
    pub(super) fn srp_a(&mut self) -> Result<Json> {
        let [first, second] = &self.entropy.exponents;
        let exponent = if self.device_forgotten { second } else { first };
        let ephemeral = srp::Ephemeral::new(exponent.expose())?;
        let public = Json::text(ephemeral.public_hex());
        self.ephemeral = Some(ephemeral);
        Ok(public)
    }

    /// Proves knowledge of the password, under the time of this moment.
    pub(super) fn verify_password(&mut self, challenge: Box<Challenge>, now: f64) -> Result<Turn> {
        let password = self.password.as_ref().ok_or(NO_PASSWORD)?;
        // An app behind an auth proxy does not know the pool: the challenge names it.
        let realm = challenge.parameters.text_at("REALM").filter(|_| self.context.proxied);
        let pool_name = realm.unwrap_or(&self.context.pool_name);
        let login = srp::Login { pool_name, username: &self.username, password: password.expose() };
        let call = self.proof("PASSWORD_VERIFIER", &login, &challenge, now)?;
        Ok(self.ask(Await::PasswordVerified(challenge), call))
    }

    fn proof(&self, name: &str, login: &srp::Login<'_>, challenge: &Challenge, now: f64) -> Result<Call> {
        let ephemeral = self.ephemeral.as_ref().ok_or(OUT_OF_STEP)?;
        // What is missing is refused with what is malformed: this is neither hex nor base64.
        let parameter = |name| challenge.parameters.text_at(name).unwrap_or("?");
        let secret_block = parameter("SECRET_BLOCK");
        let question = srp::Challenge { salt: parameter("SALT"), b: parameter("SRP_B"), secret_block };
        let timestamp = srp::timestamp(now);
        let signature = srp::prove(ephemeral, login, &question, &timestamp)?;
        let mut responses = Json::texts([
            ("USERNAME", self.username.as_str()),
            ("PASSWORD_CLAIM_SECRET_BLOCK", secret_block),
            ("TIMESTAMP", timestamp.as_str()),
            ("PASSWORD_CLAIM_SIGNATURE", signature.as_str()),
        ]);
        self.set_device_key(&mut responses);
        Ok(self.respond_call(name, responses, challenge.session.as_ref()))
    }

    pub(super) fn prove_device(&mut self, challenge: &Challenge) -> Result<Turn> {
        if self.device.is_none() {
            return Err(NO_DEVICE);
        }
        let ephemeral = srp::Ephemeral::new(self.entropy.device_exponent.expose())?;
        let mut responses = Json::texts([("USERNAME", self.username.as_str())]);
        self.set_device_key(&mut responses);
        responses.set("SRP_A", Json::text(ephemeral.public_hex()));
        self.ephemeral = Some(ephemeral);
        let call = self.respond_call("DEVICE_SRP_AUTH", responses, challenge.session.as_ref());
        Ok(self.ask(Await::DeviceChallenge, call))
    }

    pub(super) fn verify_device(&mut self, challenge: &Challenge, now: f64) -> Result<Turn> {
        let device = self.device.as_ref().ok_or(NO_DEVICE)?;
        let login =
            srp::Login { pool_name: &device.group_key, username: &device.key, password: device.password.expose() };
        let call = self.proof("DEVICE_PASSWORD_VERIFIER", &login, challenge, now)?;
        Ok(self.ask(Await::DeviceVerified, call))
    }
}
