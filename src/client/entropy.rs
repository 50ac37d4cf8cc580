//! The random bytes that a sign-in may need.

use crate::secret::Secret;

/// Random bytes of one sign-in, from the platform's CSPRNG.
pub struct Entropy(Secret<[u8; 152]>);

impl Entropy {
    /// Draws the bytes: `fill` must fill all of what it is given from the platform's CSPRNG, or fail.
    ///
    /// # Errors
    /// What `fill` fails with.
    pub fn draw<E>(mut fill: impl FnMut(&mut [u8]) -> Result<(), E>) -> Result<Entropy, E> {
        let mut entropy = Entropy(Secret::new([0; 152]));
        fill(entropy.0.expose_mut())?;
        Ok(entropy)
    }

    fn part(&self, from: usize, to: usize) -> &[u8] {
        self.0.expose().get(from..to).unwrap_or_default()
    }

    /// A secret exponent: the first, the second, which serves when the sign-in starts anew without its device, or the device's.
    pub(super) fn exponent(&self, index: usize) -> &[u8] {
        self.part(32 * index, 32 * index + 32)
    }

    /// The password of a new device.
    pub(super) fn device_password(&self) -> &[u8] {
        self.part(96, 136)
    }

    /// The salt of a new device.
    pub(super) fn device_salt(&self) -> &[u8] {
        self.part(136, 152)
    }
}

impl core::fmt::Debug for Entropy {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Entropy")
    }
}
