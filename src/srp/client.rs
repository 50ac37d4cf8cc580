//! The client's half of the exchange, from entropy to the signature that proves the password.

use super::encoding::{Integer, is_zero, pad, short_hex};
use super::group::SIZE;
use super::kdf::{derive_key, hash, hmac};
use super::power::{generator_power, shared_secret};
use crate::error::{AuthError, Details, Result};
use crate::prelude::*;
use crate::text::base64;
use core::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// The longest secret block that is read, in base64 characters.
const MAX_SECRET_BLOCK: usize = 1 << 16;

/// The client's key pair of one exchange: a secret exponent `a` and the public `A = g^a mod N`.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Ephemeral {
    secret: Vec<u8>,
    public: [u8; SIZE],
}

impl Ephemeral {
    /// Makes the pair from 1 to 384 bytes of entropy; 32 bytes are enough for this group.
    ///
    /// # Errors
    /// `InvalidArgument` when the entropy is empty, too long or nothing but zeros.
    pub fn new(a: &[u8]) -> Result<Ephemeral> {
        const BAD: AuthError = AuthError::known(
            const { &Details::invalid("The entropy of a sign-in must be 1 to 384 bytes, not all of them zero.") },
        );
        // 2^a is never 0 modulo an odd N; a = 0 is the exponent that a broken random source gives.
        Ephemeral::draw(a).ok_or(BAD)
    }

    /// As [`Ephemeral::new`], without words for what is refused.
    pub(crate) fn draw(a: &[u8]) -> Option<Ephemeral> {
        let fits = !a.is_empty() && a.len() <= SIZE && !is_zero(a);
        fits.then(|| Ephemeral { secret: a.to_vec(), public: generator_power(a) })
    }

    /// Takes the pair up again, from the entropy and the `A` that were made of it; `None` for an `A` that no pair has.
    #[doc(hidden)]
    pub fn resume(a: &[u8], public: &Integer) -> Option<Ephemeral> {
        let digits = public.magnitude();
        let mut bytes = [0; SIZE];
        bytes.iter_mut().rev().zip(digits.iter().rev()).for_each(|(byte, digit)| *byte = *digit);
        let fits = digits.len() <= SIZE && !public.is_negative() && !is_zero(a);
        fits.then(|| Ephemeral { secret: a.to_vec(), public: bytes })
    }

    /// `SRP_A`: lower-case hex without padding, of odd length for one value in sixteen.
    pub fn public_hex(&self) -> String {
        short_hex(&self.public)
    }

    /// `A`, big-endian, with leading zeros.
    pub fn public_bytes(&self) -> &[u8; SIZE] {
        &self.public
    }

    /// The entropy that was given.
    pub fn secret_bytes(&self) -> &[u8] {
        &self.secret
    }
}

impl fmt::Debug for Ephemeral {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ephemeral(…)")
    }
}

/// Who signs in: a user of a pool, or a device of a device group.
pub struct Login<'a> {
    /// The part of the pool's id after the underscore, or the device group key.
    pub pool_name: &'a str,
    /// `USER_ID_FOR_SRP`, or the device key.
    pub username: &'a str,
    /// The password, or the device's password.
    pub password: &'a str,
}

impl fmt::Debug for Login<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Login(…)")
    }
}

/// What the service sends with `PASSWORD_VERIFIER`.
pub struct Challenge<'a> {
    /// `SALT`: hex of either case, odd length and a minus sign allowed.
    pub salt: &'a str,
    /// `SRP_B`: hex likewise; it may exceed N.
    pub b: &'a str,
    /// `SECRET_BLOCK`: base64.
    pub secret_block: &'a str,
}

impl fmt::Debug for Challenge<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Challenge(…)")
    }
}

/// Every value of one exchange, each named as in the protocol; zeroed when dropped.
#[derive(Zeroize, ZeroizeOnDrop)]
#[non_exhaustive]
pub struct Exchange {
    /// The scrambling parameter: `SHA-256(padHex(A) ‖ padHex(B))`.
    pub u: [u8; 32],
    /// The private key: `SHA-256(padHex(SALT) ‖ SHA-256(pool name ‖ user ‖ ":" ‖ password))`.
    pub x: [u8; 32],
    /// The shared secret: `(B - k · g^x)^(a + u · x) mod N`, big-endian, with leading zeros.
    pub s: [u8; SIZE],
    /// The key that signs: 16 bytes of HKDF-SHA-256.
    pub key: [u8; 16],
}

impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Exchange(…)")
    }
}

/// Why an exchange cannot be: the service's numbers are no hex, or would let a false server do without the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// `SALT` is no hexadecimal number.
    Salt,
    /// `SRP_B` is no hexadecimal number.
    B,
    /// `SECRET_BLOCK` is not base64, or too long.
    SecretBlock,
    /// `B mod N` is zero.
    ZeroB,
    /// `u` is zero.
    ZeroU,
}

impl Fault {
    fn words(self) -> &'static str {
        match self {
            Fault::Salt | Fault::B | Fault::SecretBlock => {
                "The service's SALT, SRP_B or SECRET_BLOCK is missing or malformed: check the endpoint."
            }
            Fault::ZeroB => "The service's SRP_B is zero: the sign-in was stopped, check the endpoint.",
            Fault::ZeroU => "The exchange came to u = 0: the sign-in was stopped, sign in again.",
        }
    }
}

impl From<Fault> for AuthError {
    fn from(fault: Fault) -> AuthError {
        AuthError::internal(fault.words())
    }
}

impl Exchange {
    /// Computes the values from the service's `SALT` and `SRP_B`, both hex.
    ///
    /// # Errors
    /// `Internal`, with the words of a [`Fault`].
    pub fn new(ephemeral: &Ephemeral, login: &Login<'_>, salt: &str, b: &str) -> Result<Exchange> {
        Ok(Exchange::compute(ephemeral, login, salt, b)?)
    }

    /// As [`Exchange::new`], for who has words of their own: without those of the errors.
    ///
    /// # Errors
    /// A [`Fault`] of the service's numbers.
    pub fn compute(
        ephemeral: &Ephemeral,
        login: &Login<'_>,
        salt: &str,
        b: &str,
    ) -> core::result::Result<Exchange, Fault> {
        let salt = Integer::read(salt).ok_or(Fault::Salt)?;
        let server = Integer::read(b).ok_or(Fault::B)?;

        let u = hash(&[&pad(&ephemeral.public), &server.padded()]);
        refuse_zero(&u)?;
        let x = private_key(login.pool_name, login.username, login.password, &salt.padded());

        let exponent = exponent(&ephemeral.secret, &u, &x);
        let s = Zeroizing::new(shared_secret(&server, x.as_slice(), &exponent).ok_or(Fault::ZeroB)?);
        let key = derive_key(&Zeroizing::new(pad(s.as_slice())), &pad(u.as_slice()));
        Ok(Exchange { u: *u, x: *x, s: *s, key: *key })
    }
}

/// Proves the password: the base64 `PASSWORD_CLAIM_SIGNATURE` over the challenge at the time of [`super::timestamp()`].
///
/// # Errors
/// As [`Exchange::new`]; `Internal` also for a secret block that is no base64.
pub fn prove(ephemeral: &Ephemeral, login: &Login<'_>, challenge: &Challenge<'_>, timestamp: &str) -> Result<String> {
    Ok(sign(ephemeral, login, challenge, timestamp)?)
}

/// As [`prove`], without words for what is refused.
pub(crate) fn sign(
    ephemeral: &Ephemeral,
    login: &Login<'_>,
    challenge: &Challenge<'_>,
    timestamp: &str,
) -> core::result::Result<String, Fault> {
    if challenge.secret_block.len() > MAX_SECRET_BLOCK {
        return Err(Fault::SecretBlock);
    }
    let block = base64::decode(challenge.secret_block.as_bytes()).ok_or(Fault::SecretBlock)?;
    let exchange = Exchange::compute(ephemeral, login, challenge.salt, challenge.b)?;
    let signature =
        hmac(&exchange.key, &[login.pool_name.as_bytes(), login.username.as_bytes(), &block, timestamp.as_bytes()]);
    Ok(base64::encode(signature.as_slice()))
}

/// `x` of a user or a device, for a salt in `padHex` form.
pub(super) fn private_key(pool_name: &str, username: &str, password: &str, salt: &[u8]) -> Zeroizing<[u8; 32]> {
    let identity = hash(&[pool_name.as_bytes(), username.as_bytes(), b":", password.as_bytes()]);
    hash(&[salt, identity.as_slice()])
}

/// `a + u · x`, big-endian, of a length that depends on the length of `a` alone.
fn exponent(a: &[u8], u: &[u8; 32], x: &[u8; 32]) -> Zeroizing<Vec<u8>> {
    // u · x is at most 2^512 - 2^257 + 1, so that an `a` of 32 bytes cannot carry out of 64.
    let length = if a.len() <= 32 { 64 } else { a.len().max(64) + 1 };
    let mut sums = Zeroizing::new(vec![0u32; length]);
    for (sum, digit) in sums.iter_mut().zip(a.iter().rev()) {
        *sum = u32::from(*digit);
    }
    for (shift, left) in u.iter().rev().enumerate() {
        for (sum, right) in sums.iter_mut().skip(shift).zip(x.iter().rev()) {
            *sum += u32::from(*left) * u32::from(*right);
        }
    }
    let mut bytes = Zeroizing::new(vec![0; length]);
    let mut carry = 0;
    for (byte, sum) in bytes.iter_mut().rev().zip(sums.iter()) {
        carry += sum;
        *byte = carry as u8;
        carry >>= 8;
    }
    bytes
}

fn refuse_zero(u: &[u8; 32]) -> core::result::Result<(), Fault> {
    if is_zero(u) { Err(Fault::ZeroU) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zero_scrambling_parameter_is_refused() {
        let error = AuthError::from(refuse_zero(&[0; 32]).unwrap_err());
        assert!(error.message.contains("u = 0"));
        let mut one = [0; 32];
        one[31] = 1;
        assert_eq!(refuse_zero(&one), Ok(()));
    }

    #[test]
    fn the_largest_exponents_do_not_overflow() {
        let all = [0xff; 32];
        let sum = exponent(&all, &all, &all);
        // (2^256 - 1)² + 2^256 - 1 = (2^256 - 1) · 2^256
        assert_eq!(sum.as_slice(), [[0xff; 32], [0; 32]].concat());
        let long = exponent(&[0xff; 64], &all, &all);
        assert_eq!((long.len(), long[0]), (65, 1));
    }
}
