//! The random bytes that a sign-in may need.

use crate::secret::Secret;

/// Random bytes of one sign-in, from the platform's CSPRNG.
pub struct Entropy {
    /// Two secret exponents: the second serves when the sign-in starts anew without its device.
    pub(super) exponents: [Secret<[u8; 32]>; 2],
    /// The secret exponent of the device's proof.
    pub(super) device_exponent: Secret<[u8; 32]>,
    /// The password of a new device.
    pub(super) device_password: Secret<[u8; 40]>,
    /// The salt of a new device.
    pub(super) device_salt: [u8; 16],
}

impl Entropy {
    /// Draws the bytes: `fill` must fill all of what it is given from the platform's CSPRNG, or fail.
    ///
    /// # Errors
    /// What `fill` fails with.
    pub fn draw<E>(mut fill: impl FnMut(&mut [u8]) -> Result<(), E>) -> Result<Entropy, E> {
        let mut all = Secret::new([0; 152]);
        fill(all.expose_mut())?;
        let mut entropy = Entropy {
            exponents: [Secret::new([0; 32]), Secret::new([0; 32])],
            device_exponent: Secret::new([0; 32]),
            device_password: Secret::new([0; 40]),
            device_salt: [0; 16],
        };
        let [first, second] = &mut entropy.exponents;
        let mut bytes = all.expose().iter();
        for part in [
            first.expose_mut().as_mut_slice(),
            second.expose_mut(),
            entropy.device_exponent.expose_mut(),
            entropy.device_password.expose_mut(),
            &mut entropy.device_salt,
        ] {
            part.iter_mut().zip(&mut bytes).for_each(|(to, from)| *to = *from);
        }
        Ok(entropy)
    }
}

impl core::fmt::Debug for Entropy {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Entropy")
    }
}
