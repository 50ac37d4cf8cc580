//! Device tracking: a device that proves, by SRP with a password of its own, that it was seen before.

use super::Entropy;
use super::call::Call;
use super::failure::failure;
use crate::srp::DeviceVerifier;
use crate::text::base64;
use crate::text::sheet::Value;

/// The entries of a device.
const ENTRIES: [&str; 3] = [".deviceKey", ".deviceGroupKey", ".randomPasswordKey"];

pub(super) const NO_DEVICE: &str =
    failure!("ResourceNotFoundException" "service" "The service asks for a device that this storage does not hold.");

/// A device that the storage remembers; each value a JSON string.
#[derive(Clone, Copy)]
pub(super) struct Device {
    /// `DeviceKey`
    pub(super) key: Value,
    /// `DeviceGroupKey`: stands where the pool's name stands in a person's SRP.
    pub(super) group_key: Value,
    /// The password that only this device knows.
    pub(super) password: Value,
}

impl Device {
    /// The stored device; nothing unless all three values are there.
    #[inline(never)]
    pub(super) fn stored(call: &Call<'_>, stored: Value) -> Option<Device> {
        let (key, group_key) = (call.entry(stored, "deviceKey"), call.entry(stored, "deviceGroupKey"));
        let password = call.entry(stored, "randomPasswordKey");
        let whole = key.is_there() && group_key.is_there() && password.is_there();
        whole.then_some(Device { key, group_key, password })
    }

    /// Invents the password of a device that the service offers to remember, and the input of ConfirmDevice.
    pub(super) fn confirm(
        call: &Call<'_>,
        offered: Value,
        access: Value,
        entropy: &Entropy,
    ) -> Option<(Device, Value)> {
        let (key, group_key) = (call.get(offered, "DeviceKey"), call.get(offered, "DeviceGroupKey"));
        let password = call.add_string(&base64::encode(entropy.device_password()));
        let [group, own, secret] = [group_key, key, password].map(|value| call.plain(call.inside(value)));
        // The salt, and behind it the other member.
        let verifier = call.keep(|| {
            let made = DeviceVerifier::make(group.expose(), own.expose(), secret.expose(), entropy.device_salt())?;
            let mut both = made.salt;
            both.push_str("\",\"PasswordVerifier\":\"");
            both.push_str(&made.password_verifier);
            Some(both)
        })?;
        let body = "DeviceKey=$0 AccessToken=$1 DeviceSecretVerifierConfig{ Salt=\"2 } DeviceName=.deviceName";
        Some((Device { key, group_key, password }, call.write(body, &[key, access, verifier])))
    }

    /// Remembers the device.
    pub(super) fn store(self, call: &Call<'_>, user: Value) {
        for (name, value) in ENTRIES.into_iter().zip([self.key, self.group_key, self.password]) {
            call.store(user, name, value);
        }
    }

    /// Forgets the device of that user.
    pub(super) fn forget(call: &Call<'_>, user: Value) {
        for name in ENTRIES {
            call.store(user, name, Value::ABSENT);
        }
    }

    /// Whether the service said that it does not know the device.
    pub(super) fn is_unknown(call: &Call<'_>) -> bool {
        let code = ["ResourceNotFoundException", "InvalidParameterException"];
        code.iter().any(|code| call.failed_with(code)) && call.says("device")
    }
}
